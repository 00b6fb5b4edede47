"""Page Today: how every source stands, and what needs a person."""

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response

from wirelake.config import NAME, POLL, parse_day
from wirelake.desk import read_today
from wirelake.errors import ConfigError

from ..rendering import Place, render
from ..security import Lake, Readable

PLACE = Place(title="Today", path="/")
router = APIRouter()


def last_day(end: str = "") -> date | None:
    """The last day of the grid, where one is asked for; 422 where it is none."""
    try:
        return parse_day(end) if end else None
    except ConfigError as error:
        raise HTTPException(422, str(error)) from error


def one_source(source: str = "") -> str | None:
    """The source that is shown alone, also where its poll's Dag is named; 422 where none can be called so."""
    source = source.removesuffix(POLL)
    if source and not NAME.fullmatch(source):
        raise HTTPException(422, f"not a source: {source[:80]!r}: write a-z, 0-9 and _, a letter first")
    return source or None


@router.get("/")
def today_page(
    request: Request,
    readable: Readable,
    lake: Lake,
    source: Annotated[str | None, Depends(one_source)],
    last: Annotated[date | None, Depends(last_day)],
    q: Annotated[str, Query(max_length=100)] = "",
    state: Annotated[str, Query(pattern="^[a-z]{0,20}$")] = "",
    days: Annotated[int, Query(ge=1, le=92)] = 30,
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """How the sources stand that this user may read."""
    shown = read_today(
        lake,
        readable,
        datetime.now(UTC),
        query=q.strip(),
        state=state,
        source=source,
        last=last,
        count=days,
        page=page,
    )
    return render(request, shown)
