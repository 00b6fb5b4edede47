"""Articles are judged one by one, then their day as a whole.

``choosing`` leaves out what the source does not want, ``expectations`` is the readable table, ``suite`` asks
Great Expectations, ``rejections`` parts a batch by its verdicts, and ``day_gate`` decides whether the day
may be published.
"""

from wirelake.validate.choosing import chosen, unwanted
from wirelake.validate.day_gate import gate
from wirelake.validate.expectations import EXPECTATIONS, expected_of
from wirelake.validate.rejections import explain, judged
from wirelake.validate.suite import Verdict, validate

__all__ = [
    "EXPECTATIONS",
    "Verdict",
    "chosen",
    "expected_of",
    "explain",
    "gate",
    "judged",
    "unwanted",
    "validate",
]
