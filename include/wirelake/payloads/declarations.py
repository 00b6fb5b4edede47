"""What a payload declares its charset to be: in its HTTP header, a meta element, or an XML declaration."""

import re

from wirelake.payloads.labels import UTF_32, label

PRESCAN_BYTES = 65_536  # the standard looks at 1,024 first, then takes a late meta element all the same
# text/html; foo="bar; charset=utf-7"; charset="utf-8"
PARAMETER = re.compile(
    r""";\s*([\w!#$%&'*+.^`|~-]++)=(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*+))(?=\s*(?:[;,]|$))"""
)
SPACE = r"[\t\n\f\r ]"
ATTRIBUTE = (
    rf"""[\t\n\f\r /]*+(?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)"""
    rf"""(?:{SPACE}*+=(?:{SPACE}*+"(?P<double>[^"]*+)"|{SPACE}*+'(?P<single>[^']*+)'"""
    rf"""|{SPACE}*+(?P<bare>(?!["'])[^\t\n\f\r >]*+)))?+"""
)
ONE_ATTRIBUTE = re.compile(ATTRIBUTE)
ATTRIBUTES = rf"(?:{re.sub('[?]P<[a-z]+>', '?:', ATTRIBUTE)})*+[\t\n\f\r /]*+"
MARKUP = re.compile(
    rf"<!--(?:-?>|.*?-->|.*)|<meta(?=[\t\n\f\r /])(?P<meta>{ATTRIBUTES})>"
    rf"|(?P<body><body\b)|</?+[a-z][^\t\n\f\r >]*+{ATTRIBUTES}(?:>|\Z|(?=<))|<[!/?][^>]*+>?+",
    re.IGNORECASE | re.DOTALL,
)
XML_DECLARATION = re.compile(r"""<\?xml\s[^>]*?encoding\s*=\s*(["'])([^"'>]*)\1""")
IN_CONTENT = re.compile(
    rf"""charset{SPACE}*+={SPACE}*+(?:"([^"]*)"|'([^']*)'|((?!["'])[^\t\n\f\r ;]*))""", re.IGNORECASE
)
# <meta name="Content-Type" content="text/html; charset=gbk">: no declaration by the standard, but telling
HINT = re.compile(
    r"<!--(?:.*?-->|.*)|<\s*+meta\b[^<>]*?charset\s*=\s*[\"']?([\w:.-]++)", re.IGNORECASE | re.DOTALL
)


def from_header(content_type: str | None) -> str | None:
    """The charset that a Content-Type header states."""
    for name, quoted, bare in PARAMETER.findall(content_type or ""):
        if name.lower() == "charset" and (found := label(quoted or bare)):
            return found
    return None


def declared_in(data: bytes) -> str | None:
    """The charset that a page declares in its head, or an XML document in its first line."""
    head = data[:PRESCAN_BYTES].decode("latin-1")
    for token in MARKUP.finditer(head):
        if token["body"]:
            break
        if token["meta"] and (found := _of_meta(token["meta"])):
            return found
    declaration = XML_DECLARATION.match(head)
    return _in_ascii(declaration[2]) if declaration else None


def hinted_in(data: bytes) -> str | None:
    """The charset that a meta element of the head names without declaring it as it should."""
    head = data[:PRESCAN_BYTES].decode("latin-1")
    body = re.search(r"<body\b", head, re.IGNORECASE)
    found = (one[1] for one in HINT.finditer(head, 0, body.start() if body else len(head)) if one[1])
    return next((charset for one in found if (charset := _in_ascii(one))), None)


def _of_meta(attributes: str) -> str | None:
    found: dict[str, str] = {}
    for one in ONE_ATTRIBUTE.finditer(attributes):
        value = one["double"] or one["single"] or one["bare"] or ""
        found.setdefault(one["name"].lower(), value)
    if "charset" in found:
        return _in_ascii(found["charset"])
    content = IN_CONTENT.search(found.get("content", ""))
    if content and found.get("http-equiv", "").lower() == "content-type":
        return _in_ascii(content[1] or content[2] or content[3] or "")
    return None


def _in_ascii(name: str) -> str | None:
    """A label that was read as ASCII: the document cannot be in UTF-16 then."""
    charset = label(name)
    if charset in ("utf-16le", "utf-16be", *UTF_32.values()):
        return "utf-8"
    return "windows-1252" if charset == "x-user-defined" else charset
