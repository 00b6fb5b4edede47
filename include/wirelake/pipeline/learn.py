"""Learn a source's furniture and layouts from the lake, and write what was learned beside its YAML."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa

from wirelake import config, learn
from wirelake.batches.lakes import Progress, lake, no_progress
from wirelake.config import DAY, Batch, LearnedFile, LearnedFurniture, LearnedLayout, parse_day
from wirelake.config.layouts import MAX_LAYOUTS
from wirelake.errors import ConfigError, MissingError
from wirelake.lake import layout
from wirelake.lake.files import parse_parquet
from wirelake.lake.schema import HISTORY
from wirelake.learn import COLUMNS, Document, Findings, Judged, document, layouts
from wirelake.learn.layouts import Judgement
from wirelake.pipeline.layouts import learn_layouts, proposed, state_of
from wirelake.storage import Store

LEAST_ARTICLES = 2  # of one article nothing can be learned
EXAMPLE_CHARACTERS = 300
CHUNK = 200  # rows of history/ that are Python objects at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What one look at a source's history found, beside what its learned file holds already."""

    source: str
    path: Path  # the learned file
    days: int
    known: tuple[LearnedFurniture, ...]
    known_layouts: tuple[LearnedLayout, ...] = ()
    findings: Findings
    judgements: list[Judgement]  # of layouts

    def state(self, shape: str) -> str:
        """new, known or refused."""
        entry = next((one for one in self.known if one.shape == shape), None)
        return "new" if entry is None else "refused" if entry.refused else "known"

    @property
    def proposals(self) -> tuple[Judged, ...]:
        """Without the shapes that a person refused."""
        return tuple(one for one in self.findings.proposals if self.state(one.evidence.shape) != "refused")

    @property
    def layouts(self) -> list[LearnedLayout]:
        """Without those that a person refused."""
        return proposed(self.judgements, self.known_layouts)

    @property
    def new(self) -> int:
        return sum(self.state(one.evidence.shape) == "new" for one in self.proposals)


def learn_source(
    name: str,
    *,
    since: str | None = None,
    min_articles: int | None = None,
    store: Store | None = None,
    progress: Progress = no_progress,
) -> Learned:
    """Judge the paragraphs of the source's history/, and where pages of raw/ hold theirs; writes nothing.

    ``since`` is the first capture day that is looked at.

    Raises:
        ConfigError: no such source, no day, or too few articles to learn from.
        MissingError: there is no history of it.
    """

    source = config.load_named(name)
    path = config.source_files()[name]
    needed = learn.MIN_ARTICLES if min_articles is None else min_articles
    if needed < LEAST_ARTICLES:
        raise ConfigError(f"--min-articles {needed}: write {LEAST_ARTICLES} or more")
    store = store or lake()
    first = parse_day(since) if since else None
    batches = _batches(store, name, first)
    if not batches:
        raise MissingError(
            f"{name}: no history in {store.uri}{f' since {since}' if since else ''}; "
            f"build days first: wirelake run {name} DAY"
        )
    passes = count(1)

    def documents() -> Iterator[Document]:
        stage = f"pass {next(passes)} of 2"
        for done, batch in enumerate(batches, start=1):
            yield from _documents(store, batch)
            progress(stage, done, len(batches))

    findings = learn.learn(documents, min_articles=needed, language=source.language)
    least = layouts.MIN_PAGES if min_articles is None else min_articles
    judgements = learn_layouts(store, source, batches, min_pages=least, progress=progress)
    return Learned(
        source=name,
        path=config.learned_path(path),
        days=len(batches),
        known=source.learned,
        known_layouts=source.layouts,
        findings=findings,
        judgements=judgements,
    )


def write_learned(learned: Learned) -> None:
    """Bring the learned file up to date, atomically: proposals come in or bring new counts, all others stay.

    Raises:
        ConfigError: the file cannot be written, or would be too large to be read.
    """
    entries = {one.shape: one for one in learned.known}
    for one in learned.proposals:
        shape = one.evidence.shape
        entries[shape] = LearnedFurniture.model_validate({"shape": shape, **_evidence(one)})
    taught = {one.key: one for one in learned.layouts}
    stay = [one for one in learned.known_layouts if one.key not in taught]
    kept = (*taught.values(), *stay)[:MAX_LAYOUTS]
    whole = LearnedFile(furniture=tuple(entries.values()), layouts=kept)
    config.replace_learned(learned.source, learned.path, whole)


def learned_json(learned: Learned) -> dict[str, Any]:
    """The findings as one JSON object."""
    return {
        "source": learned.source,
        "file": str(learned.path),
        "days": learned.days,
        "articles": learned.findings.articles,
        "proposals": [
            {"shape": one.evidence.shape, "state": learned.state(one.evidence.shape), **_evidence(one)}
            for one in learned.proposals
        ],
        "near": [
            {"shape": one.evidence.shape, "against": dict(one.against), **_evidence(one)}
            for one in learned.findings.near
        ],
        "layouts": [
            {
                "state": state_of(one.layout, learned.known_layouts),
                "against": one.against,
                **_counted(one.layout),
            }
            for one in learned.judgements
        ],
    }


def _counted(layout: LearnedLayout) -> dict[str, Any]:
    """The layout with its evidence, in values that JSON has."""
    fields = {name: getattr(layout, name) for name in type(layout).model_fields if name != "refused"}
    return {
        name: str(value) if isinstance(value, date) else list(value) if isinstance(value, tuple) else value
        for name, value in fields.items()
    }


def _batches(store: Store, name: str, first: date | None) -> list[Batch]:
    """The source's days that have a history, the oldest first."""

    days = (folder.removeprefix("capture_date=") for folder in store.folders(layout.HISTORY))
    batches = sorted(Batch(name, parse_day(day)) for day in days if DAY.fullmatch(day))
    wanted = [batch for batch in batches if first is None or batch.day >= first]
    return [batch for batch in wanted if store.objects(layout.history(batch).rpartition("/")[0])]


def _documents(store: Store, batch: Batch) -> Iterator[Document]:
    """The articles of the batch's history/, a few rows at a time."""

    path = layout.history(batch)
    answer = store.read(path)
    if answer is None:  # deleted while we looked
        return
    rows = parse_parquet(answer[0], path, schema=pa.schema([HISTORY.field(name) for name in COLUMNS]))
    for part in rows.to_batches(max_chunksize=CHUNK):
        for row in part.to_pylist():
            if row["record_kind"] == "article":
                yield document({**row, "capture_date": batch.day})


def _evidence(one: Judged) -> dict[str, Any]:
    """What was counted, in values that JSON and YAML have; an example's text is the paragraph alone."""
    evidence = one.evidence
    return {
        "articles": evidence.articles,
        "share": round(one.share, 3),
        "days": len(evidence.days),
        "first_seen": str(evidence.first_seen),
        "last_seen": str(evidence.last_seen),
        "place": one.place,
        "examples": [
            {"text": _brief(example.text), "raw_ref": example.raw_ref} for example in evidence.examples
        ],
    }


def _brief(text: str) -> str:
    return text if len(text) <= EXAMPLE_CHARACTERS else f"{text[: EXAMPLE_CHARACTERS - 1]}…"
