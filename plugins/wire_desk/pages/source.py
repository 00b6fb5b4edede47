"""Page of a source: what its rules do, what was learned of it, its YAML, its rhythm and its past."""

from datetime import UTC, date, datetime
from typing import Annotated

from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import APIRouter, Depends, HTTPException, Request, Response

from wirelake.desk import preview_of, read_source
from wirelake.desk.source.preview import BusyError
from wirelake.errors import ConfigError

from ..forms import Form
from ..rendering import render
from ..security import READS_SOURCE, Lake, Source, acts_on, may_trigger
from .today import last_day

router = APIRouter()


@router.get("/sources/{dag_id}/about", dependencies=READS_SOURCE)
def source_page(
    request: Request,
    source: Source,
    user: GetUserDep,
    lake: Lake,
    last: Annotated[date | None, Depends(last_day)],
) -> Response:
    """The source as it stands, and its days up to the last one that is asked for."""
    page = read_source(lake, source, datetime.now(UTC), end=last, may_preview=may_trigger(user, source))
    if page is None:
        raise HTTPException(404, f"There is no source {source}: it has neither a YAML nor a run.")
    return render(request, page)


@router.post("/sources/{dag_id}/preview", dependencies=[*acts_on(), *READS_SOURCE])
def preview(request: Request, source: Source, form: Form) -> Response:
    """The record that a page would make by the source's YAML. Nothing is written."""
    try:
        return render(request, preview_of(source, form.get("address", "")))
    except ConfigError as error:
        raise HTTPException(422, str(error)) from error
    except BusyError as error:
        raise HTTPException(429, str(error)) from error
