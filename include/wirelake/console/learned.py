"""What was learned of a source's furniture and layouts, as tables."""

from typing import Any

from rich.markup import escape
from rich.table import Table

from wirelake.console.terminal import out
from wirelake.legible import one_line

SHOWN_NEAR, MAX_AGAINST = 15, 2  # shapes left in the text: those that miss one or two criteria
SHOWN_TEXT = 120  # characters
SHOWN_PLACES = 12
LEARNED = ("articles", "share", "days", "first seen", "last seen", "place")


def print_learned(found: dict[str, Any]) -> None:
    """What was learned of a source, as the pipeline gives it for JSON: proposals, and what just is none."""
    out.print(f"{found['articles']} articles of {found['days']} days of {found['source']}")
    table = Table(*LEARNED, "state", "for example", title="proposed as furniture", title_justify="left")
    for one in found["proposals"]:
        table.add_row(*_counts(one), one["state"], _example(one))
    out.print(table if found["proposals"] else "No furniture is proposed.")
    near = [one for one in found["near"] if len(one["against"]) <= MAX_AGAINST][:SHOWN_NEAR]
    if near:
        table = Table(*LEARNED, "why not", "for example", title="left in the text", title_justify="left")
        for one in near:
            said = "; ".join(f"{name}: {words}" for name, words in one["against"].items())
            table.add_row(*_counts(one), escape(said), _example(one))
        out.print(table)
    _print_layouts(found["layouts"])


def _print_layouts(layouts: list[dict[str, Any]]) -> None:
    """Where pages hold text, headline, bylines and dates, with counts; and why a layout is not proposed."""
    for one in layouts:
        title = f"layout, {one['state']}" if not one["against"] else "no layout"
        table = Table("what", "where", title=title, title_justify="left", show_header=False)
        for name, where in (("text", [one["text"]]), ("headline", [one["headline"]])):
            table.add_row(name, escape(one_line(where[0])))
        for name in ("bylines", "dates", "keeps", "leaves"):
            shown = one[name][:SHOWN_PLACES]
            rest = [f"… and {len(one[name]) - len(shown)} more"] if len(one[name]) > len(shown) else []
            if shown:
                table.add_row(name, escape("\n".join(map(one_line, (*shown, *rest)))))
        table.add_row("seen", _seen(one))
        if one["against"]:
            table.add_row("why not", escape(one["against"]))
        out.print(table)


def _seen(one: dict[str, Any]) -> str:
    return (
        f"{one['pages']} pages ({one['share']:.0%} of those looked at) of {one['days']} days, "
        f"{one['first_seen']} to {one['last_seen']}; {one['fit']} fit, {one['agreed']} read as in full; "
        f"{one['shortest']} to {one['longest']} characters"
    )


def _counts(one: dict[str, Any]) -> tuple[str, ...]:
    numbers = str(one["articles"]), f"{one['share']:.0%}", str(one["days"])
    return *numbers, one["first_seen"], one["last_seen"], one["place"]


def _example(one: dict[str, Any]) -> str:
    text = one["examples"][0]["text"]
    return escape(one_line(text if len(text) <= SHOWN_TEXT else f"{text[: SHOWN_TEXT - 1]}…"))
