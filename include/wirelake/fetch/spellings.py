"""A secret in every spelling that pages and headers use, found in bytes: one pass, whatever the spelling.

A server repeats what it was sent as it writes everything: ``s3&#99;ret`` in HTML, ``s3cret\\/with`` in JSON,
``%733cret`` in an address, ``s3cr=65t`` in mail, with ``<wbr>`` or soft hyphens inside, in base64 or hex.
"""

import base64
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from html.entities import html5

from wirelake.payloads.encoding import decode

TOLD_BY = 12  # characters of a longer secret that are proof enough
FEWEST_PACKED = 6  # characters of base64; fewer stand in any page
FEWEST_LETTERS = 4  # of a beginning at which a text was cut off
# Letters and signs by how seldom pages have them: the search begins with the most seldom.
SELDOM = "QZXJ~^KqVYjWzGUHxBONFDkRLPEIMTACSvbwyfgpmucdhlrnisoatKe"
# What readers drop from within a word: controls, soft hyphens, marks of width and direction, tags, and
# the references to them. Its parts begin otherwise than any character of a secret, so no text is read twice.
# An atomic group, as a possessive `(?:…)*+` fails as a whole in Python 3.11.2 where a part is half matched.
AMPERSAND = r"&(?:(?:amp|#0*38|#[xX]0*26);){0,9}"
NUMBERS = (
    r"#0*(?:[0-8]|1[124-9]|2\d|3[01]|12[7-9]|1[34]\d|15\d|173|847|820[3-7]|823[4-8]|82(?:8[89]|9\d)|830[0-3]"
    r"|65279)|#[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]|7[fF]|[89][0-9a-fA-F]|[aA][dD]|34[fF]"
    r"|20(?:0[b-fB-F]|2[a-eA-E]|6[0-9a-fA-F])|[fF][eE][fF]{2})"
)
ESCAPED = (
    r"00(?:[01][0-9a-fA-F]|7[fF]|[89][0-9a-fA-F]|[aA][dD])"
    r"|20(?:0[b-fB-F]|2[a-eA-E]|6[0-9a-fA-F])|[fF][eE][fF]{2}"
)
BETWEEN = (
    r"(?>(?:[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f\xad]|\xad|\xcd\x8f|\xe2(?:\x80[\x8b-\x8f\xaa-\xae]"
    r"|\x81[\xa0-\xaf])|\xef\xbb\xbf|<!--.{0,200}?-->|<!\[CDATA\[|\]\]>|</?[A-Za-z!?][^<>]{0,300}>"
    rf"|=\r?\n|{AMPERSAND}(?:lt;/?[A-Za-z][^<>&]{{0,100}}&(?:amp;)*gt;|(?:{NUMBERS})(?![0-9a-fA-F]);?"
    rf"|(?:shy|zwj|zwnj|lrm|rlm|NoBreak|ZeroWidthSpace);?)|\\{{1,9}}u(?:{ESCAPED}))*)"
)
NAMES: dict[str, list[str]] = {}
for _name, _value in html5.items():
    if _name.endswith(";") and len(_value) == 1:
        NAMES.setdefault(_value, []).append(_name)


