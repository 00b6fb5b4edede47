"""What falls due without a run, each hour; once a day the lake's upkeep, with a share of it read whole."""

import logging
from datetime import datetime, timedelta

from airflow.sdk import CronTriggerTimetable, Param, dag, get_current_context, task

from wirelake import pipeline, upkeep
from wirelake.errors import PermanentError

log = logging.getLogger(__name__)
BEGINNING = datetime(2026, 1, 1)


@dag(
    dag_id="wire_due",
    dag_display_name="What falls due for the wires",
    schedule=CronTriggerTimetable("37 * * * *", timezone="UTC"),
    start_date=BEGINNING,
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    tags=["wire", "obligations"],
    doc_md="Embargoes that end, articles that expire, bytes of withdrawn articles whose time has come: of "
    "every source that has raw/, whether it runs or not.",
)
def wire_due() -> None:
    carry_out()


@task(
    pool=pipeline.WRITE_POOL,
    retries=2,
    retry_delay=timedelta(minutes=5),
    execution_timeout=timedelta(hours=2),
)
def carry_out() -> str:
    """Of each source what is due by now; a source that cannot be served is told at the end."""
    done, wrong = [], []
    for source, told, is_wrong in upkeep.carry_out_all():
        if is_wrong:
            wrong.append(told)
        elif told:
            log.info("%s: %s", source, told)
            done.append(f"{source}: {told}")
    if wrong:
        raise PermanentError("\n".join(wrong))
    return "; ".join(done) or "nothing was due"


@dag(
    dag_id="wire_maintenance",
    dag_display_name="Upkeep of the lake",
    schedule=CronTriggerTimetable("41 4 * * *", timezone="UTC"),
    start_date=BEGINNING,
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    tags=["wire", "upkeep"],
    params={
        "repair": Param(False, type="boolean", title="Make again what raw/, history/ or a WARC can give")
    },
    doc_md="Sweeps what nobody needs any more, and reads the day's share of the lake whole: all of it in "
    "four weeks. The same as `wirelake maintain`; all at once: `wirelake verify --all`.",
)
def wire_maintenance() -> None:
    look_through()


@task(retries=1, execution_timeout=timedelta(hours=6))
def look_through() -> str:
    """The daily round; it fails where something is damaged, and says what."""
    told = upkeep.maintain(repair=bool(get_current_context()["params"]["repair"]))
    for line in told.repaired:
        log.info("%s", line)
    if faults := told.found.faults:
        for one in faults:
            log.error("%s: %s (%s)", one.path, one.what, one.repair)
        raise PermanentError(f"{told}. To repair: this Dag with *repair*, or wirelake verify --all --repair")
    return str(told)


wire_due()
wire_maintenance()
