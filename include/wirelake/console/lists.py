"""Lines and short lists on standard output."""

from collections.abc import Sequence

from rich.markup import escape

from wirelake.console.terminal import out
from wirelake.console.values import brief
from wirelake.diff.pairs import Key


def say(text: str, style: str | None = None) -> None:
    """One line to standard output, as it is."""
    out.print(escape(text), style=style, highlight=False)


def show_list(title: str, entries: Sequence[str], limit: int) -> None:
    """The title and the first entries below it; nothing where there are none."""
    if not entries:
        return
    say(f"  {title}")
    for entry in entries[:limit]:
        say(f"    {entry}")
    if len(entries) > limit > 0:
        say(f"    … and {len(entries) - limit:,} more")


def named(key: Key) -> str:
    """The row's article, or what else it is known by, and its headline."""
    return f"{key.article_id or key.url or key.raw_ref}  {brief(key.headline)}"
