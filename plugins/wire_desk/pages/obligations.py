"""Page Obligations, and what can be done on it: bind or close an advisory, release an embargo.

Each act is an event of the lake, by the function that the command calls, with the user's name. What looks
through all of raw/ is no act of a request: the page shows the command instead.
"""

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import APIRouter, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from wirelake import obligations
from wirelake.config import lake_uri, source_files
from wirelake.desk import read_obligations
from wirelake.errors import ConfigError, MissingError
from wirelake.lake.marker import open_lake
from wirelake.legible import legible, one_line

from ..forms import Form
from ..rendering import Place, render
from ..security import Lake, Readable, Source, acts_on, may_trigger

PLACE = Place(title="Obligations", path="/obligations")
MOST_LETTERS = 500  # of a field of it
MOST_NAME = 100  # letters of who acts
DONE = {
    "bound": "The advisory is bound: no table shows the article any more.",
    "closed": "The advisory is closed.",
    "released": "The embargo is ended, for the versions that are known by now.",
}
router = APIRouter()


@router.get("/obligations")
def obligations_page(
    request: Request,
    readable: Readable,
    user: GetUserDep,
    store: Lake,
    source: str = "",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    did: str = "",
    about: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """What is owed, of the sources that this user may read."""
    names = sorted(readable & source_files().keys())
    if source and source not in names:
        raise HTTPException(404, "No such source, or you may not read its Dag.")
    context = read_obligations(
        store,
        names,
        may_act=lambda name: may_trigger(user, name),
        source=source,
        page=page,
        done=DONE.get(did, ""),
        about=about if did in DONE else "",
    )
    return render(request, context)


ACTS = acts_on()


@router.post("/obligations/{dag_id}/bind", dependencies=ACTS)
def bind(request: Request, source: Source, form: Form, user: GetUserDep) -> Response:
    """Take down the article that an advisory means; its bytes leave with a later run of the source."""
    advisory, article_id = _named(source, form, "advisory"), _named(source, form, "article_id")
    reason = _reason(form)

    def act(**given: Any) -> None:
        obligations.take_down(article_id, reason, advisory=advisory, erase_due=False, **given)

    return _done(request, user, act, "bound", article_id)


@router.post("/obligations/{dag_id}/close", dependencies=ACTS)
def close(request: Request, source: Source, form: Form, user: GetUserDep) -> Response:
    """Say that an advisory needs no more care."""
    advisory, reason = _named(source, form, "advisory"), _reason(form)

    def act(**given: Any) -> None:
        obligations.close_advisory(advisory, reason, **given)

    return _done(request, user, act, "closed", advisory)


@router.post("/obligations/{dag_id}/release", dependencies=ACTS)
def release(request: Request, source: Source, form: Form, user: GetUserDep) -> Response:
    """End an article's embargo now."""
    article_id, reason = _named(source, form, "article_id"), _reason(form)

    def act(**given: Any) -> None:
        obligations.release(article_id, reason, **given)

    return _done(request, user, act, "released", article_id)


def _done(request: Request, user: Any, act: Callable[..., None], did: str, about: str) -> Response:
    """Back to the page, which says what was done."""
    by = one_line(str(user.get_name()))[:MOST_NAME]
    try:
        act(by=by, store=open_lake(lake_uri(), to_write=True))
    except ConfigError as error:
        raise HTTPException(422, str(error)) from error
    except MissingError as error:
        raise HTTPException(404, str(error)) from error
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/obligations?{urlencode({'did': did, 'about': about})}", 303)


def _named(source: str, form: dict[str, str], field: str) -> str:
    """An id of this source, whose Dag the user may trigger: of no other."""
    value = form.get(field, "")
    if not value.startswith(f"{source}:") or len(value) > MOST_LETTERS or legible(value) != value:
        raise HTTPException(422, f"Name an article of {source}, such as {source}:1110448168.")
    return value


def _reason(form: dict[str, str]) -> str:
    value = form.get("reason", "")
    if not value:
        raise HTTPException(422, "Say why: those who ask later read it. Go back and fill in the reason.")
    if len(value) > MOST_LETTERS or legible(value) != value:
        raise HTTPException(422, f"The reason is one line of text, at most {MOST_LETTERS} letters.")
    return value
