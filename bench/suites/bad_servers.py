"""Bad servers: each behaviour is a route of a loopback server, found by the words that describe it.

What comes of it is told in the words in which such cases state what they expect; a case passes where one of
them is among those. A behaviour that no route knows is not driven.
"""

import re
from collections.abc import Callable
from typing import Any

from bench.suites import Result
from bench.suites.bad_bodies import BODIES
from bench.suites.bad_heads import HEADS
from bench.suites.bad_hosts import HOSTS
from bench.suites.scenes import Scene

ROUTES: tuple[tuple[str, Callable[[Scene], set[str]]], ...] = (*HOSTS, *BODIES, *HEADS)


def driven(row: dict[str, Any]) -> Result:
    """Drive one behaviour, and say how it ended."""
    said = row["behaviour"].lower()
    route = next((drive for words, drive in ROUTES if re.search(words, said)), None)
    if route is None:
        return Result(id=row["id"], passed=False, got="not driven", wanted=row["expect"])
    with Scene(said) as scene:
        got = route(scene)
    wanted = row["expect"].lower()
    passed = any(re.search(rf"(?<![a-z]){re.escape(word)}", wanted) for word in got)
    return Result(id=row["id"], passed=passed, got=", ".join(sorted(got)), wanted=row["expect"])
