"""How the command shows things: rows, what a build would change, progress, and what is wrong."""

from wirelake.console.changes.report import DiffReport
from wirelake.console.learned import print_learned
from wirelake.console.records import show_record, show_records, show_versions
from wirelake.console.searches import show_search
from wirelake.console.terminal import err, out, print_json, progress, say_wrong

__all__ = [
    "DiffReport",
    "err",
    "out",
    "print_json",
    "print_learned",
    "progress",
    "say_wrong",
    "show_record",
    "show_records",
    "show_search",
    "show_versions",
]
