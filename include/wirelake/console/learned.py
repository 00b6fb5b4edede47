"""What was learned of a source's furniture, as tables."""

from typing import Any

from rich.markup import escape
from rich.table import Table

from wirelake.console.terminal import out
from wirelake.legible import one_line

SHOWN_NEAR, MAX_AGAINST = 15, 2  # shapes left in the text: those that miss one or two criteria
SHOWN_TEXT = 120  # characters
LEARNED = ("articles", "share", "days", "first seen", "last seen", "place")


def print_learned(found: dict[str, Any]) -> None:
    """What was learned of a source, as the pipeline gives it for JSON: proposals, and what just is none."""
    out.print(f"{found['articles']} articles of {found['days']} days of {found['source']}")
    table = Table(*LEARNED, "state", "for example", title="proposed as furniture", title_justify="left")
    for one in found["proposals"]:
        table.add_row(*_counts(one), one["state"], _example(one))
    out.print(table if found["proposals"] else "Nothing is proposed.")
    near = [one for one in found["near"] if len(one["against"]) <= MAX_AGAINST][:SHOWN_NEAR]
    if near:
        table = Table(*LEARNED, "why not", "for example", title="left in the text", title_justify="left")
        for one in near:
            said = "; ".join(f"{name}: {words}" for name, words in one["against"].items())
            table.add_row(*_counts(one), escape(said), _example(one))
        out.print(table)


def _counts(one: dict[str, Any]) -> tuple[str, ...]:
    numbers = str(one["articles"]), f"{one['share']:.0%}", str(one["days"])
    return *numbers, one["first_seen"], one["last_seen"], one["place"]


def _example(one: dict[str, Any]) -> str:
    text = one["examples"][0]["text"]
    return escape(one_line(text if len(text) <= SHOWN_TEXT else f"{text[: SHOWN_TEXT - 1]}…"))
