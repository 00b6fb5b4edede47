"""The desk's FastAPI app: pages, files, the headers of every answer, and errors that say what to do next.

Wire text is hostile: Jinja2 escapes all of it, and the Content-Security-Policy runs no script and applies no
style but those of the desk's own files.
"""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import FileResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from wirelake.errors import WirelakeError

from .collecting import spare_what_is_loaded
from .pages import article, day, find, obligations, source, today
from .rendering import Failure, render
from .security import SEES_PLUGINS

# Each has a router; those with a PLACE stand in the navigation, in this order.
PAGES = (today, obligations, source, day, find, article)

ASSETS = {path.name: path for path in sorted((Path(__file__).parent / "assets").iterdir())}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    # With no-referrer a browser states the origin of a form as null, and the check of it would refuse.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
SIGNED_OUT = "Your session has ended, or you have not signed in."
FORBIDDEN = "Airflow does not let you see this. Ask who runs Airflow for the right to read this source's Dag."

# Without the pages that FastAPI makes of its own accord: those would need no user.
app = FastAPI(title="Wire desk", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[SEES_PLUGINS])
for page in PAGES:
    app.include_router(page.router)
app.state.places = [page.PLACE for page in PAGES if hasattr(page, "PLACE")]


@app.get("/assets/{name}")
def asset(name: str) -> FileResponse:
    """One of the desk's own static files."""
    if name not in ASSETS:
        raise HTTPException(404, "There is no such file.")
    return FileResponse(ASSETS[name])


@app.middleware("http")
async def _headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await answer(request)
    spare_what_is_loaded()
    response.headers.update(HEADERS)
    return response


@app.exception_handler(StarletteHTTPException)
async def _refused(request: Request, error: StarletteHTTPException) -> Response:
    said = {401: SIGNED_OUT, 403: str(error.detail) if error.detail != "Forbidden" else FORBIDDEN}
    return _failure(request, error.status_code, said.get(error.status_code, str(error.detail)))


@app.exception_handler(RequestValidationError)
async def _senseless(request: Request, error: RequestValidationError) -> Response:
    said = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in error.errors())
    return _failure(request, 422, f"The address makes no sense: {said}.")


@app.exception_handler(WirelakeError)
async def _lake_trouble(request: Request, error: WirelakeError) -> Response:
    return _failure(request, 503, f"The lake cannot be read: {error}")


def _failure(request: Request, status: int, said: str) -> Response:
    failure = Failure(status=status, title=HTTPStatus(status).phrase, said=said)
    return render(request, failure, status=status)
