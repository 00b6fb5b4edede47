"""NITF documents: what docdata, head and body state, and in which field of the record it stands."""

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.wirelake.formats.documents import nitf, raw

from wirelake.errors import ParseError
from wirelake.formats.nitf import parse
from wirelake.records import AltId, Article, Association, EdNote, Subject

HEAD = """<hedline><hl1>Basin reopens</hl1><hl2>Ships return</hl2></hedline>
<byline>By Bea Warden<byttl>Port Correspondent</byttl></byline><distributor>Quay Press</distributor>
<dateline><location>PORT OF EXAMPLE</location><story.date norm="20260305">March 5</story.date></dateline>
<abstract><p>The basin is open.</p><p>Ships return.</p></abstract>"""
DOCDATA = """<du-key key="QP-BASIN" version="04"/><urgency ed-urg="4"/><date.expire norm="20260405T000000Z"/>
<ed-msg info="Embargo lifted early"/><doc.copyright holder="Quay Press" year="2026"/><ed-msg info=""/>
<doc.rights type="Display" limitations="No archive" geography="Example"/><evloc city="Example" iso-cc="EXA"/>
<key-list><keyword key="basin"/><keyword key="ships"/></key-list>"""


def read(*args: Any, **fields: str) -> Article:
    (article,) = parse(raw(nitf(*args, **fields)))
    return article


def test_the_fields_of_a_document() -> None:
    article = read(DOCDATA, HEAD, '<p>Ships wait.</p><p lede="true">More.</p>')
    assert article.source_format == "nitf"
    assert article.headline == "Basin reopens"
    assert article.byline == "By Bea Warden Port Correspondent"
    assert (article.provider, article.provider_id) == ("Quay Press", "quay")
    assert article.dateline_text == "PORT OF EXAMPLE March 5"
    assert (article.dateline_place, article.located) == ("PORT OF EXAMPLE", "PORT OF EXAMPLE")
    assert article.description == "The basin is open.\nShips return."
    assert article.extracted_text == "Ships wait.\nMore."
    assert (article.slugline, article.version, article.urgency) == ("QP-BASIN", "04", 4)
    assert article.alt_ids[:2] == (AltId(role="guid", value="q1"), AltId(role="du_key", value="QP-BASIN"))
    assert article.ed_notes == (EdNote(role="ed-msg", text="Embargo lifted early", publishable=False),)
    assert (article.copyright_holder, article.copyright_notice) == ("Quay Press", "© 2026 Quay Press")
    assert article.usage_terms == "Display No archive"
    assert article.expires == datetime(2026, 4, 5, tzinfo=UTC)
    assert [(one.origin, one.value) for one in article.date_candidates] == [
        ("date.issue", "2026-03-05T09:30:15+01:00"),
        ("story.date", "2026-03-05"),
    ]
    assert Subject(name="Example", qcode="EXA", role="evloc", country="EXA") in article.places
    extra = dict(article.extra)
    assert (extra["hl2"], extra["keyword.key"]) == ("Ships return", "basin; ships")
    assert extra["doc.rights.geography"] == "Example"
    assert "Embargo lifted early" not in extra.values()


@pytest.mark.parametrize(
    ("docdata", "pub_status", "until"),
    [
        ("", "usable", None),
        ("<date.release norm='20260305T090000+0100'/>", "usable", None),
        ("<date.release norm='20260306T000100+0100'/>", "usable", datetime(2026, 3, 5, 23, 1, tzinfo=UTC)),
    ],
)
def test_a_later_release_is_an_embargo(docdata: str, pub_status: str, until: datetime | None) -> None:
    article = read(docdata)
    assert (article.pub_status, article.embargoed_until) == (pub_status, until)
    assert [one.origin for one in article.date_candidates] == ["date.issue"]


