"""NewsML-G2: items, messages and packages, and in which field of the record each statement stands."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.wirelake.formats.documents import G2, g2_item, nitf, raw

from wirelake.errors import ParseError
from wirelake.formats.newsml_g2 import parse
from wirelake.records import AltId, Article, Association, Author, EdNote, Member, Rendition, Subject


def read(*args: str, **fields: str) -> Article:
    (article,) = parse(raw(g2_item(*args, **fields)))
    return article


def message(*items: str) -> str:
    header = (
        "<header><sent>2026-03-05T09:30Z</sent><transmitId>t-77</transmitId><priority>3</priority></header>"
    )
    return f"<newsMessage {G2}>{header}<itemSet>{''.join(items)}</itemSet></newsMessage>"


def test_identity_times_and_rights_of_an_item() -> None:
    article = read(
        "<firstCreated>2026-03-05T08:00:00+01:00</firstCreated><fileName>q1.xml</fileName>"
        '<versionedId guid="urn:newsml:quay.example:20260305:q1:3"/><profile versioninfo="1">Text</profile>',
        '<urgency>4</urgency><altId type="quay:short">7713</altId><language tag="en-GB"/>',
        rights='<copyrightHolder literal="Quay Press"/>'
        '<copyrightNotice xml:lang="de">© Quay, deutsch</copyrightNotice>'
        '<copyrightNotice xml:lang="en">© 2026 Quay</copyrightNotice><usageTerms>No archive</usageTerms>',
    )
    assert [(one.role, one.value) for one in article.alt_ids[:3]] == [
        ("guid", "urn:newsml:quay.example:20260305:q1"),
        ("versioned_id", "urn:newsml:quay.example:20260305:q1:3"),
        ("quay:short", "7713"),
    ]
    assert (article.version, article.type, article.profile, article.language) == (
        "3",
        "text",
        "Text",
        "en-GB",
    )
    assert article.first_created == datetime(2026, 3, 5, 7, tzinfo=UTC)
    assert article.version_created == datetime(2026, 3, 5, 8, 30, 15, tzinfo=UTC)
    (candidate,) = article.date_candidates
    assert (candidate.origin, candidate.weight) == ("version_created", 0.95)
    assert (article.copyright_holder, article.copyright_notice) == ("Quay Press", "© 2026 Quay")
    assert (article.usage_terms, article.urgency) == ("No archive", 4)
    assert dict(article.extra)["filename"] == "q1.xml"


def test_lines_and_authors() -> None:
    article = read(
        about='<headline role="hld:subHeadline">Ships return</headline><headline rank="3">Ports</headline>'
        "<slugline>BASIN/PORT</slugline><dateline>Example (QP) -</dateline><by>By Bea Warden</by>"
        "<creditline>QP</creditline><creator><name>warden.b</name></creator>"
        '<contributor qcode="staff:7" role="crol:editor"/>'
        '<description role="drol:summary">In short.</description>'
    )
    assert article.headline == "Basin reopens"
    assert dict(article.extra)["headline.hld:subHeadline"] == "Ships return"
    assert (article.slugline, article.dateline_text) == ("BASIN/PORT", "Example (QP) -")
    assert (article.byline, article.credit_line, article.description) == ("By Bea Warden", "QP", "In short.")
    assert article.authors == (Author(name="Bea Warden"),)
    assert dict(article.extra)["contributors"] == "warden.b (creator); staff:7 (crol:editor)"


def test_notes_to_editors_stay_out_of_the_text_whatever_they_hold() -> None:
    note = '<edNote role="q:notepad"><section xmlns="urn:x"><p>Call</p><p>555</p></section></edNote>'
    article = read(
        note + '<edNote role="q:contacts" pubconstraint="q:nonpublic">Bea Warden, 556</edNote><edNote/>',
        content="<inlineXML><html><body><p>Ships wait.</p></body></html></inlineXML>",
    )
    assert article.ed_notes == (
        EdNote(role="q:notepad", text="Call 555", publishable=False),
        EdNote(role="q:contacts q:nonpublic", text="Bea Warden, 556", publishable=False),
    )
    assert article.extracted_text == "Ships wait."
    assert "55" not in " ".join(value for _, value in article.extra)


@pytest.mark.parametrize(
    ("meta", "pub_status", "signals", "until"),
    [
        ("", "usable", (), None),
        ('<pubStatus qcode="stat:canceled"/>', "canceled", (), None),
        (
            '<embargoed>2026-03-05T19:00:00+01:00</embargoed><pubStatus qcode="stat:usable"/>',
            "usable",
            ("embargoed",),
            datetime(2026, 3, 5, 18, tzinfo=UTC),
        ),
        ('<embargoed/><pubStatus qcode="stat:usable"/>', "withheld", ("embargoed",), None),
        ('<signal qcode="sig:update"/><signal qcode="sig:update"/>', "usable", ("sig:update",), None),
    ],
)
def test_status(meta: str, pub_status: str, signals: tuple[str, ...], until: datetime | None) -> None:
    article = read(meta)
    assert (article.pub_status, article.signals, article.embargoed_until) == (pub_status, signals, until)
    assert not article.is_correction


def test_a_correction_is_signalled() -> None:
    assert read('<signal qcode="sig:correction"/>').is_correction


def test_a_canceled_item_without_content_is_read() -> None:
    meta = '<itemMeta><pubStatus qcode="stat:canceled"/></itemMeta>'
    (article,) = parse(raw(f'<newsItem {G2} guid="q" version="2">{meta}</newsItem>'))
    assert (article.pub_status, article.version, article.extracted_text) == ("canceled", "2", "")


def test_subjects_go_by_their_type_and_take_names_from_the_items_own_concepts() -> None:
    item = g2_item(
        about="""<subject type="cpnat:abstract" qcode="medtop:04000000"/>
