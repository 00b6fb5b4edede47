"""What somebody asks about: an article's id, an address, or a raw_ref; and of which source it may be."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from wirelake import config
from wirelake.addresses import canonicalise, registrable_domain
from wirelake.config import Batch, SourceConfig
from wirelake.errors import ConfigError
from wirelake.obligations.reasons import named_source

RAW_REF = re.compile(r"(?P<batch>[a-z][a-z0-9_]{1,39}/\d{4}-\d\d-\d\d)#(?P<record><urn:uuid:[0-9a-f-]{36}>)")
DROPPED = re.compile(r"drop:(?P<batch>[a-z][a-z0-9_]{1,39}/\d{4}-\d\d-\d\d)/.+")
SUCH_AS = "write an article's id (menafn:4711), an address, or a raw_ref (menafn/2026-03-05#<urn:uuid:…>)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Of one source; exactly one of ``article_id``, ``url`` and ``raw_ref`` is set. ``batch`` is the day that
    the name itself states."""

    source: SourceConfig
    article_id: str | None = None
    url: str | None = None
    raw_ref: str | None = None
    batch: Batch | None = None

    @property
    def spellings(self) -> frozenset[str]:
        """The address as it was asked for, and what stands for all its spellings."""
        if not self.url:
            return frozenset()
        return frozenset(filter(None, (self.url, canonicalise(self.url, self.source.drop_query))))


def questions(named: str, source: str | None) -> list[Question]:
    """What is asked, of each source that it may be about: of an address those of its site, else all.

    Raises:
        ConfigError: no id, address or raw_ref; no such source.
    """
    named = named.strip()
    if found := RAW_REF.fullmatch(named):
        batch = Batch.parse(found["batch"])
        return [Question(source=config.load_named(batch.source), raw_ref=named, batch=batch)]
    if found := DROPPED.fullmatch(named):
        batch = Batch.parse(found["batch"])
        return [Question(source=config.load_named(batch.source), url=named, batch=batch)]
    if "://" not in named:
        return [Question(source=config.load_named(_source_of(named)), article_id=named)]
    if canonicalise(named) is None:
        raise ConfigError(f"no address of a page: {named!r}; {SUCH_AS}")
    if source:
        return [Question(source=config.load_named(source), url=named)]
    known = config.load_sources()
    return [Question(source=one, url=named) for one in _of_its_site(named, known) or known]


def _source_of(article_id: str) -> str:
    try:
        return named_source(article_id)
    except ConfigError as error:
        raise ConfigError(f"{article_id!r} names no article: {SUCH_AS}") from error


def _of_its_site(url: str, sources: list[SourceConfig]) -> list[SourceConfig]:
    def domains(source: SourceConfig) -> set[str]:
        return {
            _domain(one) for one in (source.homepage, *(getattr(part, "url", "") for part in source.discover))
        }

    return [one for one in sources if _domain(url) in domains(one)]


def _domain(url: str) -> str:
    return registrable_domain(urlsplit(url).netloc)
