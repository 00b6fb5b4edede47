"""Which article is meant, and whether anybody knows it.

A takedown of a mistyped id would else look like one that was done.
"""

from collections import defaultdict
from collections.abc import Iterable

from wirelake import config
from wirelake.config import SourceConfig
from wirelake.errors import MissingError
from wirelake.evidence import identify_link
from wirelake.evidence.identity import ruled
from wirelake.lake.aliases import Aliases, read_aliases
from wirelake.lake.decisions.events import Events
from wirelake.lake.decisions.manifests import read_manifests
from wirelake.lake.exchanges import read_index
from wirelake.obligations.places import batches_in_raw, days_of, staged_of
from wirelake.obligations.reasons import checked_source, named_source
from wirelake.records import Article, Kind
from wirelake.storage import Store


def goes_by(id_: str, article: Article, source: SourceConfig, aliases: Aliases) -> str:
    """The article_id of the article of a payload of which ``identify`` makes ``id_``."""
    return aliases.of(ruled(id_, article, source, aliases.shared))


def meant(named: str, store: Store) -> tuple[str, str]:
    """The source, and the article_id of the article that goes by this id or alias.

    Raises:
        ConfigError: no id of an article, or of no source that is known.
        FormatError: the source's aliases are a later version's.
    """
    return checked_source(named), all_meant([named], store)[named]


def all_meant(named: Iterable[str], store: Store) -> dict[str, str]:
    """Each of these ids and aliases with the article_id that it means; one look at each source.

    Raises:
        ConfigError: one is no id of an article, or of no source that is known.
        FormatError: a source's aliases are a later version's.
    """
    by_source: dict[str, list[str]] = defaultdict(list)
    for one in named:
        by_source[named_source(one)].append(one)
    found: dict[str, str] = {}
    for name, ids in by_source.items():
        source = config.load_named(name).name
        aliases = read_aliases(store, source)
        found |= {one: aliases.meant(one) for one in ids}
        if gone := {found[one] for one in ids} & aliases.merged.keys():
            gone -= set().union(*days_of(store, source, gone).values())  # those that a build has given since
            found |= {one: aliases.merged[found[one]] for one in ids if found[one] in gone}
    return found


def require_known(store: Store, article_id: str, events: Events) -> None:
    """Pass where some table, what tasks have left, a manifest, an event or an index of raw/ knows the id.

    Raises:
        MissingError: none does.
    """
    source = config.load_named(article_id.partition(":")[0])
    if any(one.article_id == article_id for one in events.every) or days_of(store, source.name, {article_id}):
        return
    if article_id in read_manifests(store, source.name):
        return
    if article_id in read_aliases(store, source.name).given.values():
        return
    if any(True for _ in staged_of(store, source.name, {article_id})) or _is_in_raw(
        store, source, article_id
    ):
        return
    raise MissingError(
        f"nobody knows {article_id}: no row of history/ or rejected/, nothing in raw/; nothing was changed. "
        "If the id is right, build the day that holds it first, or say --in-advance: it is rejected when it "
        "comes"
    )


def _is_in_raw(store: Store, source: SourceConfig, article_id: str) -> bool:
    """An address or guid that was captured, and that no build has read, makes the id."""
    return any(
        identify_link(row["url"], source, row["guid"]) == article_id
        for batch in batches_in_raw(store, source.name)
        for row in read_index(store, batch)
        if row["kind"] == Kind.ARTICLE
    )