<subject type="cpnat:person" literal="p1"/>
<subject type="cpnat:organisation" qcode="q:org7"><name>Quay</name></subject>
<subject type="cpnat:geoArea" qcode="q:c1"><name xml:lang="de">Beispiel</name>
<name xml:lang="en">Example</name>
<sameAs qcode="iso3166-1a2:EX"/></subject><subject type="cpnat:poi" uri="https://quay.example/pier"/>
<subject><mainConcept qcode="medtop:2"><name>rowing</name></mainConcept></subject><keyword>basin</keyword>
<genre qcode="genre:Feature"/><located qcode="q:c2"><name>Port</name></located>"""
    ).replace(
        "</contentMeta>",
        '</contentMeta><assert literal="p1"><name>Bea Warden</name></assert><conceptSet><concept>'
        '<conceptId qcode="medtop:04000000"/><name>economy</name></concept></conceptSet>',
    )
    (article,) = parse(raw(item))
    assert article.subjects == ("economy", "rowing", "basin")
    assert article.subjects_detail == (
        Subject(name="economy", qcode="medtop:04000000", scheme="medtop", role="cpnat:abstract"),
        Subject(name="rowing", qcode="medtop:2", scheme="medtop"),
    )
    assert [one.name for one in article.people] == ["Bea Warden"]
    assert [one.qcode for one in article.organisations] == ["q:org7"]
    assert [(one.name, one.uri) for one in article.places] == [
        ("Port", None),
        ("Example", None),
        (None, "https://quay.example/pier"),
    ]
    assert article.located == "Port"
    assert [one.qcode for one in article.genres] == ["genre:Feature"]
    assert dict(article.extra)["subject.sameas"] == "q:c1 = iso3166-1a2:EX"


CONTENTS: dict[str, tuple[str, str]] = {
    "XHTML": (
        '<inlineXML contenttype="application/xhtml+xml" wordcount="3">'
        '<html xmlns="http://www.w3.org/1999/xhtml">'
        "<head><title>No</title></head><body><header><h1>Basin reopens</h1><p>Hold!</p></header>"
        "<h2>Ships</h2><p>One.</p></body></html></inlineXML>",
        "Ships\nOne.",
    ),
    "NITF": (f"<inlineXML>{nitf(content='<p>One.</p><p>Two.</p>')}</inlineXML>", "One.\nTwo."),
    "a vendor's": (
        "<inlineXML><BODY><TEXT><RUBRIK>One</RUBRIK><P>Two</P></TEXT></BODY></inlineXML>",
        "One\nTwo",
    ),
    "escaped": (
        "<inlineData contenttype='text/plain'><![CDATA[<p>One</p><p>Two</p>]]></inlineData>",
        "One\nTwo",
    ),
    "plain": ("<inlineData>One\nTwo</inlineData>", "One\nTwo"),
    "two forms": ("<inlineData>One</inlineData><inlineXML><html><p>Two</p></html></inlineXML>", "Two"),
    "a picture": ("<inlineData contenttype='image/png'>aGVsbG8=</inlineData>", ""),
    "an encoded text": ("<inlineData encoding='enc:base64'>aGVsbG8=</inlineData>", ""),
    "none": ("", ""),
}


@pytest.mark.parametrize("case", CONTENTS)
def test_contents(case: str) -> None:
    content, expected = CONTENTS[case]
    article = read(content=content)
    assert article.extracted_text == expected
    assert [article.extracted_text[one.start : one.end] for one in article.spans] == expected.split(
        "\n"
    ) * bool(expected)


def test_a_header_in_the_text_is_kept_beside_it() -> None:
    article = read(content=CONTENTS["XHTML"][0])
    assert dict(article.extra)["content.header"] == "Basin reopens Hold!"
    assert article.word_count_stated == 3


def test_inline_nitf_says_what_the_item_leaves_open() -> None:
    inner = nitf("<ed-msg info='For all'/>", "<hedline><hl1>No</hl1></hedline><byline>By Bea Warden</byline>")
    article = read(content=f"<inlineXML>{inner}</inlineXML>")
    assert (article.headline, article.byline) == ("Basin reopens", "By Bea Warden")
    assert [one.value for one in article.alt_ids if one.role == "guid"] == [
        "urn:newsml:quay.example:20260305:q1"
    ]
    assert [one.origin for one in article.date_candidates] == ["version_created"]


def test_renditions_links_and_members_are_associations() -> None:
    article = read(
        '<link rel="irel:seeAlso" residref="q0" version="2"><title>Earlier</title></link>',
        "<description>A ferry</description>",
        '<remoteContent rendition="rnd:web" contenttype="image/jpeg" href="https://quay.example/a.jpg"/>',
    )
    assert article.associations == (
        Association(rel="irel:seeAlso", uri="q0:2", caption="Earlier"),
        Association(rel="rnd:web", type="image/jpeg", href="https://quay.example/a.jpg", caption="A ferry"),
    )


def test_a_package_is_its_members() -> None:
    package = f"""<packageItem {G2} guid="p1" version="1">
