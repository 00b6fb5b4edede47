"""A body out of HTTP's chunks: readers of WARC take trailers for text (findings/chunk-trailers.sh)."""

import re

SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r\n")


def unchunked(data: bytes) -> bytes:
    """The body without sizes, extensions and trailers (RFC 9112, 7.1).

    Archives also keep bodies that were put together already under a header that still says ``chunked``: what
    is in no chunks stays as it is, and where the chunks break off the rest follows as it stands.
    """
    parts: list[bytes] = []
    at = 0
    while size := SIZE.match(data, at):
        start, end = size.end(), size.end() + int(size[1], 16)
        if end == start:  # the last chunk: what follows are trailers
            return b"".join(parts)
        if data[end : end + 2] != b"\r\n":
            break
        parts.append(data[start:end])
        at = end + 2
    return b"".join(parts) + data[at:]
