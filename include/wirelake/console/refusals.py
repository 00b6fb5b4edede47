"""What was kept out: counts by day, source and reason, each with its headline, and how to try again."""

from typing import TYPE_CHECKING

from rich.markup import escape

from wirelake.console.tables import print_rows
from wirelake.console.terminal import out, print_json

if TYPE_CHECKING:
    from wirelake.inquiry.refusals import Refusals

DETAIL, STEPS = 120, 10  # characters; commands
COUNTS = {
    "day": "capture_date",
    "source": "source",
    "stage": "stage",
    "reason": "reason",
    "rejected": "rejected",
}


def show_refusals(found: "Refusals", limit: int, *, as_json: bool) -> None:
    """Of the rows the first ``limit``; as JSON all of them."""
    if as_json:
        print_json(found.rows, indent=2)
        return
    days = f"{found.first} to {found.last or 'now'}" if found.first != found.last else f"{found.first}"
    if not found.rows:
        out.print(f"nothing was rejected ({days})" if found.first else "nothing was ever rejected")
        return
    print_rows(found.counts(), COUNTS, as_json=False, title=f"{len(found.rows)} rejected, {days}")
    if limit:
        columns = {
            "day, source": lambda row: f"{row['capture_date']} {row['source']}",
            "reasons": lambda row: ", ".join(row["reasons"]),
            "headline and address": lambda row: "  ".join(
                filter(None, (row["headline"], row["url"] or row["raw_ref"]))
            ),
            "evidence": lambda row: row["detail"][:DETAIL],
        }
        print_rows(found.rows[:limit], columns, as_json=False)
    if len(found.rows) > limit > 0:
        out.print(f"… and {len(found.rows) - limit} more: --limit, or --json")
    for number, step in enumerate([*found.again()][:STEPS]):
        out.print(f"{'again: ' if number == 0 else '    or '}{escape(step)}", highlight=False)
