"""Starts a Dag from a page, by Airflow's own function; whether the user may, the route has asked before."""

from typing import Any

from airflow.api.common.trigger_dag import trigger_dag
from airflow.models.dag import DagModel
from airflow.sdk.exceptions import AirflowException
from airflow.utils.types import DagRunTriggeredByType
from fastapi import HTTPException


def trigger(dag_id: str, conf: dict[str, Any], user: str) -> bool:
    """Start a run; False where it waits, as the Dag is paused.

    Raises:
        HTTPException: 409 where Airflow does not take it, such as a Dag that it has not read yet.
    """
    try:
        run = trigger_dag(dag_id, triggered_by=DagRunTriggeredByType.UI, triggering_user_name=user, conf=conf)
    except (AirflowException, ValueError) as error:
        raise HTTPException(409, f"Airflow did not start {dag_id}: {error}") from error
    if run is None:
        raise HTTPException(409, f"Airflow did not start {dag_id}.")
    return not DagModel.get_paused_dag_ids([dag_id])
