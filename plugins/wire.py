"""The wire desk in Airflow's navigation: how every source stands, its days, its articles.

This module stays light, because each task's process imports it as well: the app, and what it needs of
Airflow's API server, is imported at the first request. ``.airflowignore`` keeps its folder from being read as
plugins. A page of the desk is a module of ``wire_desk/pages/`` with a router, which ``wire_desk/app.py``
lists, a context of ``wirelake.desk``, and the template that is called as the context's class is.
"""

import importlib
from typing import Any
from urllib.parse import urlsplit

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin

# Behind a proxy Airflow may live below a path, such as https://example.com/airflow.
ROOT = urlsplit(conf.get("api", "base_url", fallback="/")).path.rstrip("/")
VIEW = {
    "name": "Wire",
    "icon": f"{ROOT}/wire/assets/icon.svg",
    "icon_dark_mode": f"{ROOT}/wire/assets/icon_dark.svg",
}


async def wire_app(scope: Any, receive: Any, send: Any) -> None:
    """The desk's ASGI app."""
    desk = importlib.import_module("wire_desk.app")  # Airflow puts this folder on Python's path
    await desk.app(scope, receive, send)


class WirePlugin(AirflowPlugin):
    """Registers the desk: in the navigation, and as a tab of each Dag that shows its source alone."""

    name = "wirelake_wire"
    fastapi_apps = [{"app": wire_app, "url_prefix": "/wire", "name": "Wire"}]  # noqa: RUF012
    external_views = [  # noqa: RUF012
        {**VIEW, "href": f"{ROOT}/wire/", "url_route": "wire", "destination": "nav", "nav_top_level": True},
        {**VIEW, "href": f"{ROOT}/wire/?source={{DAG_ID}}", "url_route": "wire-source", "destination": "dag"},
    ]
