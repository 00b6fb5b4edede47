"""When a source's run ends, its note says what came of it: "41 articles, 3 rejected (3 body_missing)".

The Execution API gives a task no way to write a note, so this listens where runs end: in the scheduler
(and in the API server, when somebody sets a run's state by hand). It reads the summary from XCom and not
from the lake: one row by primary key in a database that the scheduler holds open, against a Parquet reader
and perhaps a slow S3 in the loop that starts everybody's tasks. The note is saved with the state, in the
scheduler's own transaction; nothing here commits.

What makes the summary: the XCom ``summary`` that a task pushes before it fails or skips, else what the task
``write`` returned. A note that a person wrote is left alone.
"""

import logging
from typing import TYPE_CHECKING

from airflow.listeners import hookimpl
from airflow.plugins_manager import AirflowPlugin

from wirelake.config import source_files

if TYPE_CHECKING:
    from airflow.models.dagrun import DagRun

log = logging.getLogger(__name__)

LONGEST = 1000  # characters: the column's width; PostgreSQL would refuse more, and stop the scheduler's loop


class RunNotes:
    """The listener: one method per way in which a run ends."""

    @hookimpl
    def on_dag_run_success(self, dag_run: "DagRun") -> None:
        _write_note(dag_run)

    @hookimpl
    def on_dag_run_failed(self, dag_run: "DagRun") -> None:
        _write_note(dag_run)


class RunNotesPlugin(AirflowPlugin):
    """Registers the listener."""

    name = "wirelake_run_notes"
    listeners = [RunNotes()]  # noqa: RUF012  Airflow declares it so


def _write_note(dag_run: "DagRun") -> None:
    from sqlalchemy.exc import SQLAlchemyError

    try:
        if dag_run.dag_id.removesuffix("_poll") not in source_files():
            return
        written = dag_run.dag_run_note
        if written is not None and written.user_id is not None:
            return
        note = storable(_summary(dag_run))
        if note:
            dag_run.note = note
    except (SQLAlchemyError, OSError):
        log.exception("No note for the run %s of %s", dag_run.run_id, dag_run.dag_id)


def _summary(dag_run: "DagRun") -> str:
    from airflow.models.xcom import XComModel
    from sqlalchemy import or_, select
    from sqlalchemy.orm import object_session

    session = object_session(dag_run)
    if session is None:
        return ""
    told = XComModel.key == "summary"
    returned = (XComModel.task_id == "write") & (XComModel.key == "return_value")
    found = session.execute(
        select(XComModel.key, XComModel.value)
        .where(XComModel.dag_run_id == dag_run.id, or_(told, returned))
        .order_by(XComModel.timestamp.desc())
        .limit(8)
    ).all()
    values = [value for _key, value in sorted(found, key=lambda row: row[0] != "summary")]
    return next((value for value in values if isinstance(value, str)), "")


def storable(text: str) -> str:
    """The text as the note's column takes it: at most LONGEST characters, none of them NUL or a surrogate."""
    kept = "".join(char for char in text if char.isprintable())
    return kept if len(kept) <= LONGEST else f"{kept[: LONGEST - 1]}…"
