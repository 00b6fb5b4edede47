"""What a server repeats of its request: looked for in all that it answers, before anything is kept."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wirelake.errors import ParseError
from wirelake.fetch.credentials import Secrets
from wirelake.fetch.transport.exchange import Answer, FailedError
from wirelake.payloads.codings import coding_of, pieces
from wirelake.records import HIDDEN, RawArticle

WINDOW = 1_048_576  # bytes that are searched at once
OVERLAP = 65_536  # a secret may stand where two windows meet, written with six bytes for each of its own
MAX_PACKED = 3  # times that a body may be packed: sitemaps ending in .gz are packed twice
OF_BYTES = frozenset({"content-encoding", "content-length", "content-md5", "digest", "etag"})
UNSEARCHED = "its body cannot be searched for the credentials, so it is not kept"


def echoes(credentials: Secrets, decoded: Iterable[bytes], content_type: str | None) -> bool:
    """Whether the pieces of a body, without its content coding, repeat a secret.

    Raises:
        ParseError: the body does not decode to its end; what came before the fault holds none.
    """
    window = bytearray()
    try:
        for piece in _unpacked(decoded):
            window += piece
            if len(window) >= WINDOW:
                if credentials.spellings.stand_in(bytes(window), content_type):
                    return True
                del window[:-OVERLAP]
    except ParseError:
        if credentials.spellings.stand_in(bytes(window), content_type):
            return True
        raise
    return credentials.spellings.stand_in(bytes(window), content_type)


def masked(credentials: Secrets, head: Answer, body: bytes, url: str) -> tuple[Answer, bytes]:
    """Head and body of an answer, as they came; where the body repeats a secret, unpacked and with a mask.

    Then its headers say neither how it was packed nor how long it was.

    Raises:
        FailedError: it does not decode, or a mask cannot hide all that stands in it.
    """
    content_type, coding = head.header("content-type"), head.header("content-encoding")
    try:
        plain = b"".join(pieces(body, coding))
        if not echoes(credentials, [plain], content_type):
            return head, body
    except ParseError as error:
        raise FailedError("bad_encoding", f"{error.detail}; {UNSEARCHED}", head) from error
    hidden = credentials.spellings.masked_bytes(plain, HIDDEN.encode())
    if credentials.spellings.stand_in(hidden, content_type):
        raise FailedError("secret_echoed", f"{url} repeats the credentials", head)
    kept = tuple((name, value) for name, value in head.headers if name.lower() not in OF_BYTES)
    return replace(head, headers=kept), hidden


def scrubbed(raw: RawArticle, credentials: Secrets) -> RawArticle:
    """Without what a server repeated of its request; a body that repeats it is not kept at all."""
    detail = raw.failure_detail
    if raw.failure and raw.body:  # that of a 200 was looked through as it arrived
        try:
            if _repeats(raw, credentials):
                detail = f"{raw.final_url} repeats the credentials"
                raw = replace(raw, body=b"", failure="secret_echoed")
        except ParseError:
            raw, detail = replace(raw, body=b""), f"{detail}; {UNSEARCHED}"
    rights, scrub = raw.rights, credentials.scrub
    return replace(
        raw,
        headers=tuple((scrub(name), scrub(value)) for name, value in raw.headers),
        failure_detail=detail and scrub(detail),
        rights=replace(
            rights,
            tdm_policy=rights.tdm_policy and scrub(rights.tdm_policy),
            robots_meta=tuple(map(scrub, rights.robots_meta)),
            evidence=tuple(map(scrub, rights.evidence)),
        ),
    )


def _repeats(raw: RawArticle, credentials: Secrets) -> bool:
    """The body of a failure holds a secret, as it came or once unpacked, or ends within one.

    Raises:
        ParseError: it is packed in a way that cannot be read.
    """
    content_type = raw.header("content-type")
    spellings = credentials.spellings
    if spellings.stand_in(raw.body, content_type) or spellings.are_begun_at_the_end(raw.body):
        return True
    try:
        return echoes(credentials, pieces(raw.body, raw.header("content-encoding")), content_type)
    except ParseError as error:
        if error.reason == "truncated":  # nobody can read more of it
            return False
        raise


def _unpacked(decoded: Iterable[bytes], times: int = 1) -> Iterator[bytes]:
    """The pieces, and where they are packed once more, what is in them."""
    whole = bytearray()
    packed = None
    for piece in decoded:
        packed = bool(coding_of(piece, None)) if packed is None and piece else packed
        if packed:
            whole += piece
        else:
            yield piece
    if packed and times >= MAX_PACKED:
        raise ParseError("content_encoding", f"packed more than {MAX_PACKED} times")
    if packed:
        yield from _unpacked(pieces(bytes(whole)), times + 1)
