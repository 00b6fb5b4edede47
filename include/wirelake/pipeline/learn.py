"""Learn a source's furniture from its history/, and write what was learned beside its YAML."""

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wirelake import config
from wirelake.config import DAY, Batch, LearnedFurniture, parse_day
from wirelake.errors import ConfigError, MissingError
from wirelake.pipeline.lakes import Progress, lake, no_progress

if TYPE_CHECKING:
    from wirelake.learn import Document, Findings, Judged
    from wirelake.storage import Store

LEAST_ARTICLES = 2  # of one article nothing can be learned
FILE_MODE = 0o644
EXAMPLE_CHARACTERS = 300
CHUNK = 200  # rows of history/ that are Python objects at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What one look at a source's history found, beside what its learned file holds already."""

    source: str
    path: Path  # the learned file
    days: int
    known: tuple[LearnedFurniture, ...]
    findings: "Findings"

    def state(self, shape: str) -> str:
        """new, known or refused."""
        entry = next((one for one in self.known if one.shape == shape), None)
        return "new" if entry is None else "refused" if entry.refused else "known"

    @property
    def proposals(self) -> "tuple[Judged, ...]":
        """Without the shapes that a person refused."""
        return tuple(one for one in self.findings.proposals if self.state(one.evidence.shape) != "refused")

    @property
    def new(self) -> int:
        return sum(self.state(one.evidence.shape) == "new" for one in self.proposals)


def learn_source(
    name: str,
    *,
    since: str | None = None,
    min_articles: int | None = None,
    store: "Store | None" = None,
    progress: Progress = no_progress,
) -> Learned:
    """Judge the paragraphs of the source's history/, from the capture day ``since`` on; writes nothing.

    Raises:
        ConfigError: no such source, no day, or too few articles to learn from.
        MissingError: there is no history of it.
    """
    from wirelake import learn

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

    def documents() -> "Iterator[Document]":
        stage = f"pass {next(passes)} of 2"
        for done, batch in enumerate(batches, start=1):
            yield from _documents(store, batch)
            progress(stage, done, len(batches))

    findings = learn.learn(documents, min_articles=needed, language=source.language)
    return Learned(
        source=name,
        path=config.learned_path(path),
        days=len(batches),
        known=source.learned,
        findings=findings,
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
    replace_learned(learned.source, learned.path, entries.values())


def replace_learned(source: str, path: Path, entries: "Iterable[LearnedFurniture]") -> None:
    """Replace the source's learned file whole.

    Raises:
        ConfigError: the file cannot be written, or would be too large to be read.
    """
    data = config.learned_text(source, entries).encode()
    if len(data) > config.MAX_YAML_BYTES:
        raise ConfigError(f"{path}: would be larger than {config.MAX_YAML_BYTES} bytes; raise --min-articles")
    try:
        _replace(path, data)
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be written: {error.strerror}; copy the source's YAML into a folder of "
            "yours and name it in WIRELAKE_SOURCES"
        ) from error


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
    }


def _batches(store: "Store", name: str, first: date | None) -> list[Batch]:
    """The source's days that have a history, the oldest first."""
    from wirelake.lake import layout

    days = (folder.removeprefix("capture_date=") for folder in store.folders(layout.HISTORY))
    batches = sorted(Batch(name, parse_day(day)) for day in days if DAY.fullmatch(day))
    wanted = [batch for batch in batches if first is None or batch.day >= first]
    return [batch for batch in wanted if store.objects(layout.history(batch).rpartition("/")[0])]


def _documents(store: "Store", batch: Batch) -> "Iterator[Document]":
    """The articles of the batch's history/, a few rows at a time."""
    import pyarrow as pa

    from wirelake.lake import layout
    from wirelake.lake.reading import parse_parquet
    from wirelake.lake.schema import HISTORY
    from wirelake.learn import COLUMNS, document

    path = layout.history(batch)
    answer = store.read(path)
    if answer is None:  # deleted while we looked
        return
    rows = parse_parquet(answer[0], path, schema=pa.schema([HISTORY.field(name) for name in COLUMNS]))
    for part in rows.to_batches(max_chunksize=CHUNK):
        for row in part.to_pylist():
            if row["record_kind"] == "article":
                yield document({**row, "capture_date": batch.day})


def _evidence(one: "Judged") -> dict[str, Any]:
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


def _replace(path: Path, data: bytes) -> None:
    """Whole or not at all; the temporary file's name begins with a dot, so nobody takes it for a source."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(path.stat().st_mode if path.exists() else FILE_MODE)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
