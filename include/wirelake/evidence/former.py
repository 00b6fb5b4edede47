"""The id that an article had by the rules of earlier versions of wirelake.

They left out every parameter that courlan takes for a tracker, took any canonical address for the article's
own, and every guid as it stands.
"""

from urllib.parse import urlsplit

from courlan import clean_url

from wirelake.addresses import address, whole
from wirelake.config import SourceConfig
from wirelake.evidence.identity import id_of, roles
from wirelake.records import Article


def former_id(article: Article, source: SourceConfig) -> str:
    """What ``identify`` gave before."""
    stated = article.canonical_url or article.url
    return id_of(roles(article), stated, stated and _canonicalised(stated, source.drop_query), source)


def _canonicalised(url: str, drop_query: tuple[str, ...]) -> str | None:
    written = address(url, drop_query)
    cleaned = written and clean_url(whole(written))
    if not written or not cleaned or not cleaned.startswith(("http://", "https://")):
        return None
    bare = [part for part in urlsplit(written).query.split("&") if part and "=" not in part]
    if bare:
        cleaned += ("&" if "?" in cleaned else "?") + "&".join(bare)
    return cleaned
