"""What raw/ holds of an address, by its indexes: the newest day that asked for it, and what became of it."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Any

from wirelake.config import Batch
from wirelake.inquiry.answers import Answer, Verdict
from wirelake.inquiry.question import Question
from wirelake.inquiry.runs import last_run
from wirelake.lake import whereabouts
from wirelake.lake.exchanges import outcomes, read_indexes
from wirelake.lake.reading import READERS, picked, read_days, read_objects
from wirelake.records import Kind, Outcome
from wirelake.storage import Store

Row = dict[str, Any]
COLUMNS = (
    "record_id", "record_type", "refers_to", "kind", "url", "canonical_url", "final_url", "redirects", "guid",
    "fetched_at", "status", "failure", "failure_detail", "link_title",
)  # fmt: skip
TOLD = ("raw_ref", "duplicate_refs", "article_id")
REJECTED = ("capture_date", "stage", "reason", "reasons", "detail", "raw_ref", "rejected_at", "url",
    "article_id", "headline", "published_date", "duplicate_refs")  # fmt: skip
FETCH = "fetch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Captures:
    """The rows of one batch's indexes that are about what was asked, oldest first."""

    batch: Batch
    rows: tuple[Row, ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """Their raw_refs, and those of the records that hold what they repeat; the newest first."""
        found = []
        for row in reversed(self.rows):
            found.append(f"{self.batch}#{row['record_id']}")
            if other := row["refers_to"]:
                found.append(other if "#" in other else f"{self.batch}#{other}")
        return tuple(dict.fromkeys(found))


def newest_captures(store: Store, question: Question, batches: Sequence[Batch]) -> Captures | None:
    """Of these batches, the newest first, the first whose captures asked for it; None where none did.

    Raises:
        FormatError: an index cannot be read.
    """
    with ThreadPoolExecutor(READERS) as pool:
        for first in range(0, len(batches), READERS):
            some = batches[first : first + READERS]
            read = pool.map(lambda batch: read_indexes(store, batch, COLUMNS, fold=False), some)
            for batch, rows in zip(some, read, strict=True):
                if mine := [row for row in rows if _is_asked(question, row)]:
                    mine.sort(key=lambda row: (row["fetched_at"], row["record_type"] == "revisit"))
                    return Captures(batch=batch, rows=tuple(mine))
    return None


def _is_asked(question: Question, row: Row) -> bool:
    if question.raw_ref:
        return bool(question.raw_ref.partition("#")[2] == row["record_id"])
    names = {row["url"], row["canonical_url"], row["final_url"], row["guid"], *(row["redirects"] or ())}
    return not question.spellings.isdisjoint(names)


def ids_of(store: Store, found: Captures) -> Iterator[tuple[str, str]]:
    """The article_id and raw_ref of each row of history/ that these bytes made, or repeat."""
    refs = set(found.refs)
    for day in sorted({Batch.parse(ref.partition("#")[0]).day for ref in refs}, reverse=True):
        wanted = picked("history", [*TOLD])
        rows = read_days(store, "history", day, day, source=found.batch.source, wanted=wanted).to_pylist()
        for row in rows:
            if mine := refs & {row["raw_ref"], *(row["duplicate_refs"] or ())}:
                yield row["article_id"], min(mine)


def became(store: Store, question: Question, found: Captures) -> Answer:
    """What became of captures of which history/ shows no article."""
    row, batch = found.rows[-1], found.batch
    if all(one["kind"] != Kind.ARTICLE for one in found.rows):
        what = f"it is a list ({row['kind']}) in which articles are looked for, and no article"
        if row["kind"] == Kind.PAGE:
            first, _, number = (row["guid"] or "").rpartition("#page=")
            what = f"it is page {number} of the article at {first}, and no article of its own"
        return Answer(verdict=Verdict.LIST, told=what, **_facts(found, row))
    refs = set(found.refs)
    wanted = picked("rejected", [*REJECTED])
    rejected = read_days(
        store, "rejected", batch.day, batch.day, source=batch.source, wanted=wanted
    ).to_pylist()
    mine = [one for one in rejected if refs & {one["raw_ref"], *(one["duplicate_refs"] or ())}]
    if mine:
        return of_rejection(max(mine, key=lambda one: one["rejected_at"]), batch.source)
    ended = outcomes(store, batch).get(f"{batch}#{row['record_id']}")
    if ended is Outcome.PASSED_OVER:
        what = "the file is no item: a binary, a checksum, an index; it was passed over"
        return Answer(verdict=Verdict.PASSED_OVER, told=what, **_facts(found, row))
    return _unbuilt(store, question, found)


def of_rejection(row: Row, source: str) -> Answer:
    """The answer that a row of rejected/ gives."""
    batch = Batch(source, row["capture_date"])
    names = ("article_id", "url", "headline", "published_date", "raw_ref", "capture_date", "reason", "detail")
    facts = {name: row[name] for name in names} | {"source": source}
    reasons = ", ".join(row["reasons"])
    if row["stage"] == FETCH:
        again = f"wirelake run {source} {batch.day}   (asks again; docs/fetching.md has each failure)"
        what = f"it was asked for on {batch.day} and did not come: {reasons}"
        return Answer(verdict=Verdict.FAILED, told=what, next=(again,), **facts)
    if row["reason"] == "taken_down":
        what = "it had been killed or taken down before it was captured"
        undo = (f"wirelake restore {row['article_id']} --reason …   (only if that was wrong)",)
        return Answer(verdict=Verdict.TAKEN_DOWN, told=what, next=undo if row["article_id"] else (), **facts)
    steps = (
        f"wirelake preview {row['url'] or 'FILE'} --source {source}   (the same judgement, all evidence)",
        f"wirelake replay {source} {batch.day}   (after a rule or the YAML changed)",
    )
    what = f"it was rejected on {batch.day} ({row['stage']}): {reasons}"
    return Answer(verdict=Verdict.REJECTED, told=what, next=steps, **facts)


def rejection_of(store: Store, source: str, article_id: str, day: date | None) -> Row | None:
    """The newest row of rejected/ with this id, on that day or on any."""
    kind = whereabouts.REFUSED
    paths = whereabouts.paths(store, kind, source, whereabouts.by_id([article_id]), renew=False)
    paths = [path for path in paths if day is None or f"capture_date={day}/" in path]
    rows = read_objects(store, "rejected", paths, wanted=picked("rejected", [*REJECTED])).to_pylist()
    mine = (row for row in rows if row["article_id"] == article_id)
    return max(mine, key=lambda row: row["rejected_at"], default=None)


def _unbuilt(store: Store, question: Question, found: Captures) -> Answer:
    row, batch = found.rows[-1], found.batch
    facts = _facts(found, row)
    last = last_run(store, batch)
    if last and last["failure"] == "gate":
        steps = (
            f"wirelake rejected {batch.source} --day {batch.day}",
            f"wirelake replay {batch.source} {batch.day} --accept   (publish all the same)",
        )
        what = f"the gate closed on {batch.day}: {last['summary']}"
        return Answer(verdict=Verdict.GATE_CLOSED, told=what, next=steps, **facts)
    if row["failure"]:
        facts |= {"reason": row["failure"], "detail": row["failure_detail"]}
    what = f"raw/ holds it since {row['fetched_at']:%Y-%m-%d %H:%M}Z, and no build has read it since"
    evidence = (f"the day's last run: {last['status']}: {last['summary']}",) if last else ()
    return Answer(
        verdict=Verdict.UNBUILT,
        told=what,
        next=(f"wirelake replay {question.source.name} {batch.day}",),
        evidence=evidence,
        **facts,
    )


def _facts(found: Captures, row: Row) -> dict[str, Any]:
    return {
        "source": found.batch.source,
        "url": row["url"],
        "headline": row["link_title"],
        "capture_date": found.batch.day,
        "raw_ref": f"{found.batch}#{row['record_id']}",
    }
