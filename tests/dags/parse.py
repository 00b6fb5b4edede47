"""Parse a folder of Dags as the Dag processor does, without network, and print what came of it as JSON.

With the id of a Dag behind it, as the process of one of its tasks does.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

HEAVY = (
    "great_expectations",
    "trafilatura",
    "pandas",
    "pyarrow",
    "requests",
    "feedparser",
    "lxml",
    "obstore",
)
touched: list[str] = []
read: set[str] = set()


def watch(event: str, about: tuple[Any, ...]) -> None:
    """An audit hook: parsing opens no connection and asks for no name, and what YAML it reads is told."""
    if event == "open" and str(about[0]).endswith(".yaml"):
        read.add(Path(about[0]).stem)
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        touched.append(event)
        raise PermissionError(f"{event} while Dags are parsed")


def main(folder: str, task_of: str | None = None) -> dict[str, Any]:
    import airflow.sdk
    import airflow.sdk.definitions.dag
    import airflow.timetables.trigger
    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk.definitions._internal.dag_parsing_context import _airflow_parsing_context_manager

    from wirelake.errors import ConfigError, FetchError, PermanentError, QualityError, StorageError

    airflow.sdk.DAG, airflow.sdk.dag, airflow.timetables.trigger  # noqa: B018 (they load lazily)
    before = set(sys.modules)
    sys.addaudithook(watch)
    started = time.process_time()
    with _airflow_parsing_context_manager(task_of):
        bag = DagBag(folder)
    seconds = time.process_time() - started
    kinds = (FetchError, StorageError, PermanentError, QualityError, ConfigError, ValueError)
    return {
        "seconds": seconds,
        "touched": touched,
        "read": sorted(read),
        "heavy": sorted({name.split(".")[0] for name in set(sys.modules) - before} & set(HEAVY)),
        "errors": {Path(path).name: text for path, text in bag.import_errors.items()},
        "dags": {
            name: {
                "tasks": {
                    task.task_id: {
                        "downstream": sorted(task.downstream_task_ids),
                        "pool": task.pool,
                        "retries": task.retries,
                        "on": {
                            kind.__name__: task.retry_policy.evaluate(kind("x"), 1, 4).action.value
                            for kind in kinds
                            if task.retry_policy
                        },
                    }
                    for task in dag.tasks
                },
                "doc": dag.doc_md,
                "title": dag.dag_display_name,
                "tags": sorted(dag.tags),
                "catchup": dag.catchup,
                "active": dag.max_active_runs,
                "start": str(dag.start_date),
                "timetable": repr(dag.timetable),
                "params": dag.params.dump(),
            }
            for name, dag in bag.dags.items()
        },
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*sys.argv[1:])) + "\n")
