"""NewsML 1: identification, management and the tree of components, and where each statement stands."""

from datetime import UTC, datetime

import pytest
from tests.wirelake.formats.documents import newsml, nitf, raw

from wirelake.errors import ParseError
from wirelake.formats.newsml_1 import parse
from wirelake.records import AltId, Article, Association, Author, EdNote, Subject

LINES = """<NewsLines><HeadLine>Basin reopens</HeadLine><DateLine>Example, March 5 (QP) -</DateLine>
<ByLine>Bea Warden</ByLine><CreditLine>QP</CreditLine><CopyrightLine>© 2026 QP</CopyrightLine>
<SlugLine>basin</SlugLine><KeywordLine>ports</KeywordLine><SubHeadLine>Ships return</SubHeadLine>
<NewsLine><NewsLineType FormalName="AdvisoryLine"/><NewsLineText>UPDATES with quotes</NewsLineText></NewsLine>
</NewsLines>"""
METADATA = """<AdministrativeMetadata><Provider><Party FormalName="QP"/></Provider>
<Creator><Party FormalName="bw"/></Creator><Property FormalName="Validator" Value="x7"/>
</AdministrativeMetadata><DescriptiveMetadata>
<Language FormalName="EN"/><Genre FormalName="Current"/><SubjectCode><SubjectMatter FormalName="04015000"
Scheme="IptcSubjectCodes"/></SubjectCode>
<Location HowPresent="Origin"><Property FormalName="Country" Value="EXA"/>
<Property FormalName="City" Value="Example"/></Location>
<OfInterestTo FormalName="ports"/></DescriptiveMetadata>"""


def item(content: str, kind: str = "Text", form: str = "") -> str:
    return (
        f'<ContentItem><MediaType FormalName="{kind}"/>{form}<Characteristics>'
        '<Property FormalName="WordCount" Value="12"/></Characteristics>'
        f"<DataContent>{content}</DataContent></ContentItem>"
    )


def component(*parts: str, role: str = "", **attributes: str) -> str:
    stated = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    role = f'<Role FormalName="{role}"/>' if role else ""
    return f"<NewsComponent {stated}>{role}{''.join(parts)}</NewsComponent>"


def read(*parts: str, **fields: str) -> Article:
    (article,) = parse(raw(newsml(component(*parts), **fields)))
    return article


def test_the_fields_of_an_item() -> None:
    article = read(LINES, METADATA, item(nitf(content="<p>Ships wait.</p>")))
    assert article.source_format == "newsml_1"
    assert [(one.role, one.value) for one in article.alt_ids[:4]] == [
        ("guid", "urn:newsml:quay.example:20260305:q1"),
        ("public_identifier", "urn:newsml:quay.example:20260305:q1:2N"),
        ("news_item_id", "q1"),
        ("transref", "0815"),
    ]
    assert (article.version, article.pub_status, article.record_kind) == ("2", "usable", "article")
    assert article.first_created == datetime(2026, 3, 5, 7, tzinfo=UTC)
    assert article.version_created == datetime(2026, 3, 5, 8, 30, 15, tzinfo=UTC)
    assert article.date_candidates[0].origin == "this_revision_created"
    assert (article.headline, article.byline, article.slugline) == ("Basin reopens", "Bea Warden", "basin")
    assert (article.credit_line, article.copyright_notice) == ("QP", "© 2026 QP")
    assert (article.dateline_text, article.located) == ("Example, March 5 (QP) -", "Example")
    assert (article.provider, article.provider_id) == ("QP", "quay.example")
    assert article.authors == (Author(name="Bea Warden"),)
    assert dict(article.extra)["contributors"] == "bw (creator)"
    assert article.ed_notes == (EdNote(role="AdvisoryLine", text="UPDATES with quotes"),)
    assert (article.language, article.word_count_stated) == ("en", 12)
    assert article.subjects_detail == (
        Subject(qcode="04015000", scheme="IptcSubjectCodes", role="subjectmatter"),
    )
    assert article.subjects == ("ports",)
    assert article.extracted_text == "Ships wait."
    extra = dict(article.extra)
    assert (extra["previous_revision"], extra["line.subheadline"]) == ("1", "Ships return")
    assert "UPDATES" not in " ".join(extra.values())
    assert (extra["property.Validator"], extra["ofinterestto"]) == ("x7", "ports")
    assert extra["envelope.priority"] == "4"


