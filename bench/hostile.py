"""Read every document of a folder in a bounded process, each by every way in: bench/hostile.py FOLDER.

Prints what came of it, the seconds and the process's peak memory (unknown where the process was killed).
Exits 1 where a document was neither read nor refused by a named bound within the wall time of a document.
"""

import argparse
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from wirelake.bounded.pool import WALL_SECONDS, Bounded
from wirelake.errors import ParseError
from wirelake.extract import extract
from wirelake.formats import rss, sitemaps
from wirelake.records import Kind, Link, RawArticle, Rejection

SLACK_SECONDS = 5.0  # to notice, to kill, to hand over
LISTS = {".rss": rss.links, ".xml": sitemaps.read}  # what discovery reads before anything is extracted


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What came of one document: ``outcome`` is ``read: …`` or a rejection's reason."""

    name: str
    way: str
    outcome: str
    seconds: float
    peak_mb: int | None


def lines(folder: Path) -> Iterator[Line]:
    """A line for each document and each way in, all read by one pool."""
    with Bounded(1, documents_a_process=1) as bounded:
        bounded.call(_read, "extract", b"<p>The first start of a process counts for none.</p>", ".html")
        for path in sorted(folder.iterdir()):
            if path.name == "list.jsonl":
                continue
            for way in ("extract", *(["list"] if path.suffix in LISTS else [])):
                data = path.read_bytes()
                started = time.monotonic()
                try:
                    outcome, peak = bounded.call(_read, way, data, path.suffix)
                except ParseError as error:
                    outcome, peak = error.reason, None
                seconds = time.monotonic() - started
                yield Line(name=path.name, way=way, outcome=outcome, seconds=seconds, peak_mb=peak)


def _read(way: str, data: bytes, suffix: str) -> tuple[str, int]:
    raw = RawArticle(
        link=Link(url="https://quay.example/news/1", origin="feed"),
        kind=Kind.ARTICLE,
        fetched_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
        body=data,
        status=200,
        raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    )
    try:
        outcome = _listed(raw, suffix) if way == "list" else _extracted(raw)
    except ParseError as error:
        outcome = error.reason
    return outcome, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _listed(raw: RawArticle, suffix: str) -> str:
    found = LISTS[suffix](raw)
    return f"read: {type(found).__name__}"


def _extracted(raw: RawArticle) -> str:
    found = extract(raw)
    if isinstance(found, Rejection):
        return found.reason
    characters = sum(len(article.extracted_text) for article in found)
    for article in found:
        article.extracted_text.encode()  # what cannot be stored has not been read
    return f"read: {len(found)} of {characters} characters"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("folder", type=Path, help="a folder of documents")
    late = 0
    print(f"{'document':32} {'way':8} {'seconds':>8} {'peak MB':>8}  outcome")
    for line in lines(parser.parse_args().folder):
        peak = "-" if line.peak_mb is None else line.peak_mb
        print(f"{line.name:32} {line.way:8} {line.seconds:8.2f} {peak:>8}  {line.outcome}", flush=True)
        late += line.seconds > WALL_SECONDS + SLACK_SECONDS
    return 1 if late else 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from bench import hostile  # under the name by which a bounded process can import it

    sys.exit(hostile.main())
