"""What a build would change, for people: a heading for each kind of change, with examples."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.table import Table

from wirelake.console.changes.columns import show_column, show_columns, show_stamps
from wirelake.console.lists import named, say, show_list
from wirelake.console.terminal import out
from wirelake.console.values import brief, clipped, counted
from wirelake.diff.batches import BatchDifference
from wirelake.diff.crossings import Crossing
from wirelake.diff.difference import Change, Difference
from wirelake.diff.removals import RuleDifference

DETAIL = 300  # characters


def show_batch(found: BatchDifference, limit: int, column: str | None) -> None:
    """A batch, or of it this column alone and whole."""
    sizes = [f"{one.table}/ {one.before:,} → {one.after:,} rows" for one in (found.history, found.rejected)]
    same = ": nothing would change" if found.is_same else ""
    say(f"{found.batch}{same}: {', '.join(sizes)}", style="bold")
    if not found.built:
        say("  never built: everything appears")
    if found.grown:
        say("  raw/ holds more than the last build read: not all of this comes of code and YAML")
    if found.closed:
        say(f"  the gate would close ({found.closed}): history/ and articles/ stay; --accept shows the rest")
    if column:
        show_column(found.history, column)
        show_column(found.rejected, column)
        return
    if not found.is_same:
        _show_crossings("article", "rejection", found.to_rejection, limit)
        _show_crossings("rejection", "article", found.to_article, limit)
        crossings = (*found.to_rejection, *found.to_article)
        crossed = {
            name for one in crossings for name in ((one.key.raw_ref, one.key.article_id), one.rejection)
        }
        _show_rows(found.history, crossed, limit)
        show_columns(found.history, limit)
        _show_rows(found.rejected, crossed, limit)
        show_columns(found.rejected, limit)
        if found.history.changes:
            _show_rules(found.rules, limit)
    show_stamps(found.history)


def show_articles(found: Difference, limit: int, column: str | None) -> None:
    """articles/ after all the days, or of it this column alone and whole."""
    if not found.changes:
        say("articles/: nothing would change", style="bold")
        return
    told = [
        f"{counted(len(changes), 'row')} would {verb}"
        for changes, verb in (
            (found.appearing, "appear"),
            (found.vanishing, "vanish"),
            (found.changing, "change"),
        )
    ]
    say(f"articles/: {', '.join(told)}", style="bold")
    if column:
        show_column(found, column)
        return
    _show_days(found.changes)
    _show_rows(found, set(), limit)
    if found.columns:
        counts = (f"{name} {entry.rows:,}" for name, entry in found.columns.items())
        say(f"  columns that change: {', '.join(counts)}")


def _show_crossings(was: str, would_be: str, crossings: Sequence[Crossing], limit: int) -> None:
    entries = []
    for one in crossings:
        told = one.detail if one.detail.startswith(one.reasons[0]) else f"{one.reasons[0]}: {one.detail}"
        entries.append(f"{named(one.key)}\n      {clipped(told, DETAIL)}")
    plural = "would become a" if len(entries) == 1 else "would each become a"
    article = "n" if would_be == "article" else ""
    show_list(f"{counted(len(entries), was)} {plural}{article} {would_be}", entries, limit)


def _show_rows(found: Difference, crossed: set[tuple[str, str | None]], limit: int) -> None:
    """Rows that come and go, but for those that change sides; rows that get another id or day."""

    def entries(changes: Iterable[Change]) -> list[str]:
        told = [one for one in changes if (one.key.raw_ref, one.key.article_id) not in crossed]
        return [f"{named(one.key)}{f'  ({one.note})' if one.note else ''}" for one in told]

    place = f"{found.table}/"
    for changes, verb in ((found.appearing, "appear in"), (found.vanishing, "vanish from")):
        told = entries(changes)
        show_list(f"{counted(len(told), 'row')} would {verb} {place}", told, limit)
    renamed = [
        f"{one.old.article_id} → {named(one.key)}" for one in found.changes if one.old and one.is_renamed
    ]
    show_list(f"{counted(len(renamed), 'row')} of {place} would bear another article_id", renamed, limit)
    moved = [
        f"{named(one.key)}  {one.old.published_date} → {one.new.published_date}"
        for one in found.changes
        if one.old and one.new and one.is_moved
    ]
    show_list(f"{counted(len(moved), 'row')} of {place} would move to another published day", moved, limit)


def _show_rules(rules: Sequence[RuleDifference], limit: int) -> None:
    if not rules:
        return
    say("  what the rules remove from the articles of history/: times (characters)")
    table = Table("    rule", "before", "now", "newly removed", "newly kept", box=None, pad_edge=False)
    for one in rules:
        table.add_row(
            f"    {one.rule}",
            f"{one.times_before:,} ({one.characters_before:,})",
            f"{one.times_now:,} ({one.characters_now:,})",
            f"{one.newly_removed.total():,}",
            f"{one.newly_kept.total():,}",
        )
    out.print(table)
    for one in rules:
        _show_texts(f"{one.rule}, newly removed", one.newly_removed, "before by", limit)
        _show_texts(f"{one.rule}, newly kept", one.newly_kept, "now removed by", limit)


def _show_texts(title: str, texts: Counter[tuple[str, str]], by: str, limit: int) -> None:
    entries = []
    for (text, other), times in sorted(texts.items(), key=lambda item: (-item[1], item[0])):
        often = f" × {times:,}" if times > 1 else ""
        entries.append(f"{brief(text.strip())}{often}{f'  ({by} {other})' if other else ''}")
    show_list(title, entries, limit)


def _show_days(changes: Sequence[Change]) -> None:
    table = Table(
        "  published day", "appear", "vanish", "change", "move here", "move away", box=None, pad_edge=False
    )
    counts: Counter[tuple[str, str]] = Counter()
    for one in changes:
        if one.old and one.new and one.is_moved:
            counts[str(one.new.published_date), "move here"] += 1
            counts[str(one.old.published_date), "move away"] += 1
        else:
            verb = "change" if one.old and one.new else "appear" if one.new else "vanish"
            counts[str(one.key.published_date), verb] += 1
    for day in sorted({day for day, _ in counts}):
        verbs = ("appear", "vanish", "change", "move here", "move away")
        table.add_row(f"  {day}", *(f"{counts[day, verb]:,}" for verb in verbs))
    out.print(table)
