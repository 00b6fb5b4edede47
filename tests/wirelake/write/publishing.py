"""What a batch's writer does, in one step."""

from datetime import date, datetime

from tests.wirelake.quay import NOON

from wirelake.batches.staging import articles_table
from wirelake.config import Batch
from wirelake.records import Article, Rejection
from wirelake.storage import Store
from wirelake.write import Changes, acknowledge, write_articles, write_history


def publish(store: Store, batch: Batch, *versions: Article, now: datetime = NOON) -> Changes:
    """Write one batch's history and bring articles/ up to date."""
    write_history(store, batch, articles_table(list(versions)))
    changes = write_articles(store, batch, now)
    acknowledge(store, changes)
    return changes


def rejection(number: int) -> Rejection:
    return Rejection(
        source="quay",
        stage="extract",
        reason="empty_document",
        reasons=("empty_document",),
        detail="no text in the file",
        raw_ref=str(number),
        rejected_at=NOON,
        published_date=date(2026, 3, 2),
    )
