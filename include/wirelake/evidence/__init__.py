"""Chooses a field's value among candidates, each with its origin and weight, and keeps them all.

A date is never invented: a day stays a day, an instant keeps its zone, and what is refused says why.
"""

import hashlib
import json
import re
from dataclasses import asdict, replace

from wirelake.addresses import canonicalise
from wirelake.config import SourceConfig
from wirelake.evidence.advisory import advised
from wirelake.evidence.clock import page_clock
from wirelake.evidence.corrections import told
from wirelake.evidence.counted import counted
from wirelake.evidence.embargoes import held
from wirelake.evidence.prefixes import freed
from wirelake.evidence.published import dated
from wirelake.records import Article, Member, Rendition

__all__ = ["identify", "page_clock", "settle"]


def settle(article: Article, source: SourceConfig) -> Article:
    """Decide identity, kind, headline prefix, embargo, version and published date from what was found."""
    article = advised(article)
    if article.record_kind != "control":
        article = told(freed(article))
    article = _of_kind(dated(held(article, source), source))
    digest = hashlib.sha256(_content(article).encode()).hexdigest()
    shown = f"{digest} {article.published_at or article.published_date}"
    return replace(
        article,
        article_id=identify(article, source),
        version=_stated_version(article, source) or _short(shown)[:16],
        content_sha256=digest,
        provider=article.provider or source.provider,
    )


def identify(article: Article, source: SourceConfig) -> str:
    """source, colon, and the first available of wire id, guid and hash of the canonical URL.

    The order is the source's. A guid that counts versions names all of them as it named the first. A dropped
    file without any of them goes by its name in the drop folder.
    """
    by_role = _by_role(article)
    if first := counted(by_role.get("guid"), article, source):
        by_role["guid"] = first.guid
    stated = article.canonical_url or article.url
    if "wire" not in by_role and source.wire_id_in_url and stated:
        found = re.search(source.wire_id_in_url, stated)
        if found:
            by_role["wire"] = found.group(1)
    url = canonicalise(stated, source.drop_query) if stated else None
    for role in source.identity:
        value = _short(url) if role == "url" and url else by_role.get(role)
        if value:
            return f"{source.name}:{_id_safe(value)}"
    fallback = by_role.get("wire") or by_role.get("guid") or (url and _short(url)) or by_role.get("file", "")
    return f"{source.name}:{_id_safe(fallback)}"


def _content(article: Article) -> str:
    """What makes two versions of a record different: of media and packages all that is shown of them.

    Only what is stated counts: a field that comes into the records later makes no other version of those
    that stand.
    """
    if article.record_kind in ("media", "package"):
        listed: tuple[Rendition | Member, ...] = (*article.renditions, *article.members)
        stated = [{name: value for name, value in asdict(one).items() if value is not None} for one in listed]
        return json.dumps([article.headline, article.description, stated], sort_keys=True)
    return f"{article.headline}\n{article.body_text}"


def _by_role(article: Article) -> dict[str, str]:
    return {alt.role: alt.value for alt in reversed(article.alt_ids)}


def _stated_version(article: Article, source: SourceConfig) -> str:
    """The wire's; of a guid that counts versions its number, which orders those of one article."""
    numbered = counted(_by_role(article).get("guid"), article, source)
    return article.version or (numbered.number if numbered else "")


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _id_safe(value: str) -> str:
    """The value itself where it is plain, else its hash: ids go into paths, URLs and SQL."""
    return value if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", value) else _short(value)


def _of_kind(article: Article) -> Article:
    """A canceled item is a message about what went before, whatever it repeats or lacks of that."""
    return replace(article, record_kind="control") if article.pub_status == "canceled" else article
