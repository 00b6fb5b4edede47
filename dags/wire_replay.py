"""Build days again from raw/ alone, for use after a rule, a format or a source's YAML changed."""

import logging
from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, Param, dag, get_current_context, task, task_group
from airflow.sdk.exceptions import AirflowSkipException

from wirelake import config, pipeline
from wirelake.config import Batch, Run
from wirelake.errors import ConfigError, MissingError, QualityError

log = logging.getLogger(__name__)
ARTICLES = Asset("wirelake_articles")


@dag(
    dag_id="wire_replay",
    dag_display_name="Replay wires from raw",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    tags=["wire", "replay"],
    params={
        "sources": Param(
            [], type="array", items={"type": "string"}, title="Sources", description="none: all"
        ),
        "from_day": Param("2026-01-01", type="string", format="date", title="From capture day"),
        "to_day": Param("2026-01-01", type="string", format="date", title="To capture day, included"),
        "accept": Param(False, type="boolean", title="Publish days although the gate is closed"),
    },
    doc_md=__doc__,
)
def wire_replay() -> None:
    replay.expand(source=plan())


@task_group
def replay(source: Any) -> None:
    """A source: all its days are read, then written."""
    read(source) >> write(source)


@task
def plan() -> list[str]:
    """The sources to replay, each once and checked by name; of all sources those whose YAML is right."""
    asked = get_current_context()["params"]["sources"]
    if asked:
        return [config.load_named(name).name for name in dict.fromkeys(asked)]
    found = []
    for name, path in config.source_files().items():
        try:
            config.load_source(path)
            found.append(name)
        except ConfigError as error:  # broken_sources.py makes it an import error as well
            log.warning("left out: %s", error)
    return found


@task(max_active_tis_per_dag=2, execution_timeout=timedelta(hours=12), retries=2)
def read(source: str) -> None:
    """Extract and judge the days of the range of which raw/ holds something; nothing is published yet."""
    accept = bool(get_current_context()["params"]["accept"])
    found = 0
    for run in _runs(source):
        try:
            pipeline.extract_batch(run)
            pipeline.validate_batch(run, accept=accept)
        except MissingError:  # nothing was captured under that day
            continue
        except QualityError as error:  # the next task says so, once the other days stand
            log.warning("%s", error)
        found += 1
    log.info("%d days were read", found)


@task(pool=pipeline.WRITE_POOL, execution_timeout=timedelta(hours=12), retries=2, outlets=[ARTICLES])
def write(source: str) -> str:
    """Publish what was read, in the pool of all who write; a closed gate is raised at the end."""
    runs = _runs(source)
    built, refused = 0, []
    rewritten: set[str] = set()
    for run in runs:
        try:
            written = pipeline.write_batch(run)
        except MissingError:
            continue
        except QualityError as error:
            refused.append(str(error))
            continue
        built += 1
        rewritten.update(f"{source}|{one}" for one in written.published_dates)
        log.info("%s: %s", run.batch, written.summary)
    if refused:
        raise QualityError("\n".join(refused))
    summary = f"{built} days built of {len(runs)}, {len(rewritten)} published dates rewritten"
    if not rewritten:
        raise AirflowSkipException(summary)  # a task that succeeds registers an event of its asset
    get_current_context()["outlet_events"][ARTICLES].add_partitions(sorted(rewritten))
    return summary


def _runs(source: str) -> list[Run]:
    """A run a day of the range, the same ones for both tasks and their retries."""
    context = get_current_context()
    days = config.days(context["params"]["from_day"], context["params"]["to_day"])
    names = context["dag_run"].dag_id, context["dag_run"].run_id
    return [Run.named(Batch(source, day), "replay", *names) for day in days]


wire_replay()
