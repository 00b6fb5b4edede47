"""The list of metrics: name, kind, tags and meaning. What is not here is not sent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

VALUE = re.compile(r"[^A-Za-z0-9_-]")
LONGEST = 64  # characters of a tag's value


class Kind(StrEnum):
    """How a metric is counted, in StatsD's words; a timing is sent in milliseconds."""

    COUNTER = "counter"
    GAUGE = "gauge"
    TIMING = "timing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A metric of the list: how it is counted, by which tags it is parted, and what it says."""

    kind: Kind
    tags: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A value of a metric: of a counter how many more, of a gauge how many, of a timing seconds."""

    name: str
    value: float
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted = METRICS[self.name].tags
        if {*self.tags} != {*wanted}:
            raise ValueError(f"{self.name} has the tags {wanted}, not {tuple(self.tags)}")
        plain = {name: VALUE.sub("_", value)[:LONGEST] for name, value in self.tags.items()}
        object.__setattr__(self, "tags", plain)

    @property
    def kind(self) -> Kind:
        """How it is counted."""
        return METRICS[self.name].kind


def _counter(meaning: str, *tags: str) -> Listed:
    return Listed(kind=Kind.COUNTER, tags=tags, meaning=meaning)


def _gauge(meaning: str, *tags: str) -> Listed:
    return Listed(kind=Kind.GAUGE, tags=tags, meaning=meaning)


def _timing(meaning: str, *tags: str) -> Listed:
    return Listed(kind=Kind.TIMING, tags=tags, meaning=meaning)


METRICS: dict[str, Listed] = {
    "wirelake.runs": _counter("runs that left a row in runs/", "source", "mode", "status"),
    "wirelake.failures": _counter("of those that failed, what failed: `runs.failure`", "source", "failure"),
    "wirelake.articles": _counter(
        "rows of articles/ that were added, changed or removed", "source", "change"
    ),
    "wirelake.links": _counter(
        "links that were asked for, and that answered with a document", "source", "step"
    ),
    "wirelake.stage": _timing("what a stage of a run took", "source", "stage"),
    "wirelake.publication_to_lake": _timing(
        "from `published_at`, where its time is known, to `first_seen_at`: median and longest of what the "
        "run brought",
        "source",
        "of",
    ),
    "wirelake.capture_to_reader": _timing(
        "from `first_seen_at` to the run's end, when articles/ shows it: median and longest of the same",
        "source",
        "of",
    ),
    "wirelake.day.articles": _gauge("versions of articles in the capture day's history/", "source"),
    "wirelake.day.rejections": _gauge(
        "rows in rejected/ of the capture day; of more than 20 reasons the rarest are `other`",
        "source",
        "reason",
    ),
    "wirelake.day.exchanges": _gauge(
        "exchanges in raw/ of the capture day: `ok`, or the class of failure", "source", "class"
    ),
    "wirelake.day.bytes": _gauge("bytes of the capture day's WARCs, as they are stored", "source"),
    "wirelake.alarms": _gauge("sources of which that alarm is open, and not silenced", "check"),
}
