"""A message taken apart, within bounds: its parts that hold no others, and the headers of each."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from urllib.parse import quote

from wirelake.errors import ParseError
from wirelake.legible import one_line

MAX_BYTES = 50_000_000
MAX_DEPTH = 10  # of containers within containers
MAX_PARTS = 100
MAX_HEAD = 65_536  # characters of one part's headers
MAX_FIELDS = 500
MAX_FIELD = 8_000  # characters of a header that is taken apart
MAX_SHOWN = 1_000  # of a header that is shown
MAX_NAME = 150  # characters
MBOX = re.compile(rb">?From [^\n]{0,500}\n")
CONTAINER = re.compile(rb"^content-type[ \t]*+:(?:[ \t]|\r?\n[ \t])*+(?:multipart|message)/", re.I | re.M)
NO_CHARSETS = frozenset({"us-ascii", "ascii", "unknown", "unknown-8bit", "x-unknown"})
NO_NAME = re.compile(r"[\x00-\x1f\x7f/\\]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part that holds no others: ``number`` is its place (2, or 1.2), ``name`` the file's that it is sent
    as. ``group`` is the number of the multipart/alternative that it is one rendition of, if it is one."""

    number: str
    media_type: str
    charset: str | None
    name: str
    is_attached: bool  # by its Content-Disposition, or by having a name
    group: str
    body: bytes

    @property
    def content_type(self) -> str:
        """What to read it by; a charset that says nothing is left out."""
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type

    @property
    def place(self) -> str:
        """What follows its message's address."""
        return f"{self.number}/{quote(self.name)}" if self.name else self.number


def parsed(data: bytes) -> "Message[str, str]":
    if len(data) > MAX_BYTES:
        raise ParseError("too_large", f"a message of more than {MAX_BYTES} bytes")
    if (count := sum(1 for _ in CONTAINER.finditer(data))) > MAX_PARTS:
        raise ParseError("too_many_parts", f"{count} containers, more than {MAX_PARTS}")
    if mark := MBOX.match(data):
        data = data[mark.end() :]
    return message_from_bytes(data, policy=compat32)


def leaves(message: "Message[str, str]") -> Iterator[tuple[Part, "Message[str, str]"]]:
    count = 0
    waiting = [(message, "", "", 0)]
    while waiting:
        one, number, group, depth = waiting.pop()
        _check_head(one)
        if depth > MAX_DEPTH:
            raise ParseError("too_deep", f"parts nested more than {MAX_DEPTH} deep")
        if one.is_multipart():
            inner: list[Message[str, str]] = [*one.get_payload()]
            mine = number if one.get_content_subtype() == "alternative" else group
            mine = mine or ("0" if one.get_content_subtype() == "alternative" else "")
            numbers = [f"{number}.{at}".lstrip(".") for at in range(1, len(inner) + 1)]
            waiting += [
                (child, of_child, mine, depth + 1)
                for child, of_child in zip(reversed(inner), reversed(numbers), strict=True)
            ]
            continue
        count += 1
        if count > MAX_PARTS:
            raise ParseError("too_many_parts", f"more than {MAX_PARTS} parts")
        yield _part(one, number or "1", group), one


def _part(leaf: "Message[str, str]", number: str, group: str) -> Part:
    try:
        name = NO_NAME.sub("-", decoded(str(leaf.get_filename() or "")))[:MAX_NAME].strip(" .-")
        stated = str(leaf.get_content_charset() or "").lower()
    except (
        ValueError,
        LookupError,
        TypeError,
        MessageError,
    ):  # of a parameter that is split in pieces, or badly encoded
        name, stated = "", ""
    charset = stated if re.fullmatch(r"[a-z0-9_.:+-]{1,40}", stated) else ""
    body = leaf.get_payload(decode=True)
    return Part(
        number=number,
        media_type=leaf.get_content_type(),
        charset=None if charset in NO_CHARSETS else charset or None,
        name=name,
        is_attached=bool(name) or leaf.get_content_disposition() == "attachment",
        group=group,
        body=body if isinstance(body, bytes) else b"",
    )


def _check_head(one: "Message[str, str]") -> None:
    fields = [(name.lower(), len(name) + len(str(value))) for name, value in one.raw_items()]
    longest = max((size for name, size in fields if name.startswith("content-")), default=0)
    if len(fields) > MAX_FIELDS or sum(size for _, size in fields) > MAX_HEAD or longest > MAX_FIELD:
        raise ParseError("header_too_long", f"{len(fields)} headers of a part, or one of them, are too long")


def shown(message: "Message[str, str]", name: str) -> str:
    value = next((str(one) for key, one in message.raw_items() if key.lower() == name), "")
    return decoded(value)[:MAX_SHOWN]


def decoded(value: str) -> str:
    """A header's text, out of its encoded words, on one line."""
    value = value[:MAX_FIELD]
    if "=?" in value:
        with suppress(ValueError, LookupError, MessageError):
            value = "".join(
                one if isinstance(one, str) else one.decode(charset or "latin-1", "replace")
                for one, charset in decode_header(value)
            )
    readable = value.encode("ascii", "surrogateescape") if not value.isascii() and _is_raw(value) else b""
    return one_line(" ".join((readable.decode("utf-8", "replace") if readable else value).split()))


def _is_raw(value: str) -> bool:
    """Bytes that stand in a header without being encoded, as the parser of bytes keeps them."""
    return all(ord(one) < 128 or 0xDC80 <= ord(one) <= 0xDCFF for one in value)
