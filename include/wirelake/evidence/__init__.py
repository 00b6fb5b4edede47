"""Chooses a field's value among candidates, each with its origin and weight, and keeps them all.

A date is never invented: a day stays a day, an instant keeps its zone, and what is refused says why.
"""

import hashlib
import json
from dataclasses import asdict

from wirelake.config import SourceConfig
from wirelake.evidence.advisory import advised
from wirelake.evidence.clock import page_clock
from wirelake.evidence.corrections import told
from wirelake.evidence.embargoes import held
from wirelake.evidence.identity import identify, identify_link, roles
from wirelake.evidence.identity.counted import counted
from wirelake.evidence.prefixes import freed
from wirelake.evidence.published import dated
from wirelake.records import Article, Member, Rendition, with_changes

__all__ = ["identify", "identify_link", "page_clock", "settle", "text_content"]


def settle(article: Article, source: SourceConfig) -> Article:
    """Decide identity, kind, headline prefix, embargo, version and published date from what was found."""
    article = advised(article)
    if article.record_kind != "control":
        article = told(freed(article))
    article = _of_kind(dated(held(article, source), source))
    return with_changes(
        article,
        article_id=identify(article, source),
        version=_stated_version(article, source) or article.raw_sha256,
        content_sha256=hashlib.sha256(_content(article).encode()).hexdigest(),
        provider=article.provider or source.provider,
    )


def _content(article: Article) -> str:
    """What makes two versions of a record different: of media and packages all that is shown of them.

    Only what is stated counts: a field that comes into the records later makes no other version of those
    that stand.
    """
    if article.record_kind in ("media", "package"):
        listed: tuple[Rendition | Member, ...] = (*article.renditions, *article.members)
        stated = [{name: value for name, value in asdict(one).items() if value is not None} for one in listed]
        return json.dumps([article.headline, article.description, stated], sort_keys=True)
    return text_content(article.headline, article.body_text)


def text_content(headline: str, body_text: str) -> str:
    """What makes two versions of a text different, but for their date; ``content_sha256`` is its digest."""
    return f"{headline}\n{body_text}"


def _stated_version(article: Article, source: SourceConfig) -> str:
    """The wire's; of a guid that counts versions its number, which orders those of one article."""
    numbered = counted(roles(article).get("guid"), article, source)
    return article.version or (numbered.number if numbered else "")


def _of_kind(article: Article) -> Article:
    """A canceled item is a message about what went before, whatever it repeats or lacks of that."""
    return with_changes(article, record_kind="control") if article.pub_status == "canceled" else article
