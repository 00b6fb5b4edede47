"""Items of the beacon wire, written as a desk writes them: NewsML-G2, and ANPA for what has no versions."""

from xml.sax.saxutils import escape

G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" standardversion="2.34"'
BODY = "{lead} The office on Sable Point wrote it in the book at noon. Nobody asked for more on that day."
BYLINES = {
    "en": "By Bea Warden",
    "de": "Von Bea Warden, bcn",
    "fr": "Par Bea Warden",
    "es": "De nuestra corresponsal Bea Warden",
    "it": "(dell'inviata Bea Warden)",
    "pt": "Por Bea Warden",
    "nl": "Door Bea Warden",
    "nb": "Av Bea Warden",
    "da": "Af Bea Warden",
    "fi": "Teksti: Bea Warden",
}


def text(
    name: str,
    headline: str,
    *,
    version: int = 1,
    created: str = "2026-03-02T09:00:00+00:00",
    language: str = "en",
    by: str = "",
    meta: str = "",
    lead: str = "",
) -> bytes:
    """A text; ``meta`` is markup of its itemMeta."""
    said = escape(BODY.format(lead=lead or headline + "."))
    about = (f"<headline>{escape(headline)}</headline>" if headline else "") + (
        f"<by>{escape(by)}</by>" if by else ""
    )
    content = f"<inlineXML><html><body><p>{said}</p></body></html></inlineXML>"
    return item(name, "text", about, content, version=version, created=created, language=language, meta=meta)


def flash(name: str, line: str) -> bytes:
    """One sentence without a headline."""
    content = f"<inlineData>{escape(line)}</inlineData>"
    return item(name, "text", "", content, meta="<urgency>1</urgency>")


def picture(name: str, caption: str) -> bytes:
    """A picture with its caption and two renditions; the binaries lie beside it."""
    about = (
        f"<headline>{escape(caption)}</headline><description>{escape(caption)}</description>"
        "<creditline>Beacon / Bea Warden</creditline>"
    )
    content = "".join(
        f'<remoteContent href="{name}-{kind}.jpg" contenttype="image/jpeg" rendition="rnd:{kind}"/>'
        for kind in ("high", "low")
    )
    return item(name, "picture", about, content)


def package(name: str, headline: str, *members: str) -> bytes:
    """A package that lists items by their ids, in this order."""
    refs = "".join(f'<itemRef residref="urn:beacon:{one}"><title>{one}</title></itemRef>' for one in members)
    return (
        f'<packageItem {G2} guid="urn:beacon:{name}" version="1" xml:lang="en"><itemMeta>'
        f'<itemClass qcode="ninat:composite"/><versionCreated>2026-03-02T10:00:00+00:00</versionCreated>'
        f'<pubStatus qcode="stat:usable"/></itemMeta>'
        f"<contentMeta><headline>{headline}</headline></contentMeta>"
        f'<groupSet root="main"><group id="main" role="group:main">{refs}</group></groupSet></packageItem>'
    ).encode()


def item(
    name: str,
    kind: str,
    about: str,
    content: str,
    *,
    version: int = 1,
    created: str = "2026-03-02T09:00:00+00:00",
    language: str = "en",
    meta: str = "",
) -> bytes:
    """A newsItem."""
    return (
        f'<newsItem {G2} guid="urn:beacon:{name}" version="{version}" xml:lang="{language}"><itemMeta>'
        f'<itemClass qcode="ninat:{kind}"/><versionCreated>{created}</versionCreated>'
        f'<pubStatus qcode="stat:usable"/>{meta}</itemMeta>'
        f'<contentMeta><language tag="{language}"/>{about}</contentMeta>'
        f"<contentSet>{content}</contentSet></newsItem>"
    ).encode()


def transmission(number: str, slugline: str, headline: str, *lines: str, sent: str) -> bytes:
    """A story in ANPA 1312, which numbers no versions; ``sent`` is such as ``03-02-26 0900GMT``."""
    said = "".join(f"    {line}\n" for line in lines)
    return (
        f"\x16\x16\x01{number}\x1fbcnxx\nr i BC-{slugline}   {sent[:5]} 0100\n\x02{headline}\n{said}"
        f"\x03BCN-{sent}\n"
    ).encode()
