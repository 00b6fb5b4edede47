"""One Airflow Dag per wire: every YAML file of a source becomes a daily, partitioned Dag of four tasks.

fetch (discover, fetch, archive) → extract (extract, clean) → validate → write (resolve, write). The
partition key is the capture day in the source's zone. A source that polls has a second Dag of the same
tasks, which captures under the open day and builds it where something new came; the daily run closes the
day. How it is done stands in ``wirelake.pipeline``.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from airflow.sdk import (
    DAG,
    Asset,
    Connection,
    CronTriggerTimetable,
    ExceptionRetryPolicy,
    Param,
    RetryAction,
    RetryRule,
    dag,
    get_current_context,
    get_parsing_context,
    task,
)
from airflow.sdk.exceptions import AirflowNotFoundException, AirflowSkipException
from capture_days import CaptureDayTimetable  # of plugins/, which Airflow puts on Python's path
from run_metrics import measured  # and this one

from wirelake import config, pipeline
from wirelake.config import Batch, Run, SourceConfig
from wirelake.errors import ConfigError, PermanentError, TransientError

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
REFETCH = Param(
    False,
    type="boolean",
    title="Ask again for pages that raw/ holds",
    description="Conditionally; what changed becomes a new version.",
)
ANY_DAY = Param(
    False,
    type="boolean",
    title="Capture a day that is to come, or before the source's start",
    description="Only for a single run, where that day is meant. A mistyped year is refused without it.",
)


def wire_dag(source: SourceConfig, pool: str) -> DAG:
    """The daily Dag of one source, which fetches in that pool."""

    @dag(
        dag_id=source.name,
        dag_display_name=source.title,
        schedule=CaptureDayTimetable(source.timezone),
        start_date=datetime.combine(source.start, datetime.min.time(), tzinfo=source.zone),
        catchup=False,
        max_active_runs=1,
        default_args=TASKS,
        params={"accept": ACCEPT, "refetch": REFETCH, "any_day": ANY_DAY},
        tags=["wire", *([source.language] if source.language else [])],
        doc_md=_documentation(source),
    )
    def wire() -> None:
        run: Any = fetch.override(pool=pool)(source.name, "run")
        run = extract(run)
        run = validate(run)
        write(run)

    return wire()


def poll_dag(source: SourceConfig, pool: str) -> DAG:
    """The Dag that looks for news of one source between its daily runs."""

    @dag(
        dag_id=f"{source.name}_poll",
        dag_display_name=f"{source.title}: poll",
        schedule=CronTriggerTimetable(str(source.poll), timezone=source.timezone),
        start_date=datetime.combine(source.start, datetime.min.time(), tzinfo=source.zone),
        catchup=False,
        max_active_runs=1,
        default_args=TASKS | {"retries": 1},  # the next poll comes anyway
        params={"accept": ACCEPT},
        tags=["wire", "poll"],
        doc_md=f"Looks for news of **{source.title}** and builds the open day where some came.",
    )
    def poll() -> None:
        run: Any = read.override(pool=pool)(source.name)
        write(run)

    return poll()


@task
def fetch(source: str, mode: Any) -> str:
    """Discover and fetch the day's articles; keep what arrives in raw/."""
    return str(_fetched(source, mode))


@task
def extract(run: str) -> str:
    """Turn raw bytes into clean articles."""
    _extracted(Run.parse(run))
    return run


@task
def validate(run: str) -> str:
    """Judge every article, then the day as a whole."""
    _validated(Run.parse(run))
    return run


@task
def read(source: str) -> str:
    """Look for news; clean and judge what came. One task: each costs more than a poll's few articles."""
    run = _fetched(source, "poll")
    _extracted(run)
    _validated(run)
    return str(run)


def _fetched(source: str, mode: Any) -> Run:
    params = get_current_context()["params"]
    with _noted("not captured"):
        run, facts = _run(source, mode), config.load_named(source)
        with measured(run):
            captured = pipeline.fetch_batch(
                run,
                refetch=bool(params.get("refetch")),
                any_day=bool(params.get("any_day")),
                last_try=_is_last_try(),
                connection=_connection(facts.fetch.connection),
                inbox_connection=_connection(facts.inbox.connection if facts.inbox else None),
            )
    log.info("%d exchanges are new, %d stand in raw/. %s", captured.new, captured.total, captured.reach)
    if skipped := f"nothing captured: {captured.reach}" if captured.nothing else captured.closed:
        _tell(skipped)
        raise AirflowSkipException(f"{run.batch}: {skipped}")
    return run


def _extracted(run: Run) -> None:
    with _noted("not read"), measured(run):
        pipeline.extract_batch(run, last_try=_is_last_try())


def _validated(run: Run) -> None:
    accept = bool(get_current_context()["params"]["accept"])
    with _noted("not published"), measured(run):
        pipeline.validate_batch(run, accept=accept, last_try=_is_last_try())


@task(pool=pipeline.WRITE_POOL, outlets=list(TABLES.values()))
def write(run: str) -> str:
    """Publish: history/, rejected/ and articles/."""
    batch = Run.parse(run).batch
    with _noted("not published"), measured(Run.parse(run)):
        written = pipeline.write_batch(Run.parse(run), last_try=_is_last_try())
    log.info("%s", written.summary)
    if not written.published_dates:
        _tell(written.summary)
        raise AirflowSkipException(f"{batch}: {written.summary}")
    events = get_current_context()["outlet_events"]
    for name, table in TABLES.items():
        days = written.published_dates if name == "articles" else (batch.day,)
        events[table].add_partitions([f"{batch.source}|{one}" for one in days])
    return written.summary


def _run(source: str, mode: str) -> Run:
    """The run's partition key is the capture day; a run by hand without one captures the open day.

    Every task and retry of Airflow's run is of one run of ours. Its id may be anybody's words.
    """
    run = get_current_context()["dag_run"]
    key = run.partition_key or str(run.run_after.astimezone(config.load_named(source).zone).date())
    return Run.named(Batch.parse(f"{source}/{key}"), mode, run.dag_id, run.run_id)


def _connection(name: str | None) -> str | None:
    """The wire's credentials, masked in logs from here on; of None the pipeline says the cure."""
    try:
        return None if name is None else str(Connection.get(name).get_uri())
    except AirflowNotFoundException:
        return None


def _is_last_try() -> bool:
    ti = get_current_context()["ti"]
    return bool(ti.try_number > ti.max_tries)


@contextmanager
def _noted(what: str) -> Iterator[None]:
    """What fails within tells the run's note its kind and why."""
    try:
        yield
    except Exception as error:
        _tell(pipeline.failure_note(error, what))
        raise


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


def _sources() -> list[SourceConfig]:
    """The sources whose Dags are made: for a task its own alone, else all whose YAML is right."""
    dag_id = get_parsing_context().dag_id
    return config.load_sources() if dag_id is None else [config.load_named(dag_id.removesuffix(config.POLL))]


SOURCES = _sources()
POOLS = pipeline.fetch_pools(SOURCES)
for one in SOURCES:
    if one.enabled:
        globals()[f"dag_{one.name}"] = wire_dag(one, POOLS[one.name])
        if one.poll:
            globals()[f"dag_{one.name}_poll"] = poll_dag(one, POOLS[one.name])
