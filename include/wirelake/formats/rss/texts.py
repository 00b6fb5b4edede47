"""What an entry says in words: plain text or markup, by the type that it has or that its feed leaves open."""

import html
import re
from dataclasses import dataclass
from typing import Any

from wirelake.errors import ParseError
from wirelake.markup import paragraphs
from wirelake.markup.blocks import INLINE
from wirelake.markup.paragraphs import Part, of_parts
from wirelake.payloads import bounds
from wirelake.records import Span

MARKUP = ("text/html", "application/xhtml+xml")
TAG = re.compile(r"</?[a-z][a-z0-9]*+[\s/>]|<!--", re.IGNORECASE)
# What bounds.py counts, and ends of elements
TAGS = re.compile(
    rf"(?:{bounds.TOKEN.pattern})(?:\s*+>)?+|</(?P<close>[a-z0-9:-]*+)[^<>]*+>?", bounds.TOKEN.flags
)
BLANK_LINE = re.compile(r"\n[ \t]*\n")
BASE64 = re.compile(r"[A-Za-z0-9+/\s]{24,}={0,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text construct; ``is_open`` where the feed's format does not say what it is: all RSS."""

    value: str
    is_markup: bool
    is_open: bool
    base: str = ""
    language: str | None = None

    def spans(self) -> tuple[Span, ...]:
        """Its paragraphs. Markup beyond the bounds is read as text, without its tags."""
        if not (self.is_markup or (self.is_open and TAG.search(self.value))):
            return paragraphs.of_text(self.value) if self.is_open else of_parts(_lines(self.value))
        if not TAG.search(self.value):  # its lines mean nothing but where blank ones part them
            return of_parts(Part("p", one) for one in BLANK_LINE.split(html.unescape(self.value)))
        try:
            return paragraphs.of_markup(self.value)
        except ParseError:
            return of_parts(_lines(html.unescape(TAGS.sub(_parting, self.value))))

    def line(self) -> str:
        """All of it in one line."""
        return " ".join(span.text for span in self.spans())


def named(context: Any, name: str, *, is_atom: bool) -> Text | None:
    """The construct that an entry, a source or a feed has by this name: title, summary, rights."""
    value = context.get(name)
    if not isinstance(value, str) or not value.strip():
        return None
    return _text(value, context.get(f"{name}_detail") or {}, is_atom=is_atom)


def name(value: Any) -> str:
    """A name of somebody or something in plain text; ``Ports &amp;amp; Ships`` is escaped twice."""
    return paragraphs.plain(html.unescape(value)) if isinstance(value, str) else ""


def contents(entry: Any, *, is_atom: bool) -> list[Text]:
    """The contents that are text; others are films, pictures or data."""
    return [
        _text(value, part, is_atom=is_atom)
        for part in entry.get("content", [])
        if isinstance(value := part.get("value"), str) and value.strip() and _is_text(part, value)
    ]


def _text(value: str, stated: Any, *, is_atom: bool) -> Text:
    kind = stated.get("type") or ""
    return Text(
        value=value,
        is_markup=kind in MARKUP or kind.endswith(("/xml", "+xml")),
        is_open=not is_atom or kind not in (*MARKUP, "text/plain"),
        base=stated.get("base") or "",
        language=stated.get("language") or None,
    )


def _is_text(part: Any, value: str) -> bool:
    kind = part.get("type") or "text/plain"
    if kind == "application/octet-stream":  # base64 that is text stands here decoded
        return BASE64.fullmatch(value) is None or " " in value.strip()
    return kind.startswith("text/") or kind.endswith(("/xml", "+xml"))


def _parting(tag: re.Match[str]) -> str:
    return "" if (tag["open"] or tag["close"] or "").lower() in INLINE else "\n"


def _lines(value: str) -> list[Part]:
    return [Part("p", one) for one in value.splitlines()]
