"""What becomes of one record when an article is taken down. Judges bytes; reads and writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from wirelake.errors import ParseError
from wirelake.excision import excise, readable
from wirelake.excision.plain import unpacked
from wirelake.formats import rss, sniff
from wirelake.payloads import payload
from wirelake.records import Article, Kind, RawArticle
from wirelake.sentences import Sentences

PACKED = ("content-encoding", "transfer-encoding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """What is taken down. To be used in a bounded process, its functions must pickle.

    ``refs`` are the raw_refs known to hold the article, of any batch, revisits' holders among them
    (``archive.holders``). ``parse`` reads a payload as a build would, and raises ParseError; ``is_killed``
    knows the article among what it gives. ``sentences`` are those of all its versions, without furniture;
    none where the takedown was done before. ``urls`` are the article's addresses.
    """

    article_id: str
    at: datetime
    reason: str
    refs: frozenset[str]
    urls: frozenset[str] = frozenset()
    sentences: Sentences
    is_killed: Callable[[Article], bool]
    parse: Callable[[RawArticle], list[Article]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One record. ``named``: it is known to hold the article; ``done``: it did, and was redacted of it."""

    raw: RawArticle
    named: bool = False
    done: bool = False
    damaged: bool = False  # then there may be more of it than is seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """``remains`` is the payload that replaces what stands there, empty where all goes; None leaves it.

    ``quoted`` counts the sentences that another article says too, which is left alone.
    """

    remains: bytes | None = None
    quoted: int = 0


GONE = Verdict(remains=b"")
STAYS = Verdict()


def judge(kill: Kill, asked: Asked) -> Verdict:
    """What becomes of the record."""
    raw = asked.raw
    if asked.damaged and asked.named:
        return STAYS if asked.done else GONE
    is_list = raw.kind is not Kind.ARTICLE
    if not raw.body or not (asked.named or is_list or kill.sentences):  # nothing that could be looked for
        return STAYS
    try:
        data = unpacked(payload(raw))
    except ParseError:
        return GONE if asked.named and not asked.done else STAYS
    plain = replace(raw, body=data, headers=tuple(one for one in raw.headers if one[0].lower() not in PACKED))
    parse = _Parse(kill, plain)
    found = kill.sentences.found_in(readable(data, raw.header("content-type")))
    if not (found or asked.named or is_list):
        return STAYS
    if not is_list:
        articles = parse.all(data)
        killed = any(map(kill.is_killed, articles))
        if asked.named and len(articles) <= 1 and (killed or not asked.done):
            return GONE
        if not (asked.named or killed):
            return Verdict(quoted=len(found))
    sentences = kill.sentences
    if is_list:  # what an entry says may be less than the text, or all that is known of it by now
        sentences |= Sentences.of(*filter(kill.is_killed, parse.all(data)))
    left = excise(data, kill.is_killed, sentences, parse, content_type=raw.header("content-type"))
    if left == data:
        return STAYS
    return GONE if left is None else Verdict(remains=left)


def beyond_bounds(kill: Kill, asked: Asked) -> Verdict:
    """What becomes of a record that cannot be judged within bounds: by a search alone, which is linear."""
    if asked.named:
        return STAYS if asked.done else GONE
    try:
        data = unpacked(payload(asked.raw))
    except ParseError:
        return STAYS
    found = kill.sentences.found_in(readable(data, asked.raw.header("content-type")))
    if asked.raw.kind is Kind.ARTICLE:
        return Verdict(quoted=len(found))
    return GONE if found else STAYS


@dataclass(frozen=True, slots=True)
class _Parse:
    """The articles in changed bytes of the same exchange; a feed that lists links is read as one of texts."""

    kill: Kill
    raw: RawArticle

    def __call__(self, data: bytes) -> list[Article]:
        raw = replace(self.raw, body=data)
        if raw.kind is Kind.ARTICLE:
            return self.kill.parse(raw)
        return rss.parse(raw) if sniff(data) == "rss" else []

    def all(self, data: bytes) -> list[Article]:
        try:
            return self(data)
        except ParseError:
            return []
