"""What the suites of cases give back: one result a case."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one case ended. ``reason`` says by which general rule a difference is right, where it is."""

    id: str
    passed: bool
    got: str
    wanted: str
    reason: str = ""
