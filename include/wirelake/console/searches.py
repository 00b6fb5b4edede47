"""A discovery on the terminal: what each list held, the links, and what is missing or wrong."""

from typing import Any

from rich.markup import escape
from rich.table import Table

from wirelake.console.lists import say, show_list
from wirelake.console.terminal import out, say_wrong


def show_search(told: dict[str, Any], limit: int) -> None:
    """``told`` is as ``pipeline.search_json`` gives it; of the links the first ``limit``."""
    table = Table("list", "listed", "match", "of the day", "failed")
    for one in told["lists"]:
        counts = ["–"] * 3 if one["failure"] else [str(one[name]) for name in ("listed", "matched", "of_day")]
        table.add_row(escape(one["url"]), *counts, escape(one["failure"] or ""))
    out.print(table)
    for line in told["mistakes"]:  # the cause before its consequence: that few links are there
        say_wrong(line)
    for name in ("lost", "reach", "gaps"):
        for line in told[name]:
            say_wrong(line, "yellow")
    for rule, count in told["left_out"].items():
        say(f"{count} links are left out by {rule}")
    links = told["links"]
    asked = [one for one in links if one["new"]]
    known = [one["url"] for one in links if not one["new"]]
    say(f"{told['source']}/{told['day']}: {len(links)} links and files, {len(known)} of them known already")
    show_list("to be asked for", [f"{one['url']}{_title(one)}" for one in asked], limit)
    show_list("known already", known, limit)
    show_list("passed over", [f"{one['name']}: {one['reason']}" for one in told["passed_over"]], limit)


def _title(link: dict[str, Any]) -> str:
    return f"  {link['title']}" if link["title"] else ""
