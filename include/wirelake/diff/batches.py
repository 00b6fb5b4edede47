"""What becomes of one batch, in a record."""

from dataclasses import dataclass

from wirelake.config import Batch
from wirelake.diff.crossings import Crossing
from wirelake.diff.difference import Difference
from wirelake.diff.removals import RuleDifference

EXAMPLES = 3  # of each kind


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchDifference:
    """What would become of one batch.

    ``built`` says that the day was ever built, ``grown`` that raw/ holds more than its last build read,
    ``closed`` why the gate would close ("" where it opens): then history/ stays, and so does articles/.
    """

    batch: Batch
    built: bool
    grown: bool
    closed: str
    history: Difference
    rejected: Difference
    to_rejection: tuple[Crossing, ...]
    to_article: tuple[Crossing, ...]
    rules: tuple[RuleDifference, ...]

    @property
    def is_same(self) -> bool:
        """No row would change, but for the stamps of what built it."""
        return not (self.history.changes or self.rejected.changes)
