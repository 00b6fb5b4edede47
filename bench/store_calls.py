"""Counts what is asked of a store, for the benches of what a deed costs."""

from collections import Counter
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

CALLS = (
    *("read", "read_range", "etag", "write", "delete", "local_copy"),
    *("objects", "in_each", "folders", "passed_over"),
)
BYTES = "bytes"


def counted(store: Any, calls: Counter[str]) -> Any:
    """Count what is asked of the store, by call, and, as ``bytes``, what it gives."""

    def counting(name: str) -> Callable[..., Any]:
        call = getattr(store, name)

        def counts(*args: Any, **options: Any) -> Any:
            calls[name] += 1
            answer = call(*args, **options)
            if name in ("read", "read_range") and answer is not None:
                calls[BYTES] += len(answer[0])
            return answer

        return counts

    counters: dict[str, Any] = {name: counting(name) for name in CALLS}
    return patch.multiple(store, **counters)


def total(calls: Counter[str]) -> int:
    """How many calls it were."""
    return sum(calls[name] for name in CALLS)
