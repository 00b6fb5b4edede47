"""Records of WARC 0.17–1.1 and ARC 1–2 files: plain, gzip by record or as a whole, LZ4, Zstandard, bzip2."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from wirelake.warc.chunks import unchunked
from wirelake.warc.heads import Headers, add_header, date_of, first, http, text_of
from wirelake.warc.stream import DamageError, Stream

MAX_BYTES = 64 * 1024 * 1024  # of one record's block; a larger one is passed over
MAX_HEADER_LINES = 500
LENGTH_DIGITS = 19  # Python refuses to read a number of thousands of them
HTTP_TYPES = ("response", "request", "revisit")
DIGESTS = frozenset({"md5", "sha1", "sha224", "sha256", "sha384", "sha512"})
ARC_LINE = re.compile(r"(?P<url>\S.*) (?P<ip>\S+) (?P<date>\d{8,20}) (?P<type>\S+) (?:.+ )?(?P<length>\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record, or a stretch that holds none: then ``type`` is empty and ``damage`` says what it is.

    A record with ``damage`` is not to be trusted: cut off, failing its digest or its gzip checksum, or not
    of the length that it states; ``payload`` is what there is of it.
    """

    offset: int  # where it starts in the file; its gzip member does, where there is one
    type: str = ""  # WARC-Type; in ARC arc_header or response
    headers: Headers = ()  # the record's own
    url: str | None = None
    date: datetime | None = None
    status: int | None = None  # of an HTTP response
    http_headers: Headers = ()
    payload: bytes = b""  # without HTTP's head, as stored
    damage: str | None = None

    def header(self, name: str) -> str | None:
        """The record's first own header of that name, whatever its case."""
        return first(self.headers, name)

    @property
    def body(self) -> bytes:
        """The payload after transfer-decoding, and before content-decoding."""
        if "chunked" not in (first(self.http_headers, "transfer-encoding") or "").lower():
            return self.payload
        return unchunked(self.payload)


def records(file: BinaryIO, *, max_bytes: int = MAX_BYTES) -> Iterator[Record]:
    """Every record from the file's position on, and a word on each damage; never raises for what it holds.

    A file cut off exactly between two records cannot be told from a whole one.
    """
    stream = Stream(file)
    members: dict[int, int] = {}
    while True:
        start = stream.offset
        try:
            record = _next(stream, max_bytes)
        except DamageError as fault:
            record = Record(offset=fault.offset, damage=fault.detail)
        if record is None:
            return
        yield record
        if stream.is_gzip and record.type:
            members = {start: members.get(start, 0) + 1}
            if members[start] == 2:
                yield Record(offset=start, damage="one gzip member holds more than one record")
        if record.damage and not stream.resync(record.offset):
            return


def record_at(file: BinaryIO, offset: int) -> Record:
    """The record that starts at ``offset``: damage before it is no harm to it."""
    file.seek(offset)
    found = next(records(file), None)
    return found or Record(offset=offset, damage="the file ends before the record starts")


def _next(stream: Stream, max_bytes: int) -> Record | None:
    """The record at the stream's place, which then stands behind it; None at the end.

    Raises:
        DamageError: there are no bytes to be had here.
    """
    _skip_blank(stream)
    offset = stream.offset
    stream.raise_fault()
    line = stream.line()
    if not line:
        return None
    text = text_of(line)
    record = _warc(stream, offset) if text.startswith("WARC/") else _arc(text, offset)
    if not record.type:
        return record
    stated = record.header("content-length") or "none"
    if not (stated.isdecimal() and len(stated) < LENGTH_DIGITS):
        wrong = f"its stated length is {stated[:60]}"
        return replace(record, damage=_fault_of(stream, offset) or wrong)
    length = int(stated)
    if length > max_bytes:
        there = stream.skip(length)
        _skip_blank(stream)
        return replace(record, damage=_cut(there, length) or f"{length} bytes: more than {max_bytes}")
    block = stream.take(length)
    followed = not stream.is_gzip and stream.peek(1) in (b"\r", b"\n")  # there the digests judge alone
    _skip_blank(stream)
    damage = _fault_of(stream, offset) or _cut(len(block), length)
    record, unlike = _parsed(record, block)
    damage = damage or unlike
    if not damage and not followed and not stream.at_start(offset):
        damage = "more follows than its stated length"
    return replace(record, damage=damage)


def _cut(there: int, length: int) -> str | None:
    return None if there == length else f"ends after {there} of {length} bytes"


def _fault_of(stream: Stream, offset: int) -> str | None:
    """The fault that lies in the record's own stretch, such as a gzip checksum that fails at its end."""
    try:
        stream.raise_fault()
    except DamageError as fault:
        return fault.detail if fault.offset == offset else None
    return None


def _skip_blank(stream: Stream) -> None:
    while stream.peek(1) in (b"\r", b"\n"):
        stream.take(1)


def _warc(stream: Stream, offset: int) -> Record:
    headers = _headers(stream)
    url = (first(headers, "warc-target-uri") or "").removeprefix("<").removesuffix(">") or None
    kind = (first(headers, "warc-type") or "").lower()
    if not kind:
        return Record(offset=offset, headers=headers, damage="no WARC-Type")
    return Record(
        offset=offset, type=kind, headers=headers, url=url, date=date_of(first(headers, "warc-date") or "")
    )


def _arc(line: str, offset: int) -> Record:
    found = ARC_LINE.fullmatch(line)
    if not found:
        return Record(offset=offset, damage=f"no record starts here, but {line[:60]!r}")
    headers = (
        ("WARC-IP-Address", found["ip"]),
        ("Content-Type", found["type"]),
        ("Content-Length", found["length"]),
    )
    kind = "arc_header" if found["url"].startswith("filedesc:") else "response"
    return Record(offset=offset, type=kind, headers=headers, url=found["url"], date=date_of(found["date"]))


def _headers(stream: Stream) -> Headers:
    found: list[tuple[str, str]] = []
    for _ in range(MAX_HEADER_LINES):
        line = stream.line()
        if not line.strip():
            break
        add_header(found, line)
    return tuple(found)


def _parsed(record: Record, block: bytes) -> tuple[Record, str | None]:
    """The record with its payload, and which digest it fails."""
    record = replace(record, payload=block)
    if record.type in HTTP_TYPES and (record.url or "").lower().startswith(("http:", "https:")):
        status, headers, payload = http(block)
        record = replace(record, status=status, http_headers=headers, payload=payload)
    payload = record.payload
    if not _digested(block, record.header("warc-block-digest")):
        return record, "fails its block digest"
    # A revisit's payload digest is that of the record it refers to, a segment's that of the whole.
    if record.type == "revisit" or record.header("warc-segment-number"):
        return record, None
    stated = record.header("warc-payload-digest")
    if _digested(payload, stated) or _digested(record.body, stated):
        return record, None
    return record, "fails its payload digest"


def _digested(data: bytes, stated: str | None) -> bool:
    """The data has this digest, or none that could be verified is stated."""
    name, _, value = (stated or "").strip().partition(":")
    name = name.lower().replace("-", "")
    if name not in DIGESTS or not value:
        return True
    digest = hashlib.new(name, data, usedforsecurity=False)
    raw = digest.digest()
    spelled = {base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()}
    plain = {digest.hexdigest(), base64.b32encode(raw).decode().lower().rstrip("=")}
    return value in spelled or value.lower().rstrip("=") in plain
