"""Foreign text that may be shown: without what a terminal or a log viewer would obey."""

import re

# Controls but for tab and line end, C1's among them; what turns the order of the text around; separators
# of lines; halves of pairs, which no stream can encode. Marks and joiners of real scripts stay.
OBEYED = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)
# Soft hyphen, zero-width space, word joiner, byte order mark: no reader sees them, and no search finds past
# them. The joiners U+200C and U+200D, which Persian and Hindi spell with, stay.
UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
CONTROLS = re.compile("[\0-\x08\x0a-\x1f\x7f]+")
NO_LETTERS = dict.fromkeys(one for one in range(128) if not chr(one).isalnum())


def legible(text: str) -> str:
    """The text with a replacement character for each that would be obeyed; lines stay lines."""
    return OBEYED.sub("\N{REPLACEMENT CHARACTER}", text)


def seen(text: str) -> str:
    """The text without what no reader sees: ``Getreide\\u00adschiffe`` is ``Getreideschiffe``."""
    return text if text.isascii() else UNSEEN.sub("", text)


def letters_alone(text: str) -> str:
    """The letters and digits of a text, by which its spellings are compared; those of ASCII in no time."""
    return text.translate(NO_LETTERS) if text.isascii() else "".join(filter(str.isalnum, text))


def one_line(text: str) -> str:
    """The text as one line: its line ends are blanks."""
    return legible(" ".join(text.splitlines()))


def in_json(text: str) -> str:
    """JSON's text with what would be obeyed as escapes, which mean the same."""
    return OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def header(value: str) -> str:
    """A header's value or a reason phrase without ASCII's controls, which HTTP forbids in both.

    Bytes above them stay: they may be UTF-8, read as Latin-1.
    """
    return CONTROLS.sub(" ", value)
