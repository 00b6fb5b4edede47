"""What a page states of its text: the text itself, and whether everybody may read it."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Any, Self

from wirelake.formats.html.head import Head, first

MAX_CHARACTERS = 400_000  # of an articleBody
MAX_PARTS = 20
TAG = re.compile(r"<(?P<name>/?[a-z][a-z0-9]*)\b[^<>]{0,4000}>", re.IGNORECASE)
BLOCKS = frozenset(
    {"p", "br", "div", "li", "ul", "ol", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
)
LONGEST = 120  # characters of what states yes or no


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """``text`` is JSON-LD's ``articleBody``, a line a paragraph; empty where the page has none.

    ``paid``: the page, or a section of it, is stated not to be accessible for free. ``licensed``: a licence
    of the source allows what such a page withholds.
    """

    text: str = ""
    paid: bool = False
    licensed: bool = False

    @classmethod
    def of(cls, head: Head, *, licensed: bool = False) -> Self:
        """What the head's JSON-LD and microdata state: ``"isAccessibleForFree": "False"``."""
        said = [head.thing.get("isAccessibleForFree"), *head.microdata.get("isaccessibleforfree", [])]
        parts = head.thing.get("hasPart")
        parts = (parts if isinstance(parts, list) else [parts])[:MAX_PARTS]
        said += [part.get("isAccessibleForFree") for part in parts if isinstance(part, dict)]
        return cls(
            text=_lines(head.thing.get("articleBody")), paid=any(map(_denies, said)), licensed=licensed
        )

    @property
    def open(self) -> bool:
        """Whether what readers do not see at once may be read all the same."""
        return self.licensed or not self.paid


def _denies(stated: Any) -> bool:
    """``false``, ``"False"``, ``"http://schema.org/False"``."""
    return str(first(stated))[:LONGEST].rpartition("/")[2].strip().lower() == "false"


def _lines(stated: Any) -> str:
    """The text without the markup and the entities that some write into it, twice over at times."""
    text = first(stated)
    if not isinstance(text, str):
        return ""
    text = unescape(unescape(text[:MAX_CHARACTERS]))
    text = TAG.sub(lambda tag: "\n" if tag["name"].strip("/").lower() in BLOCKS else "", text)
    return "\n".join(line for one in text.splitlines() if (line := " ".join(one.split())))