@pytest.mark.parametrize(
    ("status", "release", "pub_status", "until"),
    [
        ("embargoed", "20260306T000100+0100", "usable", datetime(2026, 3, 5, 23, 1, tzinfo=UTC)),
        ("embargoed", "", "withheld", None),
        # Of which zone? Held until the last clock shows it.
        ("embargoed", "20260306T000100", "usable", datetime(2026, 3, 6, 12, 1, tzinfo=UTC)),
        ("withheld", "", "withheld", None),
        ("canceled", "", "canceled", None),
    ],
)
def test_management_status(status: str, release: str, pub_status: str, until: datetime | None) -> None:
    document = nitf(f"<date.release norm='{release}'/>").replace(
        "<docdata>", f'<docdata management-status="{status}">'
    )
    (article,) = parse(raw(document))
    assert (article.pub_status, article.embargoed_until) == (pub_status, until)


def test_media_are_associations_and_no_text() -> None:
    media = """<media media-type="image"><media-reference source="a.jpg" mime-type="image/jpeg"/>
<media-caption>A ferry</media-caption><media-producer>Quay Photo</media-producer></media><p>Ships wait.</p>"""
    article = read(content=media)
    assert article.associations == (
        Association(rel="media", type="image", href="a.jpg", caption="A ferry", credit="Quay Photo"),
    )
    assert article.extracted_text == "Ships wait."


def test_names_in_the_text_are_kept_with_it() -> None:
    article = read(content="<p><person>Bea Warden</person> of <org>Quay</org> left <org>Quay</org>.</p>")
    assert article.extracted_text == "Bea Warden of Quay left Quay."
    assert article.people == (Subject(name="Bea Warden", role="in text"),)
    assert article.organisations == (Subject(name="Quay", role="in text"),)


def test_a_document_without_body_or_headline() -> None:
    (article,) = parse(raw("<nitf><head><title>Only a title</title></head></nitf>"))
    assert (article.headline, article.extracted_text, article.spans) == ("Only a title", "", ())


def test_a_tagline_is_a_byline_where_there_is_no_other() -> None:
    assert read(end="<tagline>Bea Warden reported</tagline>").byline == "Bea Warden reported"
    assert read("", HEAD, end="<tagline>x</tagline>").byline == "By Bea Warden Port Correspondent"


def test_subjects_words_and_what_gateways_put_into_meta() -> None:
    document = nitf().replace(
        "<title>",
        """<meta name="anpa-keyword" content="Basin Port"/><meta name="anpa-wordcount" content="0312"/>
<tobject tobject.type="News"><tobject.property tobject.property.type="Current"/>
<tobject.subject tobject.subject.ipr="IPTC" tobject.subject.refnum="04015000" tobject.subject.type="Economy"
 tobject.subject.matter="Transport"/></tobject><title>""",
    )
    (article,) = parse(raw(document))
    assert (article.slugline, article.word_count_stated) == ("Basin Port", 312)
    assert article.subjects_detail == (Subject(name="Transport", qcode="04015000", scheme="IPTC"),)
    assert article.genres == (Subject(name="Current", role="tobject.property"),)
    assert article.subjects == ("Transport",)


@pytest.mark.parametrize("urgency", ["0", "10", "R", "", "²"])
def test_an_urgency_of_another_scale_is_kept_as_it_came(urgency: str) -> None:
    article = read(f'<urgency ed-urg="{urgency}"/>')
    assert article.urgency is None
    assert dict(article.extra).get("urgency.ed-urg", "") == urgency


def test_another_root_is_refused() -> None:
    with pytest.raises(ParseError, match="not_nitf"):
        parse(raw("<news/>"))


def test_a_break_parts_the_words_of_a_headline_and_an_urgency_may_stand_outside_of_docdata() -> None:
    data = (
        b"<nitf><head><title>Basin</title></head><body><body.head><urgency ed-urg='3'/><hedline>"
        b"<hl1>Basin reopens<br/>after nine days</hl1></hedline></body.head><body.content><p>Ships.</p>"
        b"</body.content></body></nitf>"
    )
    (article,) = parse(raw(data))
    assert (article.headline, article.urgency) == ("Basin reopens after nine days", 3)