@pytest.mark.parametrize(
    ("managed", "pub_status", "until"),
    [
        ('<Status FormalName="Usable"/>', "usable", None),
        ('<Status FormalName="Canceled"/>', "canceled", None),
        ('<Status FormalName="Embargoed"/>', "withheld", None),
        (
            '<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/>'
            "<DateAndTime>20260305T190000+0100</DateAndTime></StatusWillChange>",
            "usable",
            datetime(2026, 3, 5, 18, tzinfo=UTC),
        ),
        ('<Status FormalName="Open"/>', "withheld", None),
        ("", "usable", None),
    ],
)
def test_status(managed: str, pub_status: str, until: datetime | None) -> None:
    article = read(LINES, item("Ships wait."), managed=managed)
    assert (article.pub_status, article.embargoed_until) == (pub_status, until)


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [
        ('<Urgency FormalName="4"/>', 4),
        ("<Urgency>2</Urgency>", 2),
        ('<Urgency FormalName="DEFAULT"/>', None),
    ],
)
def test_urgency(urgency: str, expected: int | None) -> None:
    article = read(item("x"), managed=urgency)
    assert article.urgency == expected
    assert "urgency" in dict(article.extra)


def test_an_update_without_text_is_a_message_about_another() -> None:
    article = read(LINES, managed='<Instruction FormalName="Delete"/>', update="U")
    assert (article.record_kind, article.extracted_text) == ("control", "")
    assert dict(article.extra)["instruction"] == "Delete"
    assert read(LINES, item("Ships wait."), update="U").record_kind == "article"


def test_other_items_are_named_with_their_relation() -> None:
    related = (
        '<DerivedFrom NewsItem="urn:newsml:quay.example:20260304:q0"/>'
        '<AssociatedWith FormalName="Replaces" NewsItem="urn:newsml:quay.example:20260304:q9"/>'
        '<AssociatedWith FormalName="Series"/>'
    )
    found = read(LINES, item("Ships wait."), managed=related).associations
    assert [(one.rel, one.uri) for one in found] == [
        ("derivedfrom", "urn:newsml:quay.example:20260304:q0"),
        ("Replaces", "urn:newsml:quay.example:20260304:q9"),
    ]


CONTENTS = {
    "NITF": (nitf(content="<p>One.</p><p>Two.</p>"), "One.\nTwo."),
    "paragraphs alone": ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
    "XHTML": ("<html><head><title>No</title></head><body><p>One.</p></body></html>", "One."),
    "escaped HTML": ("<![CDATA[<P>One.</P><P>Two.</P>]]>", "One.\nTwo."),
    "plain text": ("One.\n\nTwo.", "One.\nTwo."),
    "nothing": ("", ""),
}


@pytest.mark.parametrize("case", CONTENTS)
def test_contents(case: str) -> None:
    content, expected = CONTENTS[case]
    assert read(LINES, item(content)).extracted_text == expected


def test_roles_say_what_is_text() -> None:
    article = read(
        component(item(".a {}"), role="StyleSheet"),
        component(item("Basin reopens"), role="Title"),
        component(item("In short."), role="Abstract"),
        component(item("Ships wait."), role="Lead"),
        component(item("They return."), role="Body"),
        component(item("A ferry"), role="Caption"),
    )
    assert article.headline == "Basin reopens"
    assert article.description == "In short."
    assert article.extracted_text == "Ships wait.\nThey return."


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ('<NewsComponent EquivalentsList="yes">', "One."),
        ("<NewsComponent><BasisForChoice>./ContentItem/Format</BasisForChoice>", "One."),
        ("<NewsComponent>", "One, plain.\nOne."),
    ],
)
def test_of_equivalent_contents_the_richest_is_read(start: str, expected: str) -> None:
    both = item("One, plain.") + item("<html><body><p>One.</p></body></html>")
    assert read(LINES, f"{start}{both}</NewsComponent>").extracted_text == expected


def test_a_picture_keeps_its_own_lines() -> None:
    picture = component(
        "<NewsLines><HeadLine>A ferry at the quay</HeadLine><CreditLine>QP Photo</CreditLine>"
        "<ByLine>Cem Pilot</ByLine></NewsLines>",
        component(item("<p>A ferry at the quay</p>"), role="Caption"),
        component('<ContentItem Href="a.jpg"><MediaType FormalName="Photo"/></ContentItem>', role="Preview"),
        Duid="photo0",
    )
    article = read(
        "<NewsLines><HeadLine>Basin reopens</HeadLine></NewsLines>", component(item("<p>One.</p>")), picture
    )
    assert (article.headline, article.byline, article.credit_line) == ("Basin reopens", None, None)
    assert article.extracted_text == "One."
    assert article.associations == (
        Association(
            rel="preview", type="Photo", href="a.jpg", caption="A ferry at the quay", credit="QP Photo"
        ),
    )


