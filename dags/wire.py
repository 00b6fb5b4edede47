"""One Airflow Dag per wire: every YAML file of a source becomes a daily, partitioned Dag of four tasks.

fetch (discover, fetch, archive) → extract (extract, clean) → validate → write (resolve, write). The
partition key is the capture day in the source's zone. How it is done stands in ``wirelake.pipeline``.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import (
    DAG,
    Asset,
    CronPartitionTimetable,
    ExceptionRetryPolicy,
    Param,
    RetryAction,
    RetryRule,
    dag,
    get_current_context,
    task,
)
from airflow.sdk.exceptions import AirflowSkipException

from wirelake import config, pipeline
from wirelake.config import Batch, SourceConfig
from wirelake.errors import ConfigError, PermanentError, QualityError, TransientError

log = logging.getLogger(__name__)
TABLES = {name: Asset(f"wirelake_{name}") for name in ("articles", "history", "rejected", "runs")}
TASKS = {
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": 2.0,
    "max_retry_delay": timedelta(minutes=15),
    "execution_timeout": timedelta(hours=3),
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(TransientError, RetryAction.RETRY, reason="it may work later"),
            RetryRule([PermanentError, ConfigError], RetryAction.FAIL, reason="a retry cannot help"),
        ]
    ),
}
ACCEPT = Param(
    False,
    type="boolean",
    title="Publish the day although the gate is closed",
    description="Only for a single run. A backfill drops this unless 'Override parameters' is ticked.",
)


def wire_dag(source: SourceConfig, pool: str) -> DAG:
    """The Dag of one source, which fetches in that pool."""

    @dag(
        dag_id=source.name,
        dag_display_name=source.title,
        schedule=CronPartitionTimetable(
            "0 0 * * *", timezone=source.timezone, run_offset=-1, key_format="%Y-%m-%d"
        ),
        start_date=datetime.combine(source.start, datetime.min.time(), tzinfo=source.zone),
        catchup=False,
        max_active_runs=1,
        default_args=TASKS,
        params={"accept": ACCEPT},
        tags=["wire", *([source.language] if source.language else [])],
        doc_md=_documentation(source),
    )
    def wire() -> None:
        batch: Any = fetch.override(pool=pool)(source.name)
        batch = extract(batch)
        batch = validate(batch)
        write(batch)

    return wire()


@task
def fetch(source: str) -> str:
    """Discover and fetch the day's articles; keep what arrives in raw/."""
    batch = _batch(source)
    captured = pipeline.fetch_batch(batch)
    log.info("%d exchanges are new, %d stand in raw/. %s", captured.new, captured.total, captured.reach)
    if captured.nothing:
        _tell(f"nothing captured: {captured.reach}")
        raise AirflowSkipException(f"{batch}: nothing captured and nothing in raw/: {captured.reach}")
    return str(batch)


@task
def extract(batch: str) -> str:
    """Turn raw bytes into clean articles."""
    pipeline.extract_batch(Batch.parse(batch))
    return batch


@task
def validate(batch: str) -> str:
    """Judge every article, then the day as a whole."""
    accept = bool(get_current_context()["params"]["accept"])
    try:
        pipeline.validate_batch(Batch.parse(batch), accept=accept)
    except QualityError as error:
        _tell(f"not published: {str(error).partition('. ')[0]}")
        raise
    return batch


@task(pool=pipeline.WRITE_POOL, outlets=list(TABLES.values()))
def write(batch: str) -> str:
    """Publish: history/, rejected/ and articles/."""
    written = pipeline.write_batch(Batch.parse(batch))
    log.info("%s", written.summary)
    if not written.published_dates:
        _tell(written.summary)
        raise AirflowSkipException(f"{batch}: {written.summary}")
    source, _, day = batch.partition("/")
    events = get_current_context()["outlet_events"]
    for name, table in TABLES.items():
        days = written.published_dates if name == "articles" else (day,)
        events[table].add_partitions([f"{source}|{one}" for one in days])
    return written.summary


def _batch(source: str) -> Batch:
    """The run's partition key is the capture day; a run by hand without one captures the open day."""
    run = get_current_context()["dag_run"]
    key = run.partition_key or str(run.run_after.astimezone(config.load_named(source).zone).date())
    return Batch.parse(f"{source}/{key}")


def _tell(summary: str) -> None:
    get_current_context()["ti"].xcom_push(key="summary", value=summary)


def _documentation(source: SourceConfig) -> str:
    found = "\n".join(f"* {part.describe()}" for part in source.discover)
    return (
        f"### {source.title}\n{source.description}\n\n{found}\n\n"
        f"Home: <{source.homepage}> · Terms: <{source.terms_url or source.homepage}> · "
        f"Contact: {source.contact} · Zone: {source.timezone}\n\nLicence: {source.licence}\n\n"
        "**Backfill:** *Missing Runs* leaves out days that ran already; after a rule changed use *All Runs*, "
        "or the Dag `wire_replay`, which builds from raw/ without fetching."
    )


POOLS = pipeline.fetch_pools()
for path in config.source_files().values():
    try:
        found = config.load_source(path)
    except ConfigError:  # broken_sources.py reports it, so that this file still loads the others
        continue
    if found.enabled:
        globals()[f"dag_{found.name}"] = wire_dag(found, POOLS[found.name])