class Spellings:
    """The spellings of some secrets; made once, for it takes a tenth of a second."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted(set(secrets), key=len, reverse=True)
        packed = {form for one in self._secrets for form in _packed(one)}
        self._packed = tuple(sorted(packed, key=len, reverse=True))
        self._searches = tuple(map(_Search, self._secrets))

    @cached_property
    def _pattern(self) -> re.Pattern[bytes]:
        return _whole(self._secrets)

    def stand_in(self, data: bytes, content_type: str | None = None) -> bool:
        """The bytes, which no content coding packs, hold one; in any charset."""
        return any(self._found(one) for one in _read(data, content_type))

    def _found(self, data: bytes) -> bool:
        if any(one.stands_in(data) for one in self._searches):
            return True
        joined = data.translate(None, b"\r\n")
        return any(form in joined for form in self._packed)

    def are_begun_at_the_end(self, data: bytes) -> bool:
        """The bytes end within one of them, as it was sent: something cut them off."""
        ends = (one.encode() for one in self._secrets)
        return any(data.endswith(one[:length]) for one in ends for length in range(FEWEST_LETTERS, len(one)))

    def masked_bytes(self, data: bytes, mask: bytes) -> bytes:
        """The bytes with ``mask`` in their place, where that is all that they need: look again."""
        data = self._pattern.sub(mask, data)
        for form in self._packed:
            data = data.replace(form, mask)
        return data

    def masked(self, text: str, mask: str) -> str:
        """The text with ``mask`` in their place, also where it was cut within one."""
        for charset in ("utf-8", "latin-1")[
            : 1 if text.isascii() else 2
        ]:  # a header's UTF-8 is read as Latin-1
            try:
                data = text.encode(charset, "surrogatepass")
            except UnicodeEncodeError:
                continue
            if self.stand_in(data):
                data = self.masked_bytes(data, mask.encode())
                # Where a part of it stands, or only another reading of the bytes shows it, all is masked.
                text = mask if self.stand_in(data) else data.decode(charset, "surrogatepass")
        for one in self._secrets:
            cut = range(len(one) - 1, FEWEST_LETTERS - 1, -1)
            if length := next((length for length in cut if text.endswith(one[:length])), 0):
                text = f"{text[:-length]}{mask}"
        return text


def _read(data: bytes, content_type: str | None) -> Iterator[bytes]:
    """The bytes, and their text where its charset is no superset of ASCII."""
    yield data
    if b"\0" in data:
        yield data.replace(b"\0", b"")
    if b"\0" in data or b"\x1b" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield decode(data, content_type, markup=True).text.encode("utf-8", "replace")


@lru_cache(maxsize=64)
def _spelled(character: str) -> tuple[tuple[str, str], ...]:
    """The character's spellings: of each what it begins with, and a pattern of the rest."""
    number, alone = ord(character), re.escape(character)
    digits, four = _any_case(f"{number:x}"), _any_case(f"{number:04x}")
    bytes_ = [_any_case(f"{one:02x}") for one in character.encode()]
    names = "".join(f"|{one}" for one in NAMES.get(character, ()))
    referred = rf"#(?:0*{number}|[xX]0*{digits})(?![0-9a-fA-F]);?{names}"
    escaped = rf"u{four}|u\{{0*{digits}\}}|x{_any_case(f'{number:02x}')}|0*{digits} ?"
    found = [
        (AMPERSAND[0], rf"{AMPERSAND[1:]}(?:{referred})"),
        ("%", rf"(?:25){{0,9}}u{four}"),
        ("%", "%".join(f"(?:25){{0,9}}{one}" for one in bytes_)),
        ("\\", rf"\\{{0,9}}(?:{escaped}{'' if character.isalnum() else f'|{alone}'})"),
        ("=", "=".join(bytes_)),
    ]
    literal = {character.encode(), character.encode("latin-1", "ignore")} - {b""}
    found += [(one[:1].decode("latin-1"), re.escape(one[1:].decode("latin-1"))) for one in literal]
    return (*found, ("+", "")) if character == " " else tuple(found)


def _any_case(digits: str) -> str:
    return "".join(f"[{one}{one.upper()}]" if one.isalpha() else one for one in digits)


def _one(character: str) -> str:
    return "|".join(f"{re.escape(first)}{rest}" for first, rest in _spelled(character))


def _whole(secrets: Iterable[str]) -> re.Pattern[bytes]:
    """A pattern of any of them, their characters joined by what readers drop."""
    each = (BETWEEN.join(f"(?:{_one(character)})" for character in secret) for secret in secrets)
    return re.compile("|".join(each).encode("latin-1"), re.DOTALL)


class _Search:
    """Finds a secret fast where there is none: each search begins with one byte, and two characters tell."""

    def __init__(self, secret: str) -> None:
        part = _seldom(secret)
        starts: dict[str, list[str]] = {}
        for first, rest in _spelled(part[0]):
            starts.setdefault(first, []).append(rest)
        then = f"(?={BETWEEN}(?:{_one(part[1])}))"
        self._starts = [
            re.compile(f"{re.escape(first)}(?:{'|'.join(rests)}){then}".encode("latin-1"), re.DOTALL)
            for first, rests in starts.items()
        ]
        self._rest = re.compile(BETWEEN.encode("latin-1") + _whole([part[1:]]).pattern, re.DOTALL)

    def stands_in(self, data: bytes) -> bool:
        return any(
            self._rest.match(data, found.end()) for start in self._starts for found in start.finditer(data)
        )


def _seldom(secret: str) -> str:
    """What a search looks for: of a long secret a part that begins with a letter that is seldom in pages."""
    starts = range(max(1, len(secret) - TOLD_BY + 1))
    rank = {letter: place for place, letter in enumerate(SELDOM)}
    start = min(starts, key=lambda one: rank.get(secret[one], len(rank)))
    return secret[start : start + TOLD_BY] if len(secret) > TOLD_BY else secret


def _packed(secret: str) -> Iterator[bytes]:
    """The secret within base64 of anything, in hex, and in EBCDIC; as bytes that stand in a text."""
    data = secret.encode()
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + data).rstrip(b"=")
        first, last = (before * 8 + 5) // 6, (len(data) + before) * 8 // 6
        if len(form := whole[first:last]) >= FEWEST_PACKED:
            yield form
            yield form.translate(bytes.maketrans(b"+/", b"-_"))
    yield data.hex().encode()
    yield data.hex().upper().encode()
    yield secret.encode("cp037", "replace")
