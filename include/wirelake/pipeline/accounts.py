"""A run's account of itself: its counts, and one line of them for people."""

from collections import Counter
from typing import Any

import pyarrow as pa

from wirelake.batches.passing import in_words
from wirelake.config import SourceConfig
from wirelake.ruleset import ruleset_version


def counts(source: SourceConfig, passed: pa.Table, rejected: pa.Table) -> dict[str, Any]:

    flags = Counter(flag for row in passed["quality_flags"].to_pylist() for flag in row or [])
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
