"""What stands in history/ although raw/ cannot give it again: its record is damaged, or its index is lost.

Such a row was read from good bytes once, and nothing says that it is wrong: it stays, flagged, until raw/ is
whole again or the article is taken down. Only where no row stands is the damage a rejection.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from wirelake.batches import staging
from wirelake.config import Batch
from wirelake.errors import DamagedError
from wirelake.lake import layout
from wirelake.lake.decisions.tombstones import TAKEN_DOWN
from wirelake.lake.files import parse_parquet
from wirelake.lake.schema import HISTORY
from wirelake.records import Article, Rejection
from wirelake.resolve import one_a_version
from wirelake.storage import Store

Row = dict[str, Any]
RAW_DAMAGED = "raw_damaged"
TOLD = "raw/ is damaged: "
STANDING = "standing"  # the source_format of what takes a row's place among the articles
OF_VERSION = (
    "article_id", "version", "raw_ref", "raw_sha256", "first_seen_at", "pub_status", "embargoed_until",
    "record_kind", "headline", "body_text", "content_sha256", "published_at", "published_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """A batch's versions: the ``articles`` that were read, and the rows of history/ that are ``kept``."""

    articles: list[Article]  # stand-ins for what is kept among them
    kept: pa.Table
    rejections: list[Rejection]
    damage: str = ""  # in words, "" where raw/ is whole

    @property
    def table(self) -> pa.Table:
        """All of them as rows of history/."""
        read = [one for one in self.articles if one.source_format != STANDING]
        return pa.concat_tables([staging.articles_table(read), self.kept])


def versions_of(
    batch: Batch, index: list[Row], articles: list[Article], refused: list[Rejection], history: pa.Table
) -> Versions:
    """One row a version, the rows of ``history`` as it stands of what raw/ cannot give any more among them.

    Those take their place in the order in which versions were seen: A, B, A stay three where the bytes of B
    are lost.
    """
    unlisted = set(history["raw_ref"].to_pylist()) - {f"{batch}#{row['record_id']}" for row in index}
    damaged = {one.raw_ref for one in refused if one.reason == RAW_DAMAGED}
    stand_ins = _stand_ins(history, damaged | unlisted)
    found = one_a_version([*articles, *stand_ins])
    kept = _kept(history, [one for one in found if one.source_format == STANDING])
    told = {ref for one in found for ref in (one.raw_ref, *one.duplicate_refs)}
    refused = [one for one in refused if one.reason != RAW_DAMAGED or one.raw_ref not in told]
    return Versions(
        articles=found, kept=kept, rejections=refused, damage=_words(batch, len(damaged), len(unlisted), kept)
    )


def split(extracted: pa.Table) -> tuple[pa.Table, pa.Table]:
    """What is to be judged, and what was judged when its bytes were good."""
    flagged = [RAW_DAMAGED in (flags or ()) for flags in extracted["quality_flags"].to_pylist()]
    mask = pa.array(flagged, pa.bool_())
    return extracted.filter(pc.invert(mask)), extracted.filter(mask)


def standing(store: Store, batch: Batch) -> pa.Table:
    """The batch's rows of history/; none where they are damaged, which is why they are made again."""
    path = layout.history(batch)
    with suppress(DamagedError):
        answer = store.read(path)
        if answer:
            return parse_parquet(answer[0], path, schema=HISTORY)
    return HISTORY.empty_table()


def _stand_ins(history: pa.Table, lost: set[str]) -> list[Article]:
    rows = history.select([*OF_VERSION, "signals", "duplicate_refs"]).to_pylist() if lost else []
    return [
        Article(
            source="",
            source_format=STANDING,
            extra=(("place", str(place)),),
            duplicate_refs=tuple(row["duplicate_refs"] or ()),
            **{name: row[name] for name in OF_VERSION},
        )
        for place, row in enumerate(rows)
        if row["raw_ref"] in lost and TAKEN_DOWN not in (row["signals"] or ())  # the manifest gives that one
    ]


def _kept(history: pa.Table, stand_ins: list[Article]) -> pa.Table:
    kept = history.take(pa.array([int(dict(one.extra)["place"]) for one in stand_ins], pa.int64()))
    flags = [sorted({*(own or ()), RAW_DAMAGED}) for own in kept["quality_flags"].to_pylist()]
    refs = [list(one.duplicate_refs) for one in stand_ins]
    for name, values in (("quality_flags", flags), ("duplicate_refs", refs)):
        place = kept.schema.get_field_index(name)
        field = kept.schema.field(place)
        kept = kept.set_column(place, field, pa.array(values, field.type))
    return kept


def _words(batch: Batch, damaged: int, unlisted: int, kept: pa.Table) -> str:
    parts = [f"{damaged} records cannot be read"] if damaged else []
    parts += [f"{unlisted} records of history/ are in no index"] if unlisted else []
    if not parts:
        return ""
    stay = f"{len(kept)} rows stay as they stood" if len(kept) else "nothing of them stood in history/"
    return f"{TOLD}{', '.join(parts)}; {stay}: wirelake verify {batch.source} {batch.day}"
