"""What ``diff`` finds, shown as it comes: for people or as JSON, and with totals at the end."""

from collections import Counter

from rich.table import Table

from wirelake.console.changes.differences import show_articles, show_batch
from wirelake.console.changes.json_lines import batch_object, table_object
from wirelake.console.lists import say
from wirelake.console.terminal import out, print_json
from wirelake.console.values import counted
from wirelake.diff.batches import BatchDifference
from wirelake.diff.difference import Difference

VERBS = ("appear", "vanish", "change")
RULE_COLUMNS = ("before", "now", "newly removed", "newly kept")


class DiffReport:
    """Keeps counts only, however many days there are.

    With ``column`` it shows that column alone; ``as_json``: an object a line, each batch and then articles/.
    """

    def __init__(self, *, limit: int, column: str | None, as_json: bool) -> None:
        self._limit, self._column, self._as_json = limit, column, as_json
        self.days = 0
        self._differing = 0
        self._rows: Counter[tuple[str, str]] = Counter()
        self._rules: dict[str, Counter[str]] = {}

    def add(self, found: BatchDifference) -> None:
        """Show one batch."""
        self.days += 1
        self._differing += not found.is_same
        for table in (found.history, found.rejected):
            changes = (table.appearing, table.vanishing, table.changing)
            self._rows += Counter(
                {(table.table, verb): len(c) for verb, c in zip(VERBS, changes, strict=True)}
            )
        for rule in found.rules:
            news = rule.newly_removed.total(), rule.newly_kept.total()
            numbers = dict(zip(RULE_COLUMNS, (rule.times_before, rule.times_now, *news), strict=True))
            self._rules[rule.rule] = self._rules.get(rule.rule, Counter()) + Counter(numbers)
        if self._as_json:
            print_json(batch_object(found))
        else:
            show_batch(found, self._limit, self._column)

    def close(self, articles: Difference) -> None:
        """Show the totals of several days, and what becomes of articles/ in the end."""
        if self._as_json:
            print_json(table_object(articles))
            return
        if self.days > 1 and not self._column:
            self._show_totals()
        show_articles(articles, self._limit, self._column)

    def _show_totals(self) -> None:
        say(f"{counted(self.days, 'day')}: {self._differing:,} would change", style="bold")
        for table in ("history", "rejected"):
            told = (f"{self._rows[table, verb]:,} {verb}" for verb in VERBS)
            say(f"  rows of {table}/: {', '.join(told)}")
        if self._differing and self._rules:
            rules = Table("  rule", *RULE_COLUMNS, box=None, pad_edge=False)
            for rule, numbers in self._rules.items():
                rules.add_row(f"  {rule}", *(f"{numbers[name]:,}" for name in RULE_COLUMNS))
            out.print(rules)
