"""A takedown of several articles: what it would touch is written down first, and done if nothing changed."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from wirelake import config
from wirelake.addresses import canonicalise
from wirelake.batches.journal import Clock
from wirelake.batches.lakes import lake, utc_now
from wirelake.errors import ConfigError, MissingError
from wirelake.lake import whereabouts
from wirelake.lake.decisions.events import read_events
from wirelake.lake.reading import picked, read_days
from wirelake.obligations.names.known import all_meant
from wirelake.obligations.reasons import checked_reason, named_source
from wirelake.records import ITEMS
from wirelake.storage import Store

Row = dict[str, Any]
TOLD = (
    "capture_date",
    "article_id",
    "url",
    "canonical_url",
    "headline",
    "version",
    "raw_ref",
    "record_kind",
    "first_seen_at",
)
SHOWN = 5


class _Stated(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Target(_Stated):
    """An article as history/ shows it. ``state`` is a digest of its rows there."""

    article_id: str
    headline: str
    url: str | None
    rows: int
    capture_dates: tuple[date, ...]
    state: str


class Plan(_Stated):
    """What a takedown is to take out, and why."""

    made_at: datetime
    reason: str
    targets: tuple[Target, ...]


def plan(
    named: Iterable[str],
    reason: str,
    *,
    whole: str = "",
    store: Store | None = None,
    clock: Clock = utc_now,
) -> Plan:
    """Plan the takedown of the articles with these ids and addresses, and of all of ``whole``, a source.

    Changes nothing.

    Raises:
        ConfigError: no reason, no such source, or what is no id and no address.
        MissingError: history/ does not know one of them.
    """
    store = store or lake()
    reason = checked_reason(reason, "a takedown")
    wanted = list(dict.fromkeys(named))
    ids_meant = all_meant([one for one in wanted if "://" not in one], store)
    sources = {named_source(one) for one in ids_meant.values()}
    if whole:
        sources.add(config.load_named(whole).name)
    if any("://" in one for one in wanted):
        sources.update(config.source_files())
    known: dict[str, Target] = {}
    at: dict[str, set[str]] = defaultdict(set)
    for source in sorted(sources):
        mine = [one for one in ids_meant.values() if one.startswith(f"{source}:")]
        is_whole = source == whole or any("://" in one for one in wanted)
        for article_id, rows in _rows(store, source, None if is_whole else mine).items():
            known[article_id] = _target(article_id, rows)
            for address in _addresses(rows):
                at[address].add(article_id)
    ids = {id_ for id_ in known if whole and id_.startswith(f"{whole}:")}
    unknown = []
    for one in wanted:
        found = at.get(canonicalise(one) or one, set()) if "://" in one else {ids_meant[one]} & known.keys()
        ids |= found
        unknown += [] if found else [one]
    if unknown:
        shown = ", ".join(unknown[:SHOWN])
        raise MissingError(f"history/ does not know {len(unknown)} of {len(wanted)}: {shown}")
    return Plan(made_at=clock(), reason=reason, targets=tuple(known[id_] for id_ in sorted(ids)))


def changed_since(plan: Plan, *, store: Store | None = None) -> list[str]:
    """What of the plan is no more as it was planned; what is taken down already is only to be completed."""
    store = store or lake()
    changed = []
    for source in sorted({one.article_id.partition(":")[0] for one in plan.targets}):
        mine = [one for one in plan.targets if one.article_id.partition(":")[0] == source]
        rows = _rows(store, source, [one.article_id for one in mine])
        kills = read_events(store, source).kills
        for one in mine:
            if one.article_id in kills:
                continue
            now = rows.get(one.article_id)
            if now is None:
                changed.append(f"{one.article_id}: history/ knows it no more")
            elif _target(one.article_id, now).state != one.state:
                changed.append(
                    f"{one.article_id}: its rows in history/ are others, {len(now)}; planned were {one.rows}"
                )
    return changed


def read_plan(path: Path) -> Plan:
    """The plan in the file.

    Raises:
        ConfigError: there is none.
    """
    try:
        return Plan.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise ConfigError(f"{path}: no plan of a takedown: {error}") from error


def _rows(store: Store, source: str, ids: list[str] | None) -> dict[str, list[Row]]:
    """The source's rows of history/ by article, what a takedown left of one not among them; of these ids, or
    all."""
    found: dict[str, list[Row]] = defaultdict(list)
    wanted = picked("history", [*TOLD])
    if ids is None:
        rows = read_days(store, "history", None, None, source=source, wanted=wanted)
    else:
        rows = whereabouts.seen(store, source, ids, wanted=wanted, renew=False)
    for part in rows.to_batches():
        for row in part.to_pylist():
            if row["record_kind"] in ITEMS:
                found[row["article_id"]].append(row)
    return dict(found)


def _target(article_id: str, rows: list[Row]) -> Target:
    newest = max(rows, key=lambda row: row["first_seen_at"])
    told = sorted(repr([row[name] for name in TOLD]) for row in rows)
    return Target(
        article_id=article_id,
        headline=newest["headline"] or "",
        url=newest["canonical_url"] or newest["url"],
        rows=len(rows),
        capture_dates=tuple(sorted({row["capture_date"] for row in rows})),
        state=hashlib.sha256("\n".join(told).encode()).hexdigest(),
    )


def _addresses(rows: list[Row]) -> set[str]:
    """Where the article was seen, as it stands and in one spelling."""
    stated = {one for row in rows for one in (row["url"], row["canonical_url"]) if one}
    return stated | {found for one in stated if (found := canonicalise(one))}
