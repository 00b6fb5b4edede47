"""Page of a day of a source, and the button that has it built again."""

from datetime import UTC, datetime
from typing import Annotated

from airflow.api_fastapi.core_api.security import GetUserDep
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from wirelake.config import Batch
from wirelake.desk import latest_day, read_day

from ..rendering import render
from ..security import READS_SOURCE, Lake, OneBatch, Source, acts_on, may_trigger
from ..triggering import trigger

REPLAY = "wire_replay"
TOLD = {
    "": "",
    "yes": "The replay was started: the Dag wire_replay builds this day again from raw/.",
    "paused": "The replay waits: the Dag wire_replay is paused. Unpause it in Airflow.",
}
Page = Annotated[int, Query(ge=1, le=100_000)]
router = APIRouter()


@router.get("/sources/{dag_id}", dependencies=READS_SOURCE)
def latest_page(request: Request, source: Source, lake: Lake) -> Response:
    """Leads to the source's latest day, or where it has none to its row of Today."""
    day = latest_day(lake, source, datetime.now(UTC))
    root = request.scope.get("root_path", "")
    where = f"{root}/sources/{source}/{day}" if day else f"{root}/?source={source}"
    return RedirectResponse(where, status_code=303)


@router.get("/sources/{dag_id}/{day}", dependencies=READS_SOURCE)
def day_page(
    request: Request,
    batch: OneBatch,
    user: GetUserDep,
    lake: Lake,
    page: Page = 1,
    rejected: Page = 1,
    reason: Annotated[str, Query(pattern="^[a-z0-9_]{0,100}$")] = "",
    started: Annotated[str, Query(pattern="^(yes|paused)?$")] = "",
) -> Response:
    """The day as it stands."""
    shown = read_day(
        lake,
        batch,
        datetime.now(UTC),
        page=page,
        rejected_page=rejected,
        reason=reason,
        may_replay=may_trigger(user, REPLAY),
        told=TOLD[started],
    )
    return render(request, shown)


@router.post("/sources/{dag_id}/{day}/replay", dependencies=[*acts_on(REPLAY), *READS_SOURCE])
def replay(request: Request, batch: OneBatch, user: GetUserDep) -> Response:
    """Start the Dag wire_replay for this source and day, as this user."""
    started = "yes" if trigger(REPLAY, _conf(batch), user.get_name()) else "paused"
    root = request.scope.get("root_path", "")
    return RedirectResponse(f"{root}/sources/{batch.source}/{batch.day}?started={started}", status_code=303)


def _conf(batch: Batch) -> dict[str, object]:
    day = str(batch.day)
    return {"sources": [batch.source], "from_day": day, "to_day": day, "accept": False}
