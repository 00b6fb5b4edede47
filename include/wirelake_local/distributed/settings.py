"""Airflow's settings for Celery's workers: the one place of what recovers a run from what may die.

The local stack takes them from here; that docker-compose.yaml says the same, a test holds.
"""

import json

CONCURRENCY = 2  # tasks that a worker runs at a time
DAY = 86_400  # longer than any task may take
# Imported once, in the process from which a worker's tasks are forked; nothing of wirelake's own.
PRELOADED = ("airflow.sdk.execution_time.task_runner", "great_expectations", "pyarrow.parquet", "trafilatura")
CELERY = {
    "broker_connection_max_retries": None,  # a worker waits for its broker, for as long as it takes
    "imports": PRELOADED,
    # A broker that is away costs no task a try: its message is sent again until the broker takes it.
    "task_publish_retry_policy": {"max_retries": None, "interval_start": 0, "interval_step": 0.2},
}
SECTIONS: dict[str, dict[str, object]] = {
    "core": {"executor": "CeleryExecutor"},
    "celery": {
        "worker_concurrency": CONCURRENCY,
        # A message that was taken counts only once its task has ended, and nobody takes more than it runs.
        "task_acks_late": True,
        "worker_prefetch_multiplier": 1,
        "sync_parallelism": 1,
        "operation_timeout": 2.0,
        "task_publish_max_retries": 10_000,
        "extra_celery_config": json.dumps(CELERY, sort_keys=True),
    },
    # Else the broker gives a task that still runs to a second worker, which would refuse it each time.
    "celery_broker_transport_options": {"visibility_timeout": DAY},
    "scheduler": {
        # A worker that died holds its tasks' pools for half a minute; then they are tried again.
        "task_instance_heartbeat_timeout": 30,
        "task_instance_heartbeat_timeout_detection_interval": 5,
        "orphaned_tasks_check_interval": 20,  # what a scheduler that died left behind
        # A task whose message was lost, or taken by a worker that died before it began: queued again, for as
        # long as it takes. With Airflow's two times a long task on every worker would fail those behind it.
        "task_queued_timeout": 60,
        "task_queued_timeout_check_interval": 10,
        "num_stuck_in_queued_retries": 10_000,
    },
    # What a task has to tell waits some five minutes for an api-server or a database that is away.
    "workers": {
        "execution_api_timeout": 30,
        "execution_api_retries": 60,
        "execution_api_retry_wait_max": 10,
        "min_heartbeat_interval": 5,
    },
}


def variables() -> dict[str, str]:
    """The settings as Airflow takes them from the environment, for every component and worker."""
    return {
        f"AIRFLOW__{section}__{name}".upper(): str(value)
        for section, options in SECTIONS.items()
        for name, value in options.items()
    }
