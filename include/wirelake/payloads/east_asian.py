"""Japanese and Korean in charsets that nothing declares: told by the letters that only they have.

A detector of single letters takes them for accents, and one of languages wants more text than a headline.
"""

LEAST = 6  # letters of the script
# Of the characters beyond ASCII so many are kana, or Hangul: Chinese read as Korean has one third at most
# of other characters, and what is Latin or Cyrillic does not come out whole.
SCRIPTS = (
    ("euc-jp", 0.2, (("\u3041", "\u3096"), ("\u30a1", "\u30fa"))),
    ("shift_jis", 0.2, (("\u3041", "\u3096"), ("\u30a1", "\u30fa"))),
    ("euc-kr", 0.9, (("\uac00", "\ud7a3"),)),
)


def told(data: bytes) -> str | None:
    """The charset, as the WHATWG names it, if all bytes are in it and its own script is in the text."""
    for charset, share, ranges in SCRIPTS:
        try:
            text = data.decode(charset)
        except UnicodeError:
            continue
        others = [character for character in text if character > "\x7f" and character.isalpha()]
        own = sum(any(first <= one <= last for first, last in ranges) for one in others)
        if own >= LEAST and own >= share * len(others):
            return charset
    return None
