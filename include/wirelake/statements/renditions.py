"""The forms of a picture, film or sound: numbers as wires write them, or none."""

from typing import Any

from wirelake.records import Rendition

MOST = {"width": 10_000_000, "height": 10_000_000, "size": 1 << 50}  # what more is no number of them


def rendition(
    *,
    name: str | None = None,
    href: str | None = None,
    uri: str | None = None,
    media_type: str | None = None,
    **numbers: Any,
) -> Rendition:
    """A form of an item; ``width``, ``height`` and ``size`` may be numbers, texts or nothing.

    Belga states 0 bytes of what it did not measure: that is no number.
    """
    known = {key: _number(value, MOST[key]) for key, value in numbers.items()}
    return Rendition(
        name=name or None, href=href or None, uri=uri or None, media_type=media_type or None, **known
    )


def _number(value: Any, most: int) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip().partition(".")[0].removesuffix("px")  # "1500", 1500.0, "640px"
    found = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(most)) else 0
    return found if 0 < found <= most else None
