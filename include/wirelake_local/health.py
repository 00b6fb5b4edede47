"""Signs of life of Airflow's components, and its pools."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests

from wirelake.airflow_api import TIMEOUT_SECONDS, Client


def set_pools(client: Client, pools: Mapping[str, int]) -> None:
    """Make these pools exist with these slots; others are left alone."""
    present = {pool["name"]: pool["slots"] for pool in client.listed("pools", "pools")}
    for name, slots in pools.items():
        facts = {"name": name, "slots": slots, "include_deferred": False}
        if name not in present:
            client.request("POST", "pools", json=facts)
        elif present[name] != slots:
            client.request("PATCH", f"pools/{name}", json=facts, params={"update_mask": "slots"})


def unready(url: str, since: Mapping[str, float]) -> list[str]:
    """The components that have shown no sign of life since their start (seconds of the Unix epoch, by name).

    No user is needed to ask. Airflow's own verdict alone would call a component healthy for half a minute
    after its end.
    """
    with requests.Session() as session:
        session.trust_env = False
        try:
            health = session.get(f"{url}/api/v2/monitor/health", timeout=TIMEOUT_SECONDS).json()
        except (requests.RequestException, ValueError):
            return list(since)
    return [name for name in since if not _is_well(health, name.replace("-", "_"), since[name])]


def _is_well(health: Any, name: str, since: float) -> bool:
    if name == "api_server":
        return True  # it has just answered
    found = health.get(name, {})
    beat = found.get(f"latest_{name}_heartbeat")
    return bool(beat) and found["status"] == "healthy" and datetime.fromisoformat(beat).timestamp() >= since
