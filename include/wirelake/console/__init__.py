"""How the command shows things: rows, what a build would change, progress, and what is wrong."""

from wirelake.console.learned import print_learned
from wirelake.console.records import show_record, show_versions
from wirelake.console.report import DiffReport
from wirelake.console.terminal import err, out, plain, progress, say_wrong

__all__ = [
    "DiffReport",
    "err",
    "out",
    "plain",
    "print_learned",
    "progress",
    "say_wrong",
    "show_record",
    "show_versions",
]
