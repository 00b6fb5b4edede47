"""What an operator decides about articles: a takedown, the release of an embargo. The lake keeps who did."""

from datetime import timedelta
from typing import Any

from airflow.sdk import (
    ExceptionRetryPolicy,
    Param,
    RetryAction,
    RetryRule,
    dag,
    get_current_context,
    task,
)

from wirelake import obligations, pipeline
from wirelake.errors import ConfigError, PermanentError

ID = r"^[a-z][a-z0-9_]{1,39}:[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
ARTICLES = Param(
    [],
    type="array",
    items={"type": "string", "pattern": ID},
    maxItems=100,
    title="Articles",
    description="their article_id, such as harbour:4410000004",
)
REASON = Param(
    "",
    type="string",
    maxLength=500,
    title="Reason",
    description="why, for those who ask later; no text of an article",
)
TASKS = {
    "retries": 2,
    "retry_delay": timedelta(minutes=1),
    "execution_timeout": timedelta(hours=6),  # a takedown reads all of a source's raw/ where bytes go
    "retry_policy": ExceptionRetryPolicy(
        rules=[RetryRule([PermanentError, ConfigError], RetryAction.FAIL, reason="a retry cannot help")]
    ),
}


@dag(
    dag_id="wire_takedown",
    dag_display_name="Take articles down",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    tags=["wire", "obligations"],
    default_args=TASKS,
    params={
        "article_ids": ARTICLES,
        "reason": REASON,
        "erase": Param(False, type="boolean", title="Erase the bytes at once: nothing can be restored then"),
    },
    doc_md="Out of all tables at once, out of raw/ after the source's `erase_after_days`, or at once with "
    "*erase*: then it is proven too. The same as `wirelake takedown`. Who may trigger it may take down all.",
)
def wire_takedown() -> None:
    prove(take_down())


@task(pool=pipeline.WRITE_POOL)
def take_down() -> list[str]:
    """Each article by a decision and a manifest of its own; repeated, it completes what a dead try left."""
    ids, reason, by = _asked()
    erase = bool(get_current_context()["params"]["erase"])
    return [obligations.take_down(one, reason, erase=erase, by=by).article_id for one in ids]


@task
def prove(article_ids: Any) -> str:
    """Search the lake for the texts whose bytes are gone.

    Raises:
        PermanentError: some of a text is left.
    """
    sources = sorted({one.partition(":")[0] for one in article_ids})
    known = [one for source in sources for one in obligations.manifests(source)]
    manifests = [one for one in known if one.article_id in article_ids and one.done_at]
    left = [one.article_id for one in manifests if not obligations.verify(one).is_proven]
    if left:
        raise PermanentError(
            f"not proven: {', '.join(left)}; wirelake takedown ID --verify says what is left"
        )
    return f"{len(manifests)} of {len(article_ids)} proven; the bytes of the others are erased later"


@dag(
    dag_id="wire_release",
    dag_display_name="Release articles under embargo",
    schedule=None,
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=False,
    tags=["wire", "obligations"],
    default_args=TASKS,
    params={"article_ids": ARTICLES, "reason": REASON},
    doc_md="Ends the embargo of the versions that are known by now. The same as `wirelake release`. Who may "
    "trigger it may release all.",
)
def wire_release() -> None:
    release()


@task(pool=pipeline.WRITE_POOL)
def release() -> list[str]:
    """Each article by a decision of its own; one that is released already stays so."""
    ids, reason, by = _asked()
    return [obligations.release(one, reason, by=by).event.article_id for one in ids]


def _asked() -> tuple[list[str], str, str | None]:
    context = get_current_context()
    ids = list(dict.fromkeys(context["params"]["article_ids"]))
    if not ids:
        raise ConfigError("article_ids: name at least one article, such as harbour:4410000004")
    return ids, str(context["params"]["reason"]), context["dag_run"].triggering_user_name


wire_takedown()
wire_release()
