"""An export from its freeze to a folder: chosen, written, noted in the lake, and only then in its place."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import pyarrow as pa

from wirelake.errors import ConfigError, StorageError
from wirelake.exporting.card import card
from wirelake.exporting.choosing import Choice, Filters, choose, taken_since
from wirelake.exporting.croissant import croissant
from wirelake.exporting.folder import check_place, files_in, finish, unfinished
from wirelake.exporting.rows import write_rows
from wirelake.lake.exports import record
from wirelake.lake.exports.record import ExportedFile, Head, Record
from wirelake.lake.freezes import frozen, saying
from wirelake.lake.freezes.frozen import Freeze, utc
from wirelake.storage import LocalStore, Store

Form = Literal["parquet", "jsonl"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is exported, where to, and how. ``cited`` is the freeze's citation in words."""

    freeze: Freeze
    place: Path
    form: Form
    filters: Filters
    cited: str
    replace: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What came of it: the record's head, and how many rows were left out, by why."""

    head: Head
    choice: Choice


def export(store: Store, wish: Wish, now: datetime) -> Export:
    """Export the articles of a freeze as a folder of files, a dataset card and Croissant metadata.

    The same freeze, options and state of the lake give the same bytes. Its record stands in the lake before
    the folder stands in its place.

    Raises:
        ConfigError: nothing is left to export; something else stands in its place.
        StorageError: rows changed meanwhile: ask again.
        PermanentError: the folder cannot be written.
    """
    _check(store, wish.place, replace=wish.replace)
    choice = choose(store, wish.freeze, wish.filters, now)
    if not choice.rows:
        raise ConfigError(f"export: every row is left out: {_told(choice)}")
    with unfinished(wish.place) as part:
        write_rows(store, choice, part, wish.form)
        _describe(store, wish, choice, part)
        head = _noted(store, wish, choice, files_in(part), now)
        # Who decided since our look at the rows has looked for this export too early.
        if taken_since(store, wish.freeze, choice.rows.keys()):
            raise StorageError("export: articles were replaced or taken down meanwhile: ask again")
        finish(part, wish.place, replace=wish.replace)
    return Export(head=head, choice=choice)


def _check(store: Store, place: Path, *, replace: bool) -> None:
    root = Path(store.uri).resolve() if isinstance(store, LocalStore) else None
    if root and (place.resolve() == root or root in place.resolve().parents):
        raise ConfigError(f"--output {place}: it is within the lake, whose readers would find it there")
    if place.name in ("", ".", ".."):
        raise ConfigError(f"--output {place}: name a folder")
    if replace and place.exists():
        check_place(place, replace=True)


def _describe(store: Store, wish: Wish, choice: Choice, part: Path) -> None:
    head, data = wish.freeze.head, files_in(part)
    languages = sorted(
        {
            row["language"]
            for row in saying.rows_of(store, "history", "row_id", choice.rows.keys(), ["language"])
            if row["language"]
        }
    )
    sources = {article_id.partition(":")[0] for article_id in choice.rows.values()}
    licences = sorted({choice.sources[one]["licence"] for one in sources if one in choice.sources})
    told = croissant(head, choice, data, wish.form, wish.cited, licences)
    (part / "croissant.json").write_text(told, encoding="utf-8")
    text = card(head, choice, wish.filters, wish.form, languages, wish.cited)
    (part / "README.md").write_text(text, encoding="utf-8")


def _noted(store: Store, wish: Wish, choice: Choice, files: list[ExportedFile], now: datetime) -> Head:
    head = Head(
        name=frozen.checked_name(wish.freeze.head.name),
        freeze_digest=wish.freeze.head.digest,
        exported_at=utc(now),
        rows=len(choice.rows),
        files=tuple(files),
        digest=record.files_digest(files),
    )
    rows = pa.table({"article_id": [*choice.rows.values()], "row_id": [*choice.rows]}, schema=record.ROWS)
    record.put(store, Record(head=head, rows=rows))
    return head


def _told(choice: Choice) -> str:
    return ", ".join(f"{count:,} {why}" for why, count in choice.left_out.items())
