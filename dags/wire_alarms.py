"""Looks once an hour whether something is wrong with any wire, and tells people what they have not heard."""

import json
import logging
from datetime import datetime, timedelta

from airflow.sdk import Connection, CronTriggerTimetable, dag, task
from airflow.sdk.exceptions import AirflowFailException, AirflowNotFoundException
from run_metrics import tell  # of plugins/, which Airflow puts on Python's path

from wirelake import alarms, metrics

log = logging.getLogger(__name__)


@dag(
    dag_id="wire_alarms",
    dag_display_name="Alarms of the wires",
    schedule=CronTriggerTimetable("23 * * * *", timezone="UTC"),
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    tags=["wire", "alarms"],
    doc_md=f"{__doc__}\n\nWhere they go: `WIRELAKE_NOTIFY`. Beside the scheduler: `wirelake alarms`.",
)
def wire_alarms() -> None:
    watch()


@task(retries=2, retry_delay=timedelta(minutes=2), execution_timeout=timedelta(minutes=30))
def watch() -> str:
    """A round over all sources; what could not be sent is sent by the next."""
    told = alarms.watch(alarms.sender_of(_connection))
    for one in told.open:
        log.warning("%s: %s: %s", one.source.name, one.alarm.check, one.alarm.message)
    if told.lost:  # people have heard; the heartbeat stays away, and another try would only tell them again
        raise AirflowFailException(told.summary)
    loud = [one.alarm.check for one in told.open if one.silent is None]
    tell(lambda: metrics.of_alarms(loud))
    alarms.heartbeat()
    return told.summary


def _connection(name: str) -> str | None:
    """A connection with its secrets, masked in logs from here on."""
    try:
        found = Connection.get(name)
        parts = ("conn_type", "host", "login", "password", "port", "schema", "extra")
        return json.dumps({part: getattr(found, part) for part in parts})
    except AirflowNotFoundException:
        return None


wire_alarms()
