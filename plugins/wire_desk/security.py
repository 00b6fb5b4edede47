"""Who may do what: every dependency that a route of the desk needs, each asking Airflow's auth manager.

A page that shows a source's data takes the source as the path's ``{dag_id}`` and needs READS_SOURCE. A page
over several sources leaves out those that are not in ``readable``. A POST needs ``acts_on``.
"""

from typing import Annotated, Any
from urllib.parse import urlsplit

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.resource_details import AccessView, DagAccessEntity, DagDetails
from airflow.api_fastapi.core_api.security import GetUserDep, requires_access_dag, requires_access_view
from airflow.configuration import conf
from fastapi import Depends, HTTPException, Request

from wirelake.config import NAME, Batch, lake_uri, parse_day
from wirelake.errors import ConfigError
from wirelake.lake.marker import checked
from wirelake.storage import Store, open_store

SEES_PLUGINS = Depends(requires_access_view(AccessView.PLUGINS))


def named_source(dag_id: str) -> str:
    """The source of the path, which is the id of its Dag too; 422 where no source can be called so."""
    if not NAME.fullmatch(dag_id):
        raise HTTPException(422, f"not a source: {dag_id[:80]!r}: write a-z, 0-9 and _, a letter first")
    return dag_id


Source = Annotated[str, Depends(named_source)]


def batch_of(source: Source, day: str) -> Batch:
    """The source and capture day of the path; 422 where they are none."""
    try:
        return Batch(source, parse_day(day))
    except ConfigError as error:
        raise HTTPException(422, str(error)) from error


# The source's name is checked before Airflow asks its database about it.
_NAMED = Depends(named_source)
READS_SOURCE = [_NAMED, Depends(requires_access_dag("GET", DagAccessEntity.RUN))]


def readable_dags(user: GetUserDep) -> set[str]:
    """The ids of the Dags that this user may read."""
    return get_auth_manager().get_authorized_dag_ids(user=user, method="GET")


def lake_of_request() -> Store:
    """The lake, looked for at each request: this process may outlive a disk's mount."""
    return checked(open_store(lake_uri()))


OneBatch = Annotated[Batch, Depends(batch_of)]
Readable = Annotated[set[str], Depends(readable_dags)]
Lake = Annotated[Store, Depends(lake_of_request)]


def may_trigger(user: Any, dag_id: str) -> bool:
    """Whether the user may start a run of that Dag: pages show a button to those alone."""
    return get_auth_manager().is_authorized_dag(
        method="POST", access_entity=DagAccessEntity.RUN, details=DagDetails(id=dag_id), user=user
    )


def may_edit(user: Any, dag_id: str) -> bool:
    """Whether the user may change that Dag: what readers of the lake do not see is shown to those alone."""
    return get_auth_manager().is_authorized_dag(method="PUT", details=DagDetails(id=dag_id), user=user)


def acts_on(dag_id: str | None = None) -> list[Any]:
    """The dependencies of a POST: it comes from a page of this Airflow, and the user may trigger that Dag.

    Args:
        dag_id: the Dag; None: the source of the path.
    """
    named = [_NAMED] if dag_id is None else []
    right = Depends(requires_access_dag("POST", DagAccessEntity.RUN, dag_id))
    return [Depends(from_this_airflow), *named, right]


def from_this_airflow(request: Request) -> None:
    """403 for a POST that another site's page may have sent with this user's cookie.

    Browsers state where a request comes from: in Sec-Fetch-Site over https or on this host, else in Origin.
    Who sends neither, and no bearer token of their own, is refused too.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        is_own = site == "same-origin"
    elif origin is not None:
        told = urlsplit(origin)
        is_own = told.netloc != "" and told.netloc in {request.headers.get("host"), _address().netloc}
    else:
        is_own = request.headers.get("authorization", "").lower().startswith("bearer ")
    if not is_own:
        raise HTTPException(403, "This was not sent by a page of this Airflow: open the page and try again.")


def _address() -> Any:
    return urlsplit(conf.get("api", "base_url", fallback=""))
