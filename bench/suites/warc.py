"""WARC and ARC files of all makes: the reader opens them, yields their records, and names what is damaged.

A case names a file and how many records other readers get of it. Its bytes are taken from the folder, beside
the cases or below files/. Where they are not there, a file of the same shape is made, by what the case says
of it: format and compression by the name, damage by the name and by the other readers' errors.
"""

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from bench.suites import Result

from wirelake.warc import records

DAMAGED = ("bad", "trunc", "clip", "corrupt", "damage", "invalid", "broken")
BLOCK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Cranes turn green.</p>\n"
ARC_HEAD = b"1 0 Quay\nURL IP-address Archive-date Content-type Archive-length\n"


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result a file."""
    cases = folder / entry["file"]
    with cases.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            data = _found(cases.parent, row)
            yield _result(
                row, data if data is not None else _made(row), "" if data else " of a file made alike"
            )


def _result(row: dict[str, Any], data: bytes, made: str) -> Result:
    expected = max(row.get("fastwarc_records") or 0, row.get("warcio_records") or 0)
    wanted = f"at least {expected} records" + (", damage named" if _is_damaged(row) else "")
    try:
        found = list(records(io.BytesIO(data)))
    except Exception as error:  # whatever the code raises is what is looked for
        return Result(id=row["id"], passed=False, got=f"raised {error!r}{made}", wanted=wanted)
    count = sum(bool(one.type) for one in found)
    named = [one.damage for one in found if one.damage]
    passed = count >= expected and (bool(named) or not _is_damaged(row))
    return Result(id=row["id"], passed=passed, got=f"{count} records{made}; {named}", wanted=wanted)


def _is_damaged(row: dict[str, Any]) -> bool:
    return any(word in row["name"].lower() for word in DAMAGED) or "non-chunked" in row.get(
        "warcio_error", ""
    )


def _found(folder: Path, row: dict[str, Any]) -> bytes | None:
    places = (
        folder / str(row.get("file", row["name"])),
        folder / "files" / row["name"],
        folder / row["name"],
    )
    return next((place.read_bytes() for place in places if place.is_file()), None)


def _made(row: dict[str, Any]) -> bytes:
    name = row["name"].lower()
    count = max(row.get("fastwarc_records") or 0, row.get("warcio_records") or 0)
    make = _arc if ".arc" in name else _warc
    parts = [make(number, wrong=_is_damaged(row) and number > 0) for number in range(count)]
    if "non-chunked" in row.get("warcio_error", ""):
        return gzip.compress(b"".join(make(number, wrong=False) for number in range(count)))
    if ".gz" in name:
        whole = b"".join(map(gzip.compress, parts))
    elif ".lz4" in name:
        whole = _packed(b"".join(parts), "lz4")
    elif ".zst" in name:
        whole = _packed(b"".join(parts), "zstd")
    else:
        whole = b"".join(parts)
    return whole[:-12] if "clip" in name else whole


def _packed(data: bytes, codec: str) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, codec) as stream:
        stream.write(data)
    return bytes(sink.getvalue().to_pybytes())


def _warc(number: int, *, wrong: bool) -> bytes:
    """A record; a wrong one states a length that is too short."""
    length = len(BLOCK) - 9 * wrong
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:036}>\r\n"
        f"WARC-Date: 2026-03-02T12:00:00Z\r\nWARC-Target-URI: http://quay.example/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {length}\r\n\r\n"
    )
    return head.encode() + BLOCK + b"\r\n\r\n"


def _arc(number: int, *, wrong: bool) -> bytes:
    """A record, the first the file's own; a wrong one states a length that is none."""
    url, block = (f"http://quay.example/{number}", BLOCK) if number else ("filedesc://quay.arc", ARC_HEAD)
    length = (-1, "abc")[number % 2] if wrong else len(block)
    return f"{url} 127.0.0.1 20260302120000 text/html {length}\n".encode() + block + b"\n"
