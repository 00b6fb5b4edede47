"""HTML that browsers read otherwise than libxml2, made such that both read it alike."""

import re

# A browser goes on after a stray end of the document; libxml2 stops there, in silence.
ENDS = (b"</body", b"</html")  # plain ones are found ten times as fast
AFTER = re.compile(
    rb"(?:\s|<!--.*?-->|</(?:html|body)\s*>|<script\b[^>]*+>.*?</script\s*>)*+\Z", re.IGNORECASE | re.DOTALL
)
BREAK = b"</br"  # a browser reads <br>; libxml2 nothing
# What holds no markup: a script may write "</body></html>" into a frame. Unclosed, it goes to the end.
RAW = (
    rb"<!--(?:.*?-->|.*\Z)"
    rb"|<(?P<raw>script|style|textarea|title|xmp)\b[^>]*+(?:\Z|>(?:.*?</(?P=raw)\s*>|.*\Z))"
)
STRAY = re.compile(RAW + rb"|(?P<end></(?:html|body)\s*>)|(?P<br></br\s*/?>)", re.IGNORECASE | re.DOTALL)


def as_browsers_read(markup: bytes) -> bytes:
    """The markup, in UTF-8, without ends of the document in its midst, and with ``<br>`` for ``</br>``.

    Scripts, styles and comments stay as they are.
    """
    lower = markup.lower()
    end = min((place for one in ENDS if (place := lower.find(one)) >= 0), default=len(markup))
    if AFTER.match(markup, end) and BREAK not in lower:
        return markup
    return STRAY.sub(_mended, markup)


def _mended(found: re.Match[bytes]) -> bytes:
    if found["end"]:
        return b""
    return b"<br>" if found["br"] else found[0]
