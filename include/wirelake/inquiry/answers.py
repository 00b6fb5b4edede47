"""What an inquiry answers: one verdict, the evidence for it, and what to do next."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """Where the article is, or why it is not there; docs/commands.md has what each means."""

    READABLE = "readable"
    SUPERSEDED = "superseded"
    TAKEN_DOWN = "taken_down"
    KILLED = "killed"
    REPLACED = "replaced"
    EMBARGOED = "embargoed"
    WITHHELD = "withheld"
    EXPIRED = "expired"
    GONE = "gone"
    CONTROL = "control"
    UNWRITTEN = "unwritten"
    REJECTED = "rejected"
    FAILED = "failed"
    GATE_CLOSED = "gate_closed"
    UNBUILT = "unbuilt"
    PASSED_OVER = "passed_over"
    LIST = "list"
    NOT_CHOSEN = "not_chosen"
    OUTSIDE_DAY = "outside_day"
    LISTED = "listed"
    NEVER_LISTED = "never_listed"
    NEVER_CAPTURED = "never_captured"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer about one source. ``run_id`` is of the run that shows it, where runs/ tells.

    ``evidence`` are lines for people, ``next`` commands or steps, the likeliest first.
    """

    verdict: Verdict
    told: str
    source: str
    article_id: str | None = None
    url: str | None = None
    headline: str | None = None
    capture_date: date | None = None
    published_date: date | None = None
    run_id: str | None = None
    raw_ref: str | None = None
    reason: str | None = None
    detail: str | None = None
    evidence: tuple[str, ...] = ()
    next: tuple[str, ...] = ()

    @property
    def is_readable(self) -> bool:
        """A reader finds it now."""
        return self.verdict is Verdict.READABLE

    def as_row(self) -> dict[str, Any]:
        """All of it under its names."""
        return asdict(self) | {"verdict": str(self.verdict), "readable": self.is_readable}

    def facts(self) -> Iterator[tuple[str, str]]:
        """Name and value of what is known, in the order in which a person asks."""
        for name in (
            *("article_id", "headline", "url", "published_date", "capture_date"),
            *("run_id", "raw_ref", "reason", "detail"),
        ):
            if (value := getattr(self, name)) not in (None, ""):
                yield name, str(value)
