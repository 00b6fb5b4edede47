"""Pages that are there no more: when a known one counts as gone, and what history/ says of it then."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from wirelake.addresses import canonicalise
from wirelake.config import SourceConfig
from wirelake.lake.exchanges import Sight
from wirelake.records import GONE, Article, RawArticle

LOOKS = 3  # that a server answered 404; a page may be missing for a moment
OVER = timedelta(days=1)
KEPT = (
    "source",
    "raw_ref",
    "raw_sha256",
    "source_format",
    "first_seen_at",
    "article_id",
    "version",
    "alt_ids",
    "wire_id",
    "url",
    "canonical_url",
    "duplicate_refs",
    "ruleset_version",
)


def following(raw: RawArticle, sights: Mapping[str, Sight]) -> RawArticle:
    """The exchange with what it follows on, where raw/ holds an article of its link."""
    sight = sights.get(canonicalise(raw.link.url) or raw.link.url)
    return raw if sight is None or not sight.is_article else replace(raw, follows=sight.seen.raw_ref)


def marked(raw: RawArticle, sights: Mapping[str, Sight]) -> RawArticle:
    """The answer with what it follows on; the failure ``gone`` where it says so of a page that raw/ holds.

    A page is gone by 410 (RFC 9110: likely for good), or by 404 at three looks, the first a day or longer
    before the last, with no other answer between them; and then by each of them.
    """
    sight = sights.get(canonicalise(raw.link.url) or raw.link.url)
    if sight is None or not sight.is_article or raw.unchanged:
        return raw
    raw = following(raw, sights)
    if raw.failure not in ("http_404", "http_410"):
        return raw
    looks = (*sight.missing, raw.fetched_at)
    missing = len(looks) >= LOOKS and looks[-1] - looks[0] >= OVER
    if not (sight.is_gone or missing or raw.failure == "http_410"):
        return raw
    return replace(raw, failure=GONE, failure_detail=raw.failure_detail or raw.failure)


def without_text(article: Article, source: SourceConfig) -> Article:
    """What history/ keeps of an article whose page is gone: a control record; any other as it is.

    Where the source's YAML says ``gone: withdraw``, it withholds the article from its instant on.
    """
    if GONE not in article.signals:
        return article
    status = "withheld" if source.gone == "withdraw" else "usable"
    kept = {name: getattr(article, name) for name in KEPT}
    return Article(**kept, record_kind="control", pub_status=status, signals=(GONE,))
