"""What was expected of a day's rows, and of how many it did not hold, as Great Expectations said.

Its own Data Docs load their styles and scripts from other hosts, and hold values of rows that a takedown
would have to find there. Here are ids, words and counts, made of what stands in the lake.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wirelake.config import ExpectFacts
from wirelake.validate.expectations import BETWEEN, MATCH, PRESENT, Expect, expected_of

BAR = 200  # units of the longest bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One expectation, and what came of it.

    Attributes:
        id: its name: the reason in rejected/, or the flag of articles.
        of: the kinds of record of which it is asked.
        asks: what it asks of which column, in words.
        rejects: a row for which it does not hold is rejected; else it is flagged.
        failed: for how many rows it did not hold.
        width: of its bar, of 200 units.
    """

    id: str
    of: tuple[str, ...]
    asks: str
    rejects: bool
    failed: int
    width: int


def day_expectations(
    facts: ExpectFacts, rejected: Iterable[Iterable[str]], warnings: Mapping[str, int]
) -> tuple[Expected, ...]:
    """All that the source's YAML expects now, what failed most often first.

    Args:
        facts: of the source's YAML.
        rejected: of each rejected row all its reasons.
        warnings: flag → rows of the newest run that have it.
    """
    reasons = Counter(reason for mine in rejected for reason in mine)
    failed = {
        one.id: reasons[one.id] if one.severity == "critical" else warnings.get(one.id, 0)
        for one in expected_of(facts)
    }
    most = max(failed.values(), default=0) or 1
    told = [
        Expected(
            id=one.id,
            of=one.kinds,
            asks=in_words(one),
            rejects=one.severity == "critical",
            failed=failed[one.id],
            width=round(BAR * failed[one.id] / most) or min(1, failed[one.id]),
        )
        for one in expected_of(facts)
    ]
    return tuple(sorted(told, key=lambda one: -one.failed))  # else in the table's order


def in_words(one: Expect) -> str:
    """As ``headline_length is at least 1``."""
    column, given = one.column, one.arguments
    if one.type == PRESENT:
        return f"{column} is there"
    if one.type == MATCH:
        return f"{column} has its form"
    if one.type == BETWEEN:
        return f"{column} {_bounds(given)}"
    return f"{column} is {' or '.join(_word(value) for value in given['value_set'])}"


def _bounds(given: dict[str, Any]) -> str:
    least, most = given.get("min_value"), given.get("max_value")
    if least is None:
        return f"is at most {most:,}"
    return f"is at least {least:,}" if most is None else f"is {least:,} to {most:,}"


def _word(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
