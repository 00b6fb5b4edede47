"""A run that failed says which kind of failure it was: in its row of runs/, and in the run's note.

The kinds are those of ``runs.failure``: source (its YAML), network, access (the wire refused us), robots,
rights, format (what came cannot be read), gate, lake, day (one that may not be captured), unexpected.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from wirelake.batches.journal import Clock, Journal
from wirelake.config import Run
from wirelake.errors import QualityError, TransientError, WirelakeError
from wirelake.fetch import kind_of
from wirelake.legible import one_line
from wirelake.storage import Store

# What a page says instead of an article is of its format, and no fault of ours that reads it.
PAGES = frozenset({"soft_404", "consent_wall", "paywall", "script_required", "empty_document"})
UNEXPECTED = "unexpected"


def failure_note(error: BaseException, what: str) -> str:
    """The failure in words: ``not published (network): 9 of 12 rejected (9 timeout), more than 50%``.

    Of what is no error of ours its type alone: what it says may be anything.
    """
    if not isinstance(error, WirelakeError):
        return f"{what} ({UNEXPECTED}): {type(error).__name__}; the log of the task has more"
    told = str(error).partition(". ")[0] if isinstance(error, QualityError) else str(error)
    return one_line(f"{what} ({error.failure}): {told}")


@contextmanager
def recorded(
    store: Store, run: Run, clock: Clock, what: str, *, last_try: bool = True, quiet: bool = False
) -> Iterator[None]:
    """What fails within leaves a row in runs/; a closed gate has left its own.

    Args:
        what: what did not come of it, such as ``not captured``.
        last_try: else what another try may heal leaves none.
        quiet: nothing leaves one.
    """
    try:
        yield
    except QualityError:
        raise
    except Exception as error:
        if not quiet and (last_try or not isinstance(error, TransientError)):
            with suppress(WirelakeError):  # where the lake fails there is no place for it
                kind = error.failure if isinstance(error, WirelakeError) else UNEXPECTED
                journal = Journal.resume(store, run, clock)
                told = failure_note(error, what)
                # It was made of nothing: by the version of a closed gate polls leave a day alone.
                journal.finish(status="failed", summary=told, failure=kind, raw_version="")
        raise


def kind_of_closed(rejections: Iterable[tuple[str, str]]) -> str:
    """What most of a day's rejections come from, each by its stage and reason; else ``gate``."""
    kinds = Counter(_kind(stage, reason) for stage, reason in rejections)
    kind, count = kinds.most_common(1)[0] if kinds else ("gate", 0)
    return kind if count * 2 > kinds.total() else "gate"


def _kind(stage: str, reason: str) -> str:
    if stage == "extract" and reason not in PAGES:
        return "format"
    return kind_of(reason) or "gate"
