"""A copy of articles/ that somebody keeps by the feed of changes alone."""

from datetime import UTC, datetime
from typing import Any

import wirelake
from wirelake.errors import ResyncError
from wirelake.lake.changes.change import Kind, digest_of
from wirelake.storage import Store

LEAVING = {Kind.KILL, Kind.TAKEDOWN, Kind.GONE, Kind.REMOVED}
NEVER = datetime.min.replace(tzinfo=UTC)


class Copy:
    """article_id → digest, as the changes said. ``kinds`` are those of all changes that it was told."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.cursor = ""
        self.rows: dict[str, str] = {}
        self.kinds: list[tuple[str, str]] = []
        self.resyncs = 0

    def poll(self) -> list[tuple[str, str]]:
        """Take in what changed; returns article_id and kind of each change."""
        try:
            answer = wirelake.changes(self.cursor or None, lake=self.store.uri)
        except ResyncError as error:
            self.resyncs += 1
            self.cursor = error.cursor
            self.rows = shown(self.store)
            return []
        found = answer.changes.to_pylist()
        for one in found:
            if one["kind"] in LEAVING:
                assert one["digest"] is None
                self.rows.pop(one["article_id"], None)
            else:
                self.rows[one["article_id"]] = one["digest"]
        self.cursor = answer.cursor
        told = [(one["article_id"], one["kind"]) for one in found]
        self.kinds += told
        return told


def shown(store: Store) -> dict[str, str]:
    """article_id → digest, of what articles/ shows."""
    rows: list[dict[str, Any]] = wirelake.read(lake=store.uri).to_pylist()
    return {row["article_id"]: digest_of(row) for row in rows}
