"""The page's routes. Each needs a user of Airflow who may see plugins; data needs the right to read the Dag.

Wire text is hostile: it leaves here as JSON only, and the page's Content-Security-Policy runs no script but
its own file.
"""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.resource_details import AccessView, DagAccessEntity
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag, requires_access_view
from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse

from wirelake.config import NAME, Batch, days, lake_uri, parse_day, source_files
from wirelake.errors import ConfigError, WirelakeError
from wirelake.lake.marker import checked
from wirelake.storage import Store, open_store

from . import runs

HERE = Path(__file__).parent
ASSETS = {path.name: path for path in sorted((HERE / "assets").iterdir())}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

# Without the pages that FastAPI makes of its own accord: those would need no user.
app = FastAPI(
    title="Wire",
    docs_url=None,
    redoc_url=None,
    openapi_url=None,
    dependencies=[Depends(requires_access_view(AccessView.PLUGINS))],
)


@app.middleware("http")
async def _headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await answer(request)
    response.headers.update(HEADERS)
    return response


@app.exception_handler(WirelakeError)
async def _lake_trouble(_request: Request, error: WirelakeError) -> JSONResponse:
    return JSONResponse({"detail": f"The lake cannot be read: {error}"}, status_code=503)


def _lake() -> Store:
    """The lake, looked for at each request: this process may outlive a disk's mount."""
    return checked(open_store(lake_uri()))


def _day(text: str) -> date:
    try:
        return parse_day(text)
    except ConfigError as error:
        raise HTTPException(422, str(error)) from error


def _named(source: str) -> str:
    if not NAME.fullmatch(source):
        raise HTTPException(422, f"not a source: {source[:80]!r}: write a-z, 0-9 and _, a letter first")
    return source


def _batch(dag_id: str, day: str) -> Batch:
    return Batch(_named(dag_id), _day(day))


def _days(start: str | None = None, end: str | None = None) -> list[date]:
    """The days asked for; with one end alone runs.DAYS of them; with none an empty list."""
    if not start and not end:
        return []
    window = timedelta(days=runs.DAYS - 1)
    try:
        first = _day(start) if start else _day(end or "") - window
        last = _day(end) if end else first + window
    except OverflowError as error:
        raise HTTPException(422, "the calendar does not reach that far: write other days") from error
    if not 0 <= (last - first).days < runs.MOST_DAYS:
        raise HTTPException(422, f"{first} to {last}: write 1 to {runs.MOST_DAYS} days, the first one first")
    return days(str(first), str(last))


Offset = Annotated[int, Query(ge=0, le=10_000_000)]
Page = Annotated[int, Query(ge=1, le=10_000)]
Reason = Annotated[str | None, Query(pattern=r"^[a-z0-9_]{1,100}$")]


@app.get("/")
def page() -> FileResponse:
    """The page itself."""
    return FileResponse(HERE / "page.html")


@app.get("/assets/{name}")
def asset(name: str) -> FileResponse:
    """One of its own static files."""
    if name not in ASSETS:
        raise HTTPException(404, "no such file")
    return FileResponse(ASSETS[name])


@app.get("/runs")
def runs_grid(
    user: GetUserDep, asked: Annotated[list[date], Depends(_days)], source: str | None = None, page: Page = 1
) -> dict[str, Any]:
    """The grid: sources that this user may read × days, and the cells that have a run."""
    return runs.grid(
        _lake(),
        configured=set(source_files()),
        readable=get_auth_manager().get_authorized_dag_ids(user=user, method="GET"),
        source=_named(source) if source else None,
        days=asked,
        page=page,
    )


# The source's name is checked before Airflow asks its database about it.
@app.get(
    "/runs/{dag_id}/{day}",
    dependencies=[Depends(_batch), Depends(requires_access_dag("GET", DagAccessEntity.RUN))],
)
def run_detail(
    batch: Annotated[Batch, Depends(_batch)], offset: Offset = 0, reason: Reason = None
) -> dict[str, Any]:
    """A source's capture day: its latest run and a page of its rejections."""
    return runs.batch_detail(_lake(), batch, offset, reason)
