"""The record that a redaction leaves: same id, type, date, address and status, another payload.

It carries its own valid digests, and in extension headers those of what was received.
"""

import base64
import gzip
import hashlib
import re
import zlib
from collections.abc import Callable

from wirelake.lake.exchanges import Row

LEVEL = 4
NOTICE = "WARC-Wirelake-Redaction"
SPELLED = {b"warc-payload-digest": b"WARC-Payload-Digest", b"warc-block-digest": b"WARC-Block-Digest"}
ORIGINAL = {
    b"warc-payload-digest": b"WARC-Wirelake-Original-Payload-Digest",
    b"warc-block-digest": b"WARC-Wirelake-Original-Block-Digest",
}
END = b"\r\n\r\n"
# What is no longer true of the bytes; the length is stated anew.
DROPPED = (b"content-encoding", b"transfer-encoding", b"content-length", b"content-md5", b"digest")
LINE = re.compile(rb"[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*")  # with what is folded below it


def redacted(
    member: bytes, row: Row, payload: bytes, notices: list[str], is_quote: Callable[[str], bool]
) -> bytes:
    """The gzip member of the redacted record; headers of HTTP's that ``is_quote`` says yes to go.

    Of a record that cannot be read back the row gives the head.
    """
    try:
        record = zlib.decompress(member, zlib.MAX_WBITS | 16)
    except zlib.error:
        record = b""
    head, parted, block = record.partition(END)
    if not parted or not head.startswith(b"WARC/"):
        head, block = _head_of(row), _http_of(row)
    lines = _lines(head)
    length = next((value for name, value in map(_named, lines) if name == b"content-length"), b"")
    block = block[: int(length)] if length.isdigit() else block.removesuffix(END)
    new = _http(block, payload, is_quote, row) if row["status"] is not None else payload
    return gzip.compress(_warc(lines, new, payload, notices) + END + new + END, LEVEL, mtime=0)


def _warc(lines: list[bytes], block: bytes, payload: bytes, notices: list[str]) -> bytes:
    named = [_named(line) for line in lines]
    have = {name for name, _ in named}
    kind = next((value for name, value in named if name == b"warc-type"), b"")
    # A revisit's payload digest is that of the record it refers to.
    own = {b"warc-block-digest": block} | ({} if kind == b"revisit" else {b"warc-payload-digest": payload})
    kept, stated = [], []
    for line, (name, value) in zip(lines, named, strict=True):
        if name in own and ORIGINAL[name].lower() not in have:
            stated.append(ORIGINAL[name] + b": " + value)
        if name not in own and name != b"content-length":
            kept.append(line)
    digests = [SPELLED[name] + b": " + _digest(data) for name, data in own.items()]
    told = [f"{NOTICE}: {notice}".encode() for notice in notices]
    return b"\r\n".join([*kept, *digests, *stated, *told, b"Content-Length: %d" % len(block)])


def _http(block: bytes, payload: bytes, is_quote: Callable[[str], bool], row: Row) -> bytes:
    head = re.split(rb"\r?\n\r?\n", block, maxsplit=1)[0]
    status, *lines = _lines(head)
    kept = [
        line
        for line in lines
        if _named(line)[0] not in DROPPED and not is_quote(_named(line)[1].decode("utf-8", "replace"))
    ]
    if row["record_type"] != "revisit":
        kept.append(b"Content-Length: %d" % len(payload))
    return b"\r\n".join([status, *kept]) + END + payload


def _lines(head: bytes) -> list[bytes]:
    return [line for line in LINE.findall(head) if line]


def _named(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.strip().lower(), value.strip()


def _digest(data: bytes) -> bytes:
    return b"sha1:" + base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest())


def _head_of(row: Row) -> bytes:
    is_http = row["status"] is not None
    stated = {
        "WARC-Record-ID": row["record_id"],
        "WARC-Date": f"{row['fetched_at']:%Y-%m-%dT%H:%M:%S.%fZ}",
        "WARC-Type": row["record_type"],
        "WARC-Target-URI": row["url"],
        "WARC-Payload-Digest": f"sha256:{row['payload_sha256']}",
        "Content-Type": "application/http; msgtype=response" if is_http else "application/octet-stream",
    }
    return "\r\n".join(["WARC/1.1", *(f"{name}: {value}" for name, value in stated.items())]).encode()


def _http_of(row: Row) -> bytes:
    return b"" if row["status"] is None else b"HTTP/1.1 %d -" % row["status"] + END
