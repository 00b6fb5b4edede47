"""Documents of an invented wire, in the markups of the IPTC, for the tests of their readers."""

from datetime import UTC, datetime

from wirelake.records import Kind, Link, RawArticle

G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" standardversion="2.33"'


def raw(body: str | bytes, *headers: tuple[str, str]) -> RawArticle:
    """A dropped file of these bytes, or of this text in UTF-8."""
    data = body.encode() if isinstance(body, str) else body
    return RawArticle(
        link=Link(url="drop:quay/2026-03-05/item.xml", origin="drop_folder"),
        kind=Kind.ARTICLE,
        fetched_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
        body=data,
        headers=headers,
        raw_ref="quay/2026-03-05#1",
    )


def g2_item(
    meta: str = "", about: str = "", content: str = "", *, attributes: str = "", rights: str = ""
) -> str:
    """A newsItem with what a test adds to its parts."""
    return (
        f'<newsItem {G2} guid="urn:newsml:quay.example:20260305:q1" version="3" xml:lang="en" {attributes}>'
        f"<rightsInfo>{rights}</rightsInfo>"
        f'<itemMeta><itemClass qcode="ninat:text"/><provider literal="Quay"/>'
        f"<versionCreated>2026-03-05T09:30:15+01:00</versionCreated>{meta}</itemMeta>"
        f"<contentMeta><headline>Basin reopens</headline>{about}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def newsml(component: str, *, managed: str = '<Status FormalName="Usable"/>', update: str = "N") -> str:
    """A NewsML 1.2 document of one item with this outermost component."""
    return f"""<NewsML Version="1.2"><NewsEnvelope><TransmissionId>0815</TransmissionId>
<DateAndTime>20260305T093020+0100</DateAndTime><Priority FormalName="4"/></NewsEnvelope><NewsItem>
<Identification><NewsIdentifier><ProviderId>quay.example</ProviderId><DateId>20260305</DateId>
<NewsItemId>q1</NewsItemId><RevisionId PreviousRevision="1" Update="{update}">2</RevisionId>
<PublicIdentifier>urn:newsml:quay.example:20260305:q1:2{update}</PublicIdentifier></NewsIdentifier>
<NameLabel>basin-port</NameLabel></Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20260305T080000+0100</FirstCreated>
<ThisRevisionCreated>20260305T093015+0100</ThisRevisionCreated>{managed}</NewsManagement>
{component}</NewsItem></NewsML>"""


def nitf(docdata: str = "", head: str = "", content: str = "<p>Ships wait.</p>", end: str = "") -> str:
    """An NITF document with what a test adds to its parts."""
    return (
        f'<nitf version="-//IPTC//DTD NITF 3.4//EN"><head><title>Basin</title><docdata>'
        f'<doc-id regsrc="quay" id-string="q1"/><date.issue norm="20260305T093015+0100"/>{docdata}'
        f"</docdata></head><body><body.head>{head}</body.head><body.content>{content}</body.content>"
        f"<body.end>{end}</body.end></body></nitf>"
    )
