"""Page of an article: its text and what was taken out of it, why its fields are so, its versions."""

from typing import Annotated

from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import APIRouter, HTTPException, Query, Request, Response

from wirelake.desk import read_article
from wirelake.errors import ConfigError

from ..rendering import render
from ..security import READS_SOURCE, Lake, Source, may_edit

UNKNOWN = "never_captured"
router = APIRouter()


@router.get("/articles/{dag_id}/{article_id}", dependencies=READS_SOURCE)
def article_page(
    request: Request,
    source: Source,
    article_id: str,
    user: GetUserDep,
    store: Lake,
    version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
) -> Response:
    """The article, or why none is shown; its text only as this user may see it."""
    try:
        page = read_article(store, source, article_id, may_edit=may_edit(user, source), seq=version)
    except ConfigError as error:
        raise HTTPException(404, str(error)) from error
    return render(request, page, status=404 if page.verdict == UNKNOWN else 200)
