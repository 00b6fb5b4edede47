"""A statement as one line of text, and by its letters alone."""

import re
import unicodedata
from functools import lru_cache
from html import unescape

from wirelake.legible import letters_alone, seen

MARKUP = re.compile(r"</?(?:i|b|em|strong|span|br|sup|sub)\b[^<>]*>")
MAX_CHARACTERS = 20_000  # of one statement


def line(value: str) -> str | None:
    """One line of text, without the markup and the entities that some write into it; None if empty."""
    value = value[:MAX_CHARACTERS]
    for _ in range(2):  # "Mayor&amp;#8217;s office"
        if "&" in value:
            value = unescape(value)
    if "<" in value:
        value = MARKUP.sub("", value)
    value = seen(value).encode("utf-8", "replace").decode()  # half a surrogate pair: not storable
    return unicodedata.normalize("NFC", " ".join(value.split())) or None


@lru_cache(maxsize=1024)  # the same few titles are compared with each other
def letters(text: str | None) -> str:
    """Letters and digits alone, in one case: by this two spellings of a title or a name are compared."""
    return letters_alone((text or "").casefold())
