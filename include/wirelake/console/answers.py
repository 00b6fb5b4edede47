"""The answer of an inquiry, for people."""

from rich.markup import escape
from rich.table import Table

from wirelake.console.terminal import out
from wirelake.inquiry.answers import Answer
from wirelake.legible import one_line


def show_answer(found: Answer) -> None:
    """The verdict, what is known, the evidence, and what to do next."""
    colour = "green" if found.is_readable else "yellow"
    out.print(f"[{colour}]{found.verdict}[/{colour}]  {escape(one_line(found.told))}", highlight=False)
    facts = Table("field", "value", show_header=False, box=None)
    facts.add_row("[bold]source[/bold]", escape(found.source))
    for name, value in found.facts():
        facts.add_row(f"[bold]{name}[/bold]", escape(one_line(value)))
    out.print(facts)
    for line in found.evidence:
        out.print(f"  {escape(one_line(line))}", highlight=False)
    for number, step in enumerate(found.next):
        out.print(f"{'next: ' if number == 0 else '   or '}{escape(one_line(step))}", highlight=False)
