"""wirelake on one machine, without Docker: PostgreSQL and Airflow, for the demo, the tests and small use.

``python -m wirelake_local up`` starts them; ``Stack`` is the same for a program.
"""

from wirelake_local.errors import StackError
from wirelake_local.stack import Stack

__all__ = ["Stack", "StackError"]
