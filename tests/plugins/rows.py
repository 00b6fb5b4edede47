"""The rows that these tests put into a lake, by the pipeline's own writers."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pyarrow as pa
from tests.wirelake.quay import version

from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.lake import schema
from wirelake.records import Rejection
from wirelake.storage import Store
from wirelake.write import write_articles, write_history, write_rejected, write_run

FIRST, MIDDLE, LAST = date(2025, 12, 5), date(2025, 12, 6), date(2025, 12, 7)
HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> Harbour reopens"
)
FROM_THE_RIGHT = "ميناء النورس يفتح من جديد"
EMBARGOED = "Harbour fees rise at midnight"
GAPS = [f"the feed https://island.example/{number}.xml may have lost entries" for number in range(22)]
REVIEW = ["island/2025-12-05#<urn:uuid:0> of 2025-12-05 09:00Z names slugline 'SHIP-FIRE'"]
DECIDED = {"takedown": "takedown-"}  # such a row is no run: the grid counts without it
REASONS = {"body_missing": 130, "http_404": 100}


def fill(store: Store) -> None:
    """Three days of coastal and island, and one of ghost, a source without a Dag."""
    put_run(store, Batch("coastal", FIRST), articles=12)
    put_run(store, Batch("coastal", MIDDLE), hour=6, status="failed", reasons={"body_missing": 9})
    put_run(store, Batch("coastal", MIDDLE), hour=9, articles=10, reasons={"body_missing": 2})
    put_run(store, Batch("coastal", LAST), articles=41, reasons=REASONS)
    put_run(store, Batch("coastal", MIDDLE), hour=12, mode="takedown")
    put_rejections(store, Batch("coastal", LAST), REASONS)
    put_articles(store, Batch("coastal", LAST))
    put_run(
        store,
        Batch("island", FIRST),
        mode="poll",
        articles=3,
        failures={"http_404": 2, "dns": 1},
        gaps=GAPS,
        review=REVIEW,
    )
    put_run(store, Batch("island", MIDDLE), status="skipped")
    put_run(store, Batch("island", LAST), status="failed", failure="gate", reasons={"http_404": 7})
    put_run(store, Batch("ghost", LAST), articles=5)


def put_run(
    store: Store,
    batch: Batch,
    *,
    hour: int = 6,
    status: str = "success",
    failure: str | None = None,
    articles: int = 0,
    media: int | None = None,
    packages: int | None = None,
    reasons: Mapping[str, int] | None = None,
    mode: str = "run",
    failures: Mapping[str, int] | None = None,
    gaps: list[str] | None = None,
    review: list[str] | None = None,
) -> None:
    """A row of runs/; without ``media``, ``failures`` and ``gaps`` as one older than these columns."""
    started = datetime(2025, 12, 8, hour, tzinfo=UTC)
    rejected = sum((reasons or {}).values())
    row: dict[str, Any] = {
        "run_id": f"{DECIDED.get(mode, '')}{started:%Y%m%dT%H%M%SZ}-0a1b2c3d",
        "mode": mode,
        "status": status,
        "failure": failure,
        "started_at": started,
        "ended_at": started + timedelta(seconds=14),
        "seconds": [("fetch", 6.25), ("write", 0.5)],
        "captured": articles + rejected,
        "articles": articles,
        "media": media,
        "packages": packages,
        "rejected": rejected,
        "duplicates": 1,
        "rejected_by_reason": sorted((reasons or {}).items()),
        "warnings_by_flag": [],
        "failures_by_class": sorted(failures.items()) if failures else None,
        "gaps": gaps,
        "review": review,
        "added": articles,
        "changed": 0,
        "removed": 0,
        "published_dates": [batch.day] if articles else [],
        "summary": f"{articles} articles, {rejected} rejected, said the run of {hour} o'clock",
        "wirelake_version": "0",
        "ruleset_version": "0",
    }
    write_run(store, batch, row)


def put_articles(store: Store, batch: Batch) -> None:
    """Rows of history/ and articles/: a hostile headline, one from right to left, one under embargo, many."""
    at = datetime(2025, 12, 7, 9, 30, tzinfo=UTC)
    stated = {"published_at": at, "published_precision": "minute", "first_seen_at": at + timedelta(minutes=4)}
    far = datetime(2999, 1, 1, tzinfo=UTC)
    articles = [
        version(1, batch.day, batch=batch, headline=HOSTILE, **stated),
        version(2, batch.day, batch=batch, headline=FROM_THE_RIGHT, language="ar", **stated),
        version(3, batch.day, batch=batch, headline=EMBARGOED, embargoed_until=far, **stated),
        *(version(number, batch.day, batch=batch) for number in range(100, 160)),
    ]
    write_history(store, batch, articles_table(articles))
    write_articles(store, batch, at + timedelta(hours=1))


def put_rejections(store: Store, batch: Batch, reasons: Mapping[str, int]) -> None:
    """Rows of rejected/: one in three has two reasons, and every headline is hostile."""
    found = [
        Rejection(
            source=batch.source,
            stage="fetch" if reason == "http_404" else "validate",
            reason=reason,
            reasons=(reason, "headline_missing") if number % 3 == 0 else (reason,),
            detail=f"evidence {number}",
            raw_ref=f"{batch}#urn:uuid:00000000-0000-4000-8000-{number:05d}{len(reason):07d}",
            rejected_at=datetime(2025, 12, 8, 6, tzinfo=UTC),
            url=f"https://{batch.source}.example/{number}?q=<b>",
            headline=None if reason == "http_404" else HOSTILE,
        )
        for reason, count in reasons.items()
        for number in range(count)
    ]
    write_rejected(store, batch, pa.Table.from_pylist([asdict(one) for one in found], schema=schema.REJECTED))
