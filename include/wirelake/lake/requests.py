"""Who asked for a takedown, by which law, under which number: kept beside the events, for the operator alone.

It names persons, so it stands in no manifest, no event, no table and no log.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

from wirelake.errors import ConflictError
from wirelake.lake import layout
from wirelake.lake.events import Event
from wirelake.storage import ABSENT, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What stands behind a decision. "" of what was not stated."""

    requester: str = ""
    basis: str = ""  # the legal one
    ticket: str = ""

    def __bool__(self) -> bool:
        return any(asdict(self).values())


def keep(store: Store, event: Event, request: Request) -> None:
    """Keep it for good, by its event; said again it is the same object."""
    stated = {"event": event.name, "article_id": event.article_id, **asdict(request)}
    data = json.dumps(stated, sort_keys=True, ensure_ascii=False).encode()
    name = f"{event.name}-{hashlib.sha256(data).hexdigest()[:12]}"
    try:
        folder = layout.requests(event.article_id.partition(":")[0])
        store.write(f"{folder}/{name}.json", data, if_etag=ABSENT)
    except ConflictError:
        return
