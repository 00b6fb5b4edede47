"""The id that the rules of today make of one payload, where it is known which addresses are shared."""

import hashlib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from wirelake import addresses, evidence, trackers
from wirelake.config import SourceConfig
from wirelake.evidence.identity import PAGE, by_fetched, of_address, short
from wirelake.records import Article


def ruled(id_: str, article: Article, source: SourceConfig, shared: Mapping[str, str]) -> str:
    """``id_``, which ``identify`` makes of it, unless its canonical address is that of others.

    ``shared`` is as in ``Aliases``. Where the page's own address made the id of another, which named it as
    its canonical one and was seen first, its id is a hash of that.
    """
    if id_ not in shared or article.source_format != PAGE:
        return id_
    own = by_fetched(article, source)
    if not article.url or own != of_address(article.url, source) or shared.get(own, "") in ("", own):
        return own
    return f"{source.name}:{short(own)}"


@lru_cache(maxsize=64)
def naming_rules(source: SourceConfig) -> str:
    """A short hash of all that decides ``ruled``: the source's facts, our code and the library beneath it."""
    facts = f"{source.identity} {source.wire_id_in_url} {source.drop_query}"
    return hashlib.sha256(f"{facts} {_code()}".encode()).hexdigest()[:12]


@cache
def _code() -> str:
    files = [Path(str(one.__file__)) for one in (addresses, trackers)]
    files += [Path(evidence.__path__[0], name) for name in ("counted.py", "identity.py")]
    told = [one.read_text(encoding="utf-8") for one in (*files, Path(__file__))]
    return hashlib.sha256("\n".join([version("courlan"), *told]).encode()).hexdigest()