<itemMeta><itemClass qcode="ninat:composite"/></itemMeta>
<contentMeta><headline>Top</headline></contentMeta><groupSet root="G"><group id="G" role="group:main">
<itemRef residref="q1"><itemClass qcode="ninat:text"/><title>Basin</title></itemRef></group></groupSet>
</packageItem>"""
    (article,) = parse(raw(package))
    assert (article.type, article.extracted_text) == ("composite", "")
    assert article.associations == ()
    assert article.members == (Member(group="group:main", type="text", uri="q1", headline="Basin"),)
    assert ("item", "packageitem") in article.extra


def test_groups_are_read_where_they_are_referred_to_and_each_once() -> None:
    groups = """<groupSet root="G">
<group id="late"><itemRef residref="q5"/></group>
<group id="G" role="main"><itemRef residref="q1"/><groupRef idref="side"/><itemRef residref="q4"/></group>
<group id="side"><itemRef residref="q2" version="7" href="q2.xml"/><groupRef idref="G"/><groupRef idref="no"/>
<itemRef residref="q3"/></group></groupSet>"""
    (article,) = parse(raw(f'<packageItem {G2} guid="p1"><itemMeta/>{groups}</packageItem>'))
    assert [(one.group, one.uri) for one in article.members] == [
        ("main", "q1"), ("side", "q2"), ("side", "q3"), ("main", "q4"), ("late", "q5"),
    ]  # fmt: skip
    assert (article.members[1].version, article.members[1].href) == ("7", "q2.xml")


def test_the_forms_of_a_picture_have_its_measures() -> None:
    form = (
        '<contentSet><remoteContent rendition="rnd:web" href="a.jpg" contenttype="image/jpeg"'
        ' width="480" height="many" size="28972"/></contentSet>'
    )
    (article,) = parse(raw(f'<newsItem {G2} guid="p1"><itemMeta/>{form}</newsItem>'))
    assert article.renditions == (
        Rendition(name="rnd:web", href="a.jpg", media_type="image/jpeg", width=480, size=28972),
    )


def test_a_message_holds_many_items() -> None:
    second = g2_item().replace(":q1", ":q2")
    articles = parse(raw(message("<packageItem><itemRef residref='x'/></packageItem>", g2_item(), second)))
    assert [one.alt_ids[0].value[-2:] for one in articles] == ["q1", "q2"]
    assert {one.raw_ref for one in articles} == {"quay/2026-03-05#1"}
    assert all(AltId(role="transref", value="t-77") in one.alt_ids for one in articles)
    assert dict(articles[0].extra)["header.priority"] == "3"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (f"<knowledgeItem {G2}/>", "not_content"),
        (f"<conceptItem {G2}/>", "not_content"),
        (f"<planningItem {G2}/>", "not_content"),
        (message(f"<conceptItem {G2}/>"), "not_content"),
        (message(), "empty_document"),
    ],
)
def test_concepts_and_empty_messages_are_no_news(body: str, reason: str) -> None:
    with pytest.raises(ParseError) as refused:
        parse(raw(body))
    assert refused.value.reason == reason


@pytest.mark.parametrize("value", ["", "stat:", "0", "x" * 10_000, "９"])
def test_odd_values_do_no_harm(value: str) -> None:
    fields: dict[str, Any] = {"meta": f"<pubStatus qcode='{value}'/><embargoed>{value}</embargoed>"}
    article = read(**fields, about=f"<urgency>{value}</urgency><headline rank='{value}'>B</headline>")
    assert article.headline == "Basin reopens"
    assert article.urgency is None
