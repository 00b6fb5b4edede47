"""Many workers on one machine: Celery's, a broker and an S3 store, as they would stand on many.

docker-compose.yaml's profile ``celery`` has the same settings (``wirelake_local.distributed.settings``).
"""

from pathlib import Path
from typing import Any

from wirelake_local.distributed.broker import NAME
from wirelake_local.distributed.stack import DistributedStack
from wirelake_local.stack import Stack

__all__ = ["DistributedStack", "stack_of"]


def stack_of(state: Path, *, workers: int = 0, **arguments: Any) -> Stack:
    """The stack of this folder: distributed where so many workers are wanted, or stood there before."""
    if not workers and not (state / NAME).is_dir():
        return Stack(state, **arguments)
    return DistributedStack(state, **arguments, **({"workers": workers} if workers else {}))
