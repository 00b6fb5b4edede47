"""Rights signals that stand beside the pages: TDMRep's file at an origin. The others: ``wirelake.rights``."""

import json
import time
from collections.abc import Callable
from typing import Any

from wirelake.errors import ParseError
from wirelake.fetch.permission.origins import PerOrigin, origin
from wirelake.fetch.permission.robots_txt import covers
from wirelake.payloads import payload
from wirelake.records import RawArticle, Rights
from wirelake.rights import from_headers, reserved, strictest, tdm

__all__ = ["TdmRep", "from_headers", "locations", "reserved", "strictest"]

PLACE = "/.well-known/tdmrep.json"
KEPT_SECONDS = 24 * 3600.0
UNREACHABLE_SECONDS = 600.0
MAX_BYTES = 512 * 1024
MAX_LOCATIONS = 2_000
MAX_PATTERN = 1_000

Located = tuple[str, Rights]


class TdmRep:
    """The tdmrep.json of every origin that is asked for, kept for a day; used by many threads."""

    def __init__(
        self, ask: Callable[[str], RawArticle], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """``ask`` is a GET that follows redirects and never raises for what a server does."""
        self._ask = ask
        self._origins = PerOrigin(self._learnt, clock=clock)

    def of(self, url: str) -> Rights:
        """What the file at this address' origin states of it: the first location that covers it counts."""
        place = origin(url)
        if place is None:
            return Rights()
        located, said = self._origins.of(place)
        return next((rights for pattern, rights in located if covers(pattern, url)), said)

    def _learnt(self, place: str) -> tuple[tuple[list[Located], Rights], float]:
        file = place + PLACE
        raw = self._ask(file)
        if raw.failure is not None:
            if 300 <= (raw.status or 0) < 500:
                return ([], Rights()), KEPT_SECONDS
            said = f"{file}: {raw.failure}"
            return ([], Rights(evidence=(said,))), UNREACHABLE_SECONDS
        try:
            return (locations(payload(raw, MAX_BYTES), file), Rights()), KEPT_SECONDS
        except (ParseError, ValueError) as error:
            said = f"{file} cannot be read: {' '.join(str(error).split())[:200]}"
            return ([], Rights(evidence=(said,))), KEPT_SECONDS


def locations(body: bytes, file: str = PLACE) -> list[Located]:
    """The patterns of a tdmrep.json with what each states, in the file's order.

    Raises:
        ValueError: it is not such a file; the words say why.
    """
    if len(body) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES} bytes")
    try:
        stated = json.loads(body)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    stated = [stated] if isinstance(stated, dict) else stated
    if not isinstance(stated, list):
        raise ValueError("not an array of locations")
    if len(stated) > MAX_LOCATIONS:
        raise ValueError(f"more than {MAX_LOCATIONS} locations")
    return [_located(one, file) for one in stated if _is_location(one)]


def _is_location(one: Any) -> bool:
    return isinstance(one, dict) and isinstance(one.get("location"), str) and bool(one["location"].strip())


def _located(one: dict[str, Any], file: str) -> Located:
    one = {name: _whole(value) for name, value in one.items()}
    pattern = one["location"].strip()[:MAX_PATTERN]
    pattern = pattern if pattern.startswith(("/", "*")) else f"/{pattern}"
    named = ((name, one[name]) for name in ("tdm-reservation", "tdm-policy") if name in one)
    place = f"{file} {pattern}"
    return pattern, strictest(*(tdm(name, value, place) for name, value in named if _is_plain(value)))


def _whole(value: object) -> Any:
    """Text without the halves of surrogate pairs that JSON can spell."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int)
