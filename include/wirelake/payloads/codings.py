"""Content codings: what a body is packed in, and its bytes out of it, piece by piece and bounded.

The bytes decide more than the header: a server that says gzip and sends plain HTML is read as it sent, a
dropped .gz has no header at all. One level is unpacked, whatever stands inside. Part of ``formats``.
"""

import bz2
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from wirelake.errors import ParseError

MAX_DECODED_BYTES = 20_000_000
PIECE = 256 * 1024
GZIP = b"\x1f\x8b\x08"
MAGIC = {GZIP: "gzip", b"\x28\xb5\x2f\xfd": "zstd", b"BZh": "bz2", b"PK\x03\x04": "zip"}
NAMED_ONLY = frozenset({"deflate", "br"})  # their bytes begin with no mark
UNREADABLE = frozenset({"compress", "x-compress"})


def coding_of(data: bytes, stated: str | None) -> str:
    """gzip, deflate, br, zstd, bz2 or zip, from the bytes and the Content-Encoding; "" for none."""
    for magic, name in MAGIC.items():
        if data.startswith(magic):
            return name
    # The last of a list was applied last.
    last = (stated or "").lower().rpartition(",")[2].strip()
    return last if data and last in NAMED_ONLY | UNREADABLE else ""


def pieces(data: bytes, stated: str | None = None, *, limit: int = MAX_DECODED_BYTES) -> Iterator[bytes]:
    """The decoded bytes, a piece at a time and ``limit`` bytes at most.

    Raises:
        ParseError: too_large, truncated where the packed bytes stop before their end, or
            content_encoding where they are none of their coding.
    """
    size = 0
    for piece in _unpacked(data, coding_of(data, stated)):
        size += len(piece)
        if size > limit:
            raise ParseError("too_large", f"more than {limit} bytes once decoded")
        yield piece


def _unpacked(data: bytes, coding: str) -> Iterator[bytes]:
    match coding:
        case "":
            yield data
        case "gzip":
            yield from _inflated(data, zlib.MAX_WBITS | 16)
        case "deflate":
            whole = len(data) > 1 and data[0] & 15 == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            yield from _inflated(data, zlib.MAX_WBITS if whole else -zlib.MAX_WBITS)  # some send it bare
        case "br" | "zstd":
            yield from _by_arrow(data, {"br": "brotli"}.get(coding, coding))
        case "bz2":
            yield from _bunzipped(data)
        case "zip":
            yield from _unzipped(data)
        case _:
            raise ParseError("content_encoding", f"{coding} was not asked for, and is not read")


def _inflated(data: bytes, bits: int) -> Iterator[bytes]:
    view = memoryview(data)
    while view:  # a gzip file may be several members, one after another
        engine = zlib.decompressobj(bits)
        try:
            end = 0
            while end < len(view) and not engine.eof:
                part: bytes | memoryview = view[end : end + PIECE]
                end += len(part)
                while part and not engine.eof:
                    yield engine.decompress(part, PIECE)
                    part = engine.unconsumed_tail
            while not engine.eof and (last := engine.decompress(b"", PIECE)):
                yield last
            view = view[end - len(engine.unused_data) :]
        except zlib.error as error:
            raise ParseError("content_encoding", str(error)) from error
        if not engine.eof:
            raise ParseError("truncated", "the compressed bytes stop before their end")
        if not bytes(view[:3]).startswith(GZIP):
            return


def _by_arrow(data: bytes, codec: str) -> Iterator[bytes]:
    import pyarrow as pa

    try:
        with pa.CompressedInputStream(pa.py_buffer(data), codec) as stream:
            while piece := stream.read(PIECE):
                yield piece
    except (OSError, pa.ArrowException) as error:
        raise ParseError("content_encoding", f"not {codec}: {error}") from error


def _bunzipped(data: bytes) -> Iterator[bytes]:
    engine = bz2.BZ2Decompressor()
    try:
        yield engine.decompress(data, PIECE)
        while not engine.eof:
            piece = engine.decompress(b"", PIECE)
            if not piece and engine.needs_input:
                raise ParseError("truncated", "the compressed bytes stop before their end")
            yield piece
    except (OSError, ValueError) as error:
        raise ParseError("content_encoding", f"not bzip2: {error}") from error


def _unzipped(data: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            inside = [one for one in file.infolist() if not one.is_dir()]
            if len(inside) != 1:
                raise ParseError("content_encoding", f"a zip of {len(inside)} files is no article")
            with file.open(inside[0]) as stream:
                while piece := stream.read(PIECE):
                    yield piece
    except (
        zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, OSError, ValueError
    ) as error:  # fmt: skip
        raise ParseError("content_encoding", f"not a zip that can be read: {error}") from error
