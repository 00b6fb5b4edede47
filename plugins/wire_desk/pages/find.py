"""Page Find: an article by its id, address or words of its headline, and why one is not there."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from wirelake.desk import read_find

from ..rendering import Place, render
from ..security import Lake, Readable

PLACE = Place(title="Find", path="/find")
router = APIRouter()


@router.get("/find")
def find_page(
    request: Request,
    readable: Readable,
    lake: Lake,
    q: Annotated[str, Query(max_length=2000)] = "",
    source: Annotated[str, Query(pattern="^([a-z][a-z0-9_]{1,39})?$")] = "",
) -> Response:
    """What the lake knows of it, among the sources that this user may read."""
    shown = read_find(lake, readable, datetime.now(UTC), query=q.strip(), source=source)
    return render(request, shown)
