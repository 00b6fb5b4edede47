"""Columns that would change: how often, and some of their values or all."""

from wirelake.console.lists import named, say
from wirelake.console.values import SHOWN, brief, change, clipped, counted
from wirelake.diff.difference import Column, Difference, Example

# They follow from other columns or have a heading of their own: counted, and shown by --field.
FOLLOWING = frozenset(
    (
        "article_id",
        "content_sha256",
        "extracted_text",
        "paragraphs",
        "published_date",
        "removed",
        "rule_hits",
        "stood_before",
        "version",
        "word_count",
    )
)
LINES = 12  # of one text


def show_columns(found: Difference, limit: int) -> None:
    """How many rows change in which columns, with examples."""
    if not found.columns:
        return
    say(f"  {counted(len(found.changing), 'row')} of {found.table}/ would change")
    for name, entry in found.columns.items():
        if name not in FOLLOWING:
            _show_examples(name, entry, limit)
    following = [f"{name} {entry.rows:,}" for name, entry in found.columns.items() if name in FOLLOWING]
    if following:
        say(f"    and with it: {', '.join(following)}")


def _show_examples(name: str, entry: Column, limit: int) -> None:
    say(f"    {name}: {counted(entry.rows, 'row')}", style="bold")
    for one in entry.examples[:limit]:
        if not one.lines:
            say(f"      {one.key.article_id}  {change(one.old, one.new)}")
            continue
        say(f"      {named(one.key)}")
        _show_lines(one, LINES)


def _show_lines(example: Example, shown: int | None) -> None:
    for line in example.lines[:shown]:
        text = clipped(line.text, None if shown is None else SHOWN)
        why = f"  ({line.why})" if line.why else ""
        say(f"        {line.sign} {text}{why}", style="red" if line.sign == "-" else "green")
    if shown is not None and len(example.lines) > shown:
        say(f"        … and {counted(len(example.lines) - shown, 'paragraph')} more")


def show_column(found: Difference, name: str) -> None:
    """Every change of the column, whole."""
    entry = found.columns.get(name) or found.stamps.get(name)
    if entry is None:
        return
    say(f"  {name} of {found.table}/: {counted(entry.rows, 'row')}", style="bold")
    for one in entry.examples:
        say(f"    {named(one.key)}")
        if one.lines:
            _show_lines(one, None)
        else:
            say(f"      - {brief(one.old, None)}", style="red")
            say(f"      + {brief(one.new, None)}", style="green")


def show_stamps(found: Difference) -> None:
    """What changes on every row by nature, in a line each."""
    for name, entry in found.stamps.items():
        known = f": {change(entry.examples[0].old, entry.examples[0].new)}" if entry.examples else ""
        say(f"  {name} would change on {counted(entry.rows, 'row')} of {found.table}/{known}")