def test_each_language_of_an_item_is_an_article() -> None:
    def version(tongue: str, headline: str, text: str) -> str:
        lines = f"<NewsLines><HeadLine>{headline}</HeadLine></NewsLines>"
        language = f'<DescriptiveMetadata><Language FormalName="{tongue}"/></DescriptiveMetadata>'
        return component(lines, language, component(item(f"<p>{text}</p>"), role="Body"))

    whole = component(version("en", "Basin reopens", "One."), version("fr", "Le bassin rouvre", "Un."))
    first, second = parse(raw(newsml(whole)))
    assert (first.language, first.headline, first.extracted_text) == ("en", "Basin reopens", "One.")
    assert (second.language, second.headline, second.extracted_text) == ("fr", "Le bassin rouvre", "Un.")
    guids = [next(alt.value for alt in one.alt_ids if alt.role == "guid") for one in (first, second)]
    assert guids == ["urn:newsml:quay.example:20260305:q1", "urn:newsml:quay.example:20260305:q1#fr"]


@pytest.mark.parametrize(
    ("public", "number", "expected"),
    [
        ("urn:newsml:quay.example:20260305:q1:2N", "q1", "urn:newsml:quay.example:20260305:q1"),
        ("urn:newsml:quay.example:20260305:q1", "q1", "urn:newsml:quay.example:20260305:q1"),
        ("urn:newsml:www.quay.example", "q1", "urn:newsml:quay.example:20260305:q1"),
        ("", "q1", "urn:newsml:quay.example:20260305:q1"),
        ("", "", "urn:newsml:quay.example:20260305:D7"),
    ],
)
def test_identity_is_the_same_for_all_issues(public: str, number: str, expected: str) -> None:
    document = newsml(component(LINES, item("x"), Duid="D7"))
    document = document.replace("urn:newsml:quay.example:20260305:q1:2N", public).replace(
        "<NewsItemId>q1<", f"<NewsItemId>{number}<"
    )
    (article,) = parse(raw(document))
    assert article.alt_ids[0] == AltId(role="guid", value=expected)


def test_items_without_identity_are_told_apart_by_what_they_say() -> None:
    items = "".join(
        f"<NewsItem><NewsComponent>{item(text)}</NewsComponent></NewsItem>" for text in ("A", "B", "A")
    )
    found = [one.alt_ids[0].value for one in parse(raw(f"<NewsML>{items}</NewsML>"))]
    assert found[0] == found[2] != found[1]


def test_topics_name_codes() -> None:
    topics = """<TopicSet><Topic><FormalName>04015000</FormalName>
<Description Variant="Category">TRA</Description>
<Description Variant="Name">Transport</Description></Topic></TopicSet>"""
    article = read(topics, LINES, METADATA, item("x"))
    assert article.subjects_detail[0].name == "Transport"
    assert article.subjects == ("Transport", "ports")


def test_a_document_without_items_is_refused() -> None:
    with pytest.raises(ParseError, match="empty_document"):
        parse(raw("<NewsML><NewsEnvelope/></NewsML>"))


def test_an_item_inside_of_another_is_an_article_of_its_own() -> None:
    inner = newsml(component(LINES, item("Inner."))).replace(":q1:", ":q2:")
    inner = inner[inner.index("<NewsItem>") : inner.index("</NewsML>")]
    outer = component(component(item("Outer.")), component(inner, '<NewsItemRef NewsItem="urn:x"/>'))
    first, second = parse(raw(newsml(outer)))
    assert (first.extracted_text, second.extracted_text) == ("Outer.", "Inner.")
    assert second.alt_ids[0].value == "urn:newsml:quay.example:20260305:q2"
    assert first.associations == (Association(rel="newsitemref", uri="urn:x"),)


def test_contents_in_base64_are_no_text() -> None:
    encoded = '<Encoding Notation="Base64"><DataContent>aGVsbG8=</DataContent></Encoding>'
    assert read(LINES, f"<ContentItem>{encoded}</ContentItem>").extracted_text == ""
