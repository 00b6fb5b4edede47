"""What a change says of an article: its kind, and what stands in articles/ before and after; never a text."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

STATED = ("digest", "version", "published_date", "updated_at")  # of what may be read now
DIGITS = 32  # of a digest: 128 bits


class Kind(StrEnum):
    """What became of an article."""

    NEW = "new"
    CORRECTION = "correction"
    UPDATE = "update"
    EMBARGO_ENDED = "embargo_ended"
    RESTORED = "restored"
    RECLEANED = "recleaned"
    KILL = "kill"
    TAKEDOWN = "takedown"
    GONE = "gone"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """An article's row of articles/, as the feed knows it."""

    digest: str
    version: str
    published_date: date
    updated_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "State":
        """That of a row as it reads back from articles/, with its published date."""
        return cls(
            digest=digest_of(row),
            version=row["version"],
            published_date=row["published_date"],
            updated_at=row["updated_at"],
        )

    def stated(self) -> dict[str, Any]:
        """The state under the names by which it stands in the feed; days and instants as ISO 8601."""
        return {
            "digest": self.digest,
            "version": self.version,
            "published_date": self.published_date.isoformat(),
            "updated_at": self.updated_at.isoformat(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One article's change: ``now`` is None where it may not be read any more, ``before`` where it could not.

    Told apart by article and digest: to take in the same change twice does no harm.
    """

    article_id: str
    kind: Kind
    before: State | None
    now: State | None

    def stated(self) -> dict[str, Any]:
        """The change under the names by which it stands in the feed."""
        before = self.before
        state = self.now.stated() if self.now else dict.fromkeys(STATED)
        return {
            "article_id": self.article_id,
            "kind": self.kind.value,
            **state,
            "previous_digest": before and before.digest,
            "previous_date": before and before.published_date.isoformat(),
        }


def digest_of(row: Mapping[str, Any]) -> str:
    """A hash of all that a row of articles/ says, its published date too.

    A null is left out, so a column that is added later changes no digest of a row that lacks it.
    """
    told = {name: value for name, value in row.items() if value is not None}
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def state_in(stated: Mapping[str, Any]) -> State | None:
    """What may be read now, by a change that stands in the feed.

    Raises:
        ValueError, KeyError, TypeError: it is no change.
    """
    if stated["digest"] is None:
        return None
    return State(
        digest=stated["digest"],
        version=stated["version"],
        published_date=date.fromisoformat(stated["published_date"]),
        updated_at=datetime.fromisoformat(stated["updated_at"]),
    )
