"""Parse a folder of Dags as the Dag processor does, without network, and print what came of it as JSON."""

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


def no_network(event: str, _: tuple[Any, ...]) -> None:
    """An audit hook: parsing opens no connection and asks for no name."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        touched.append(event)
        raise PermissionError(f"{event} while Dags are parsed")


def main(folder: str) -> dict[str, Any]:
    import airflow.sdk
    import airflow.sdk.definitions.dag
    import airflow.timetables.trigger
    from airflow.dag_processing.dagbag import DagBag

    from wirelake.errors import ConfigError, FetchError, PermanentError, QualityError, StorageError

    airflow.sdk.DAG, airflow.sdk.dag, airflow.timetables.trigger  # noqa: B018 (they load lazily)
    before = set(sys.modules)
    sys.addaudithook(no_network)
    started = time.process_time()
    bag = DagBag(folder)
    seconds = time.process_time() - started
    kinds = (FetchError, StorageError, PermanentError, QualityError, ConfigError, ValueError)
    return {
        "seconds": seconds,
        "touched": touched,
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
    sys.stdout.write(json.dumps(main(sys.argv[1])) + "\n")
