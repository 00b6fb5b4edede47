"""The desk's app without an Airflow: a stand-in for its auth manager, that knows what one user may do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from airflow.api_fastapi import app as airflow_app
from airflow.models.dag import DagModel
from fastapi.testclient import TestClient
from plugins.wire_desk.app import app

from wirelake.storage import LocalStore


@dataclass
class Rights:
    """What the user of this test may do: the Dags that they read, and those that they trigger."""

    reads: set[str] = field(default_factory=set)
    triggers: set[str] = field(default_factory=set)

    async def get_user_from_token(self, _token: str) -> "Rights":
        return self

    def get_name(self) -> str:
        return "ada"

    def is_authorized_view(self, **_asked: Any) -> bool:
        return True

    def is_authorized_dag(self, *, method: str, details: Any, **_asked: Any) -> bool:
        return details.id in (self.reads if method == "GET" else self.triggers)

    def get_authorized_dag_ids(self, **_asked: Any) -> set[str]:
        return self.reads


@contextmanager
def desk_of(lake: Path | str, rights: Rights, patch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A client of the desk over this lake, as the user of these rights."""
    patch.setenv("WIRELAKE_LAKE", str(lake))
    patch.setattr(airflow_app._AuthManagerState, "instance", rights)
    patch.setattr(DagModel, "get_team_name", lambda _dag_id: None)
    with TestClient(app, headers={"Authorization": "Bearer one"}, follow_redirects=False) as client:
        yield client


def new_lake(folder: Path) -> LocalStore:
    """An empty lake in this folder."""
    from wirelake.lake.marker import begin

    store = LocalStore(folder)
    begin(store)
    return store
