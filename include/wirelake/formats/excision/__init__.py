"""A payload without the article in it that was taken down; what else it holds stays as it came."""

from collections.abc import Callable

from wirelake.errors import ParseError
from wirelake.formats.excision.plain import readable
from wirelake.records import Article
from wirelake.sentences import Sentences

__all__ = ["excise", "readable"]


def excise(
    payload: bytes,
    is_killed: Callable[[Article], bool],
    sentences: Sentences,
    parse: Callable[[bytes], list[Article]],
    *,
    content_type: str | None = None,
) -> bytes | None:
    """The decoded payload without the killed article; None where nothing may remain.

    ``parse`` reads such a payload and may raise ParseError. What holds neither the article nor one of the
    sentences is returned as it is.
    """
    try:
        articles = parse(payload)
    except ParseError:
        articles = []
    killed = any(map(is_killed, articles))
    return None if killed or sentences.found_in(readable(payload, content_type)) else payload
