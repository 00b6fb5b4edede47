"""What becomes of one record when an article is taken down. Judges bytes; reads and writes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from wirelake.errors import ParseError
from wirelake.excision import excise, readable
from wirelake.excision.plain import unpacked
from wirelake.formats import feeds
from wirelake.payloads import payload
from wirelake.payloads.mail import Part, changed, is_mail, opened, piece, subject_of
from wirelake.records import Article, Kind, RawArticle
from wirelake.sentences import Sentences

PACKED = ("content-encoding", "transfer-encoding")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """What is taken down. To be used in a bounded process, its functions must pickle.

    ``refs`` are the raw_refs known to hold the article, of any batch, revisits' holders among them
    (``archive.holders``). ``parse`` reads a payload as a build would, and raises ParseError; ``known_as``
    gives the names of an article among what it gives, its id or address, and ``names`` are those of this one.
    ``sentences`` are those of all its versions, without furniture; none where the takedown was done before.
    ``urls`` are the article's addresses.
    """

    article_id: str
    at: datetime
    reason: str
    refs: frozenset[str]
    urls: frozenset[str] = frozenset()
    sentences: Sentences
    names: frozenset[str]
    known_as: Callable[[Article], frozenset[str]]
    parse: Callable[[RawArticle], list[Article]]

    def is_killed(self, article: Article) -> bool:
        """It is the article that is taken down."""
        return not self.names.isdisjoint(self.known_as(article))

    def is_quote(self, text: str) -> bool:
        """The text says one of its sentences, or is its headline."""
        return self.sentences.is_line(text) or bool(self.sentences.found_in(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One record. ``named`` are the articles that it is known to hold, by their ids, ``done`` those that it
    did, and was redacted of."""

    raw: RawArticle
    named: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()
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
    """What becomes of the record for this article's sake."""
    raw = asked.raw
    named, done = kill.article_id in asked.named, kill.article_id in asked.done
    if asked.damaged and named:
        return STAYS if done else GONE
    is_list = raw.kind is not Kind.ARTICLE
    if not raw.body or not (named or is_list or kill.sentences):  # nothing that could be looked for
        return STAYS
    plain = plain_of(raw)
    if plain is None:
        return GONE if named and not done else STAYS
    data, parse = plain.body, _Parse(kill, plain)
    found = kill.sentences.found_in(readable(data, raw.header("content-type")))
    if not (found or named or is_list):
        return STAYS
    if not is_list:
        articles = parse.all(data)
        killed = any(map(kill.is_killed, articles))
        if named and len(articles) <= 1 and (killed or not done):
            return GONE
        if not (named or killed):
            return Verdict(quoted=len(found))
    if is_mail(raw):
        return _without_parts(kill, plain, articles)
    return _excised(kill, raw, parse, is_list=is_list)


def _excised(kill: Kill, raw: RawArticle, parse: "_Parse", *, is_list: bool) -> Verdict:
    data, sentences = parse.raw.body, kill.sentences
    if is_list:  # what an entry says may be less than the text, or all that is known of it by now
        sentences |= Sentences.of(*filter(kill.is_killed, parse.all(data)))
    left = excise(data, kill.is_killed, sentences, parse, content_type=raw.header("content-type"))
    if left == data:
        return STAYS
    return GONE if left is None else Verdict(remains=left)


def _without_parts(kill: Kill, plain: RawArticle, articles: list[Article]) -> Verdict:
    """The message without the article, and without the parts that are no other's: they may show it too."""
    mail = opened(plain.body)

    def left_of_part(part: Part) -> bytes:
        alone = _Parse(kill, piece(plain, mail, part))
        if all(map(kill.is_killed, alone.all(part.body))):
            return b""
        excised = excise(part.body, kill.is_killed, kill.sentences, alone, content_type=part.content_type)
        return excised or b""

    def is_said(header: str) -> bool:
        return kill.is_quote(header) or kill.is_quote(subject_of(header))

    data = changed(plain.body, left_of_part, is_said)
    if data == plain.body:
        return STAYS
    stand = [one.article_id for one in articles if not kill.is_killed(one)]
    left = _Parse(kill, plain).all(data)
    return Verdict(remains=data) if [one.article_id for one in left] == stand else GONE


def beyond_bounds(kill: Kill, asked: Asked) -> Verdict:
    """What becomes of a record that cannot be judged within bounds: by a search alone, which is linear."""
    if kill.article_id in asked.named:
        return STAYS if kill.article_id in asked.done else GONE
    plain = plain_of(asked.raw)
    if plain is None:
        return STAYS
    found = kill.sentences.found_in(readable(plain.body, asked.raw.header("content-type")))
    if asked.raw.kind is Kind.ARTICLE:
        return Verdict(quoted=len(found))
    return GONE if found else STAYS


def plain_of(raw: RawArticle) -> RawArticle | None:
    """The exchange with its payload as it reads, out of all codings; None where it cannot be unpacked."""
    try:
        data = unpacked(payload(raw))
    except ParseError:
        return None
    return left_of(raw, data)


def left_of(raw: RawArticle, body: bytes) -> RawArticle:
    """The exchange with this in place of its payload, and in no coding."""
    return replace(raw, body=body, headers=tuple(one for one in raw.headers if one[0].lower() not in PACKED))


def entries(kill: Kill, plain: RawArticle) -> list[Article]:
    """The articles of the payload; of a list its entries, as far as they state anything."""
    return _Parse(kill, plain).all(plain.body)


@dataclass(frozen=True, slots=True)
class _Parse:
    """The articles in changed bytes of the same exchange; a feed that lists links is read as one of texts."""

    kill: Kill
    raw: RawArticle

    def __call__(self, data: bytes) -> list[Article]:
        raw = replace(self.raw, body=data)
        if raw.kind is Kind.ARTICLE:
            return self.kill.parse(raw)
        return feeds.articles(raw)

    def all(self, data: bytes) -> list[Article]:
        try:
            return self(data)
        except ParseError:
            return []
