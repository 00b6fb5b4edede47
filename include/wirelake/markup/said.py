"""What HTML's elements say of their words: quoted, or struck out. Formats keep it in the text."""

from typing import Any

# By language, for the first level and the second
MARKS = {
    "de": ("„", "“", "‚", "‘"),
    "cs": ("„", "“", "‚", "‘"),
    "pl": ("„", "”", "«", "»"),
    "fr": ("« ", " »", "“", "”"),
    "it": ("«", "»", "“", "”"),
    "es": ("«", "»", "“", "”"),
    "pt": ("«", "»", "“", "”"),
    "ru": ("«", "»", "„", "“"),
    "uk": ("«", "»", "„", "“"),
    "no": ("«", "»", "‘", "’"),
    "da": ("»", "«", "›", "‹"),
    "sv": ("”", "”", "’", "’"),
    "fi": ("”", "”", "’", "’"),
    "ja": ("「", "」", "『", "』"),
    "zh": ("“", "”", "‘", "’"),
}
USUAL = ("“", "”", "‘", "’")
QUOTES = "\"'“”„‟‘’‚«»‹›「」『』"
STRUCK = ("s", "del", "strike")


def quote(whole: Any, language: str | None = None) -> None:
    """Put the marks around each ``<q>`` that a browser prints there. Changes the tree.

    Without them a quotation is the wire's own statement. Those that stand in the text already stay alone.
    """
    marks = MARKS.get((language or "").replace("_", "-").partition("-")[0].lower(), USUAL)
    for one in list(whole.iter("q")):
        text = "".join(one.itertext()).strip()
        if not text or text[0] in QUOTES:
            continue
        inner = next(one.iterancestors("q"), None) is not None
        opened, closed = marks[2:] if inner else marks[:2]
        one.text = f"{opened}{(one.text or '').lstrip()}"
        if len(one):
            one[-1].tail = f"{(one[-1].tail or '').rstrip()}{closed}"
        else:
            one.text = f"{one.text.rstrip()}{closed}"


def unsay(whole: Any) -> None:
    """Empty what is struck out: it is not said any more. Changes the tree."""
    for one in list(whole.iter(*STRUCK)):
        for child in list(one):
            one.remove(child)
        one.text = None
