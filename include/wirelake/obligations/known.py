"""Which article is meant, and whether anybody knows it.

A takedown of a mistyped id would else look like one that was done.
"""

from datetime import UTC, datetime

from wirelake import config
from wirelake.config import SourceConfig
from wirelake.errors import MissingError
from wirelake.evidence import identify
from wirelake.lake.aliases import read_aliases
from wirelake.lake.decisions.events import Events
from wirelake.lake.decisions.manifests import read_manifests
from wirelake.lake.exchanges import Row, read_index
from wirelake.obligations.places import batches_in_raw, days_of, staged_of
from wirelake.obligations.reasons import checked_source
from wirelake.records import AltId, Article, Kind
from wirelake.storage import Store

NO_TIME = datetime(1970, 1, 1, tzinfo=UTC)  # of an entry of an index, of which the names alone count


def meant(named: str, store: Store) -> tuple[str, str]:
    """The source, and the article_id of the article that goes by this id or alias.

    Raises:
        ConfigError: no id of an article, or of no source that is known.
        FormatError: the source's aliases are a later version's.
    """
    source = checked_source(named)
    aliases = read_aliases(store, source)
    found = aliases.meant(named)
    if found in aliases.merged and not days_of(store, source, found):  # no build has given it since
        found = aliases.merged[found]
    return source, found


def require_known(store: Store, article_id: str, events: Events) -> None:
    """Pass where some table, what tasks have left, a manifest, an event or an index of raw/ knows the id.

    Raises:
        MissingError: none does.
    """
    source = config.load_named(article_id.partition(":")[0])
    if any(one.article_id == article_id for one in events.every) or days_of(store, source.name, article_id):
        return
    if article_id in read_manifests(store, source.name):
        return
    if article_id in read_aliases(store, source.name).given.values():
        return
    if any(True for _ in staged_of(store, source.name, article_id)) or _is_in_raw(store, source, article_id):
        return
    raise MissingError(
        f"nobody knows {article_id}: no row of history/ or rejected/, nothing in raw/; nothing was changed. "
        "If the id is right, build the day that holds it first, or say --in-advance: it is rejected when it "
        "comes"
    )


def _is_in_raw(store: Store, source: SourceConfig, article_id: str) -> bool:
    """An address or guid that was captured, and that no build has read, makes the id."""
    return any(
        identify(_named(row), source) == article_id
        for batch in batches_in_raw(store, source.name)
        for row in read_index(store, batch)
        if row["kind"] == Kind.ARTICLE
    )


def _named(row: Row) -> Article:
    guid = (AltId(role="guid", value=row["guid"]),) if row["guid"] else ()
    return Article(
        source="",
        raw_ref="",
        raw_sha256="",
        source_format="",
        first_seen_at=NO_TIME,
        headline="",
        body_text="",
        url=row["url"],
        alt_ids=guid,
    )
