"""What a source's capture day came to, in some numbers: one object a source and month, for who looks at many.

Derived from runs/ and history/, and never the truth. Every run writes its day anew as it ends, so who dies
before that leaves a task that does it again. Where an object is lost or damaged, the source's next run counts
its days again. Of an article's text nothing is kept.
"""

from wirelake.lake.counts.counting import count_day
from wirelake.lake.counts.days import DayCounts, Month
from wirelake.lake.counts.kept import months_of, note_day, read_months

__all__ = ["DayCounts", "Month", "count_day", "months_of", "note_day", "read_months"]
