"""Which id each article of a batch goes by: that of its payload, unless others say otherwise.

Pages of a batch that name one canonical address and are different articles go by their fetched addresses. An
article that the lake holds under the id of an earlier rule keeps it.
"""

from dataclasses import replace
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.addresses import canonicalise
from wirelake.config import SourceConfig
from wirelake.evidence import apart, former_id, identify
from wirelake.lake.aliases import Alias, bind, read_aliases
from wirelake.lake.reading import picked, read_days
from wirelake.records import Article
from wirelake.storage import Store

OWNER = ["article_id", "url", "canonical_url", "first_seen_at", "raw_ref"]


def named(store: Store, source: SourceConfig, articles: list[Article]) -> list[Article]:
    """The articles under the ids that they go by."""
    return _as_given(store, source, _parted(source, articles))


def _parted(source: SourceConfig, articles: list[Article]) -> list[Article]:
    """Those that meet on one id by their canonical address alone, with other addresses and texts, apart."""
    shared: set[str] = set()
    met = sorted((one for one in articles if _by_canonical(one, source)), key=lambda one: one.article_id)
    for id_, group in groupby(met, key=lambda one: one.article_id):
        texts: dict[str | None, set[str]] = {}
        for one in group:
            texts.setdefault(canonicalise(one.url or "", source.drop_query), set()).add(one.body_text)
        told = list(texts.values())
        if any(mine.isdisjoint(others) for mine in told for others in told if mine is not others):
            shared.add(id_)
    by_canonical = {id(one) for one in met if one.article_id in shared}
    return [apart(one, source) if id(one) in by_canonical else one for one in articles]


def _by_canonical(one: Article, source: SourceConfig) -> bool:
    """Its fetched address would give it another id."""
    if one.source_format != "html" or not one.url or not one.canonical_url:
        return False
    return identify(replace(one, canonical_url=None), source) != one.article_id


def _as_given(store: Store, source: SourceConfig, articles: list[Article]) -> list[Article]:
    """An alias on record holds; else an id that history/ has of the article's address is bound, and kept."""
    aliases = read_aliases(store, source.name)
    former = {
        one.article_id: old
        for one in articles
        if one.article_id not in aliases and (old := former_id(one, source)) != one.article_id
    }
    addresses = {one.article_id: _address(one.url, one.canonical_url, source) for one in articles}
    if former:
        owners = _owners(store, source, {*former, *former.values()})
        for new, old in sorted(former.items()):
            if new not in owners and addresses[new] and owners.get(old) == addresses[new]:
                bind(store, Alias(alias=new, article_id=old))
                aliases[new] = old
    return [replace(one, article_id=aliases.get(one.article_id, one.article_id)) for one in articles]


def _owners(store: Store, source: SourceConfig, ids: set[str]) -> dict[str, str | None]:
    """Of each of these ids that history/ knows the address under which it was given."""
    rows = read_days(store, "history", None, None, source=source.name, wanted=picked("history", OWNER))
    rows = rows.filter(pc.is_in(rows["article_id"], value_set=pa.array(sorted(ids), pa.string())))
    found = sorted(rows.to_pylist(), key=lambda row: (row["first_seen_at"], row["raw_ref"]), reverse=True)
    return {row["article_id"]: _address(row["url"], row["canonical_url"], source) for row in found}


def _address(url: str | None, canonical: str | None, source: SourceConfig) -> str | None:
    stated = url or canonical
    return canonicalise(stated, source.drop_query) if stated else None
