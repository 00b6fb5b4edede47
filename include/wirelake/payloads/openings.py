"""How formats without markup begin: JSON is told by its keys, byte formats by their headers."""

import re

from wirelake.payloads.transmissions import seven_bits

LOOK_AT = 65_536
BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
JSON = re.compile(rb'[\[\s]*+\{\s*+"')
JSON_FEED = re.compile(rb'"version"\s*+:\s*+"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/')
KEY = re.compile(rb'"([a-z_]{1,40})"\s*+:')
# Keys that only this wire's JSON has together; all other items of news are ninjs, or nearly.
DIALECTS = (
    ("digitalwires", {b"urn", b"article_html"}),
    ("ap_media", {b"altids", b"itemid", b"friendlykey", b"editorialpriority"}),
    ("ap_media", {b"altids", b"itemid", b"friendlykey", b"api_version"}),
    ("ap_media", {b"altids", b"itemid", b"referenceid", b"transref"}),
)
# "<SOH>f0295<US>reute", "<SOH>eca062 4 i 211"
ANPA = re.compile(rb"\x01[A-Za-z]?\d{3,5}[^\x1f\r\n]{0,20}\x1f|\x16\x01[^\x01-\x04]{0,500}\x02")
IPTC7901 = re.compile(rb"\x01[a-zA-Z]{2,4}\d{3,5}[ \t]+\d[ \t]")


def told(data: bytes) -> str | None:
    """The name of the format, of JSON or of a line of bytes, that begins so; None for all others.

    JSON is asked before markup is looked for, which stands in its strings.
    """
    head = seven_bits(data[:LOOK_AT])[0]
    if b"\x01" in head and not _is_wide(head):
        if IPTC7901.search(head):
            return "iptc7901"
        return "anpa" if ANPA.search(head) else None
    for bom, codec in BOMS:
        if data.startswith(bom):
            data = data.decode(codec, "ignore").encode("utf-8", "ignore")
    if JSON.match(data.removeprefix(b"\xef\xbb\xbf")):
        if JSON_FEED.search(data):
            return "json_feed"
        keys = set(KEY.findall(data))
        return next((name for name, own in DIALECTS if own <= keys), "ninjs")
    return None


def _is_wide(head: bytes) -> bool:
    """UTF-16, in which 16 01 is the letter Ė: by its mark, or by zeros that are nearly every other byte."""
    if head.startswith(tuple(bom for bom, _ in BOMS)):
        return True
    few, many = sorted((head[::2].count(0), head[1::2].count(0)))
    return 8 * many > len(head) and many > 4 * few
