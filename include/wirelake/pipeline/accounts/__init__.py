"""A run's account of itself: its counts, and one line of them for people."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from wirelake.batches.passing import in_words
from wirelake.config import SourceConfig
from wirelake.pipeline.discovery.unreached import left_out_by
from wirelake.records import Reading
from wirelake.ruleset import ruleset_version

UNFIT, DIFFERING = "layout_unfit", "layout_differs"
LEAST_UNFIT, MOST_UNFIT = 3, 0.5  # pages, and their share, beyond which a template has changed
LEAST_DIFFERING, MOST_DIFFERING = 2, 0.2  # of those compared


def read_how(reading: Reading | None) -> Iterator[str]:
    """The words under which a page is counted whose source has layouts."""
    if reading is not None:
        yield UNFIT if reading.layout is None else "layout"
        if reading.compared:
            yield "compared"
        if reading.differs:
            yield DIFFERING


def layout_changed(read: Mapping[str, int]) -> Iterator[str]:
    """What speaks for a changed template, of a day's pages counted by ``read_how``."""
    unfit, pages = read.get(UNFIT, 0), read.get(UNFIT, 0) + read.get("layout", 0)
    if unfit >= LEAST_UNFIT and unfit > MOST_UNFIT * pages:
        yield f"{unfit} of {pages} pages fit none and were read in full"
    differing, compared = read.get(DIFFERING, 0), read.get("compared", 0)
    if differing >= LEAST_DIFFERING and differing > MOST_DIFFERING * compared:
        yield f"{differing} of {compared} pages compared are read otherwise in full"


def counts(
    source: SourceConfig, passed: pa.Table, rejected: pa.Table, read: Mapping[str, int]
) -> dict[str, Any]:
    """The columns of runs/ that count; ``read`` is how pages were read whose source has layouts."""
    flags = Counter(flag for row in passed["quality_flags"].to_pylist() for flag in row or [])
    flags.update({name: read[name] for name in (UNFIT, DIFFERING) if read.get(name)})
    kinds = Counter(passed["record_kind"].to_pylist())
    return {
        "articles": kinds["article"],
        "media": kinds["media"],
        "packages": kinds["package"],
        "rejected": len(rejected),
        "rejected_by_reason": dict(Counter(rejected["reason"].to_pylist())),
        "warnings_by_flag": dict(flags),
        "ruleset_version": ruleset_version(source),
    }


def summary_of(facts: dict[str, Any], moved: dict[str, int], *, control: int) -> str:
    """41 articles, 3 rejected (2 body_missing, 1 http_404), 38 added, 2 changed; incomplete: feed …"""
    parts = [items_of(facts)]
    parts += [_counted(control, "control record")] if control else []
    if reasons := facts["rejected_by_reason"]:
        ranked = sorted(reasons.items(), key=lambda item: (-item[1], item[0]))
        parts.append(
            f"{sum(reasons.values())} rejected ({', '.join(f'{n} {reason}' for reason, n in ranked)})"
        )
    parts += [told] if (told := in_words(facts.get("passed_over", ()))) else []
    parts += left_out_by(facts.get("left_out", {}))
    parts += [f"{count} {what}" for what, count in moved.items() if count] or ["nothing changed"]
    lines = [", ".join(parts)]
    if facts.get("taken_down"):
        lines.append(f"taken down: {', '.join(facts['taken_down'])}")
    if advisories := facts.get("review", ())[: facts.get("advisories")]:
        lines.append(f"to be reviewed, as no known article is meant: {'; '.join(advisories)}")
    if facts.get("waiting"):
        lines.append(f"under embargo: {'; '.join(facts['waiting'])}")
    lines += facts.get("licence", ())
    if facts.get("gaps"):
        lines.append(f"incomplete: {'; '.join(facts['gaps'])}")
    if changed := "; ".join(layout_changed(facts.get("layouts", {}))):
        lines.append(f"layout changed: {changed}")
    if facts.get("clock_behind"):
        lines.append(facts["clock_behind"])
    if facts.get("waited_for"):
        lines.append(f"waited for {', '.join(facts['waited_for'])}")
    return "; ".join(lines)


def items_of(facts: dict[str, Any]) -> str:
    """41 articles, 12 media, 1 package: of media and packages where there are some."""
    parts = [_counted(facts["articles"], "article")]
    parts += [f"{media} media"] if (media := facts.get("media")) else []
    parts += [_counted(packages, "package")] if (packages := facts.get("packages")) else []
    return ", ".join(parts)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
