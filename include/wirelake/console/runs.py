"""Runs, a line each."""

from collections.abc import Iterable

from wirelake.console.tables import Cell, Row, print_rows

LISTED = ("listed", "matched", "of_day", "known", "asked", "received")
MAPS = ("seconds", "rejected_by_reason", "warnings_by_flag", "failures_by_class")
REASONS, SUMMARY = 3, 100  # reasons of a run; characters of what a failed run says


def show_runs(rows: Iterable[Row], *, as_json: bool) -> None:
    """Rows of runs/, the newest first."""
    columns: dict[str, Cell] = {
        "began": lambda row: f"{row['started_at']:%Y-%m-%d %H:%M}Z",
        "took": lambda row: f"{(row['ended_at'] - row['started_at']).total_seconds():.0f} s",
        "source, day": lambda row: f"{row['source']} {row['capture_date']}",
        "mode": "mode",
        "listed/match/day/known/asked/came": _looked,
        "articles": "articles",
        "rejected": _rejected,
        "added/changed/removed": lambda row: f"{row['added']}/{row['changed']}/{row['removed']}",
        "ended": _ended,
    }
    told = (dict(row) | {name: dict(row[name] or ()) for name in MAPS} for row in rows)
    print_rows(told, columns, as_json=as_json, empty="no run is known")


def _looked(row: Row) -> str:
    """What discovery saw; nothing of a replay, which asks nobody."""
    if all(row[name] is None for name in LISTED):
        return ""
    return "/".join("–" if row[name] is None else str(row[name]) for name in LISTED)


def _rejected(row: Row) -> str:
    counts = sorted(row["rejected_by_reason"].items(), key=lambda one: -one[1])
    told = ", ".join(f"{count} {reason}" for reason, count in counts[:REASONS])
    return f"{row['rejected']}{f' ({told})' if told else ''}"


def _ended(row: Row) -> str:
    if row["status"] == "success":
        return "success"
    kind = f" ({row['failure']})" if row["failure"] else ""
    return f"{row['status']}{kind}: {row['summary'][:SUMMARY]}"
