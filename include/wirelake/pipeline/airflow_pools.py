"""Airflow's pools: how tasks of many sources share one host and one lake without a server of our own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from wirelake import config
from wirelake.addresses import registrable_domain
from wirelake.batches.lakes import lake
from wirelake.config import DropFolder, SourceConfig, WarcFiles
from wirelake.config.settings import stack_state
from wirelake.errors import ConfigError, WirelakeError
from wirelake.legible import one_line

WRITE_POOL = "wirelake_write"
LIST_SECONDS = 120
OF_AIRFLOW = ("AIRFLOW_HOME", "AIRFLOW__")


def pools() -> dict[str, int]:
    """Every pool's name and slots. A task that names a missing pool never starts: create them all."""
    return {WRITE_POOL: _writers(), **dict.fromkeys(fetch_pools().values(), 1)}


def _writers() -> int:
    """As many as the lake has buckets: those of one bucket would wait for each other. One without a lake."""
    from wirelake.lake.buckets import buckets_of  # pyarrow comes with it, and Dag files ask for pools

    with suppress(WirelakeError):
        return buckets_of(lake()).number
    return 1


def fetch_pools(sources: Iterable[SourceConfig] | None = None) -> dict[str, str]:
    """Source → the pool in which it fetches: sources that are linked by common domains share one slot.

    ``sources`` are all whose YAML is right, where none are given.
    """
    group_of: dict[str, tuple[set[str], set[str]]] = {}  # domain → names and domains of its group
    found: dict[str, tuple[set[str], set[str]]] = {}
    for source in config.load_sources() if sources is None else sources:
        names, domains = group = {source.name}, _domains(source)
        for other in [group_of[domain] for domain in [*domains] if domain in group_of]:
            names |= other[0]
            domains |= other[1]
        group_of |= dict.fromkeys(domains, group)
        found |= dict.fromkeys(names, group)
    return {name: f"wirelake_fetch_{min(domains, default=name)}" for name, (_, domains) in found.items()}


def pool_complaints() -> list[str]:
    """What is wrong with Airflow's pools, as the Airflow that this shell means lists them.

    Raises:
        ConfigError: there is no Airflow that it could mean, or it cannot reach its database.
    """
    command = airflow_command()
    shown = " ".join(command)
    try:
        asked = subprocess.run(  # noqa: S603 (our own environment's command, with fixed arguments)
            [*command, "pools", "list", "--output", "json"],
            capture_output=True,
            text=True,
            timeout=LIST_SECONDS,
            check=True,
        )
        slots = {one["pool"]: int(one["slots"]) for one in json.loads(asked.stdout)}
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise ConfigError(
            f"{one_line(last)}: `{shown} pools list` ended with status {error.returncode}; is its database "
            "up (make up), and are AIRFLOW_HOME and AIRFLOW__DATABASE__SQL_ALCHEMY_CONN your Airflow's?"
        ) from error
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        raise ConfigError(f"{error}: `{shown} pools list` gave no list: is it Airflow's?") from error
    return [
        f"pool {name}: {slots.get(name, 'missing')}; its tasks "
        f"{'may run side by side' if name in slots else 'will never start'}: "
        f"airflow pools set {name} {wanted} wirelake"
        for name, wanted in pools().items()
        if slots.get(name) != wanted
    ]


def airflow_command() -> list[str]:
    """The ``airflow`` that this shell means: that of its own environment, else that of the checkout's stack.

    Raises:
        ConfigError: neither is there. Airflow itself would begin an empty database then, and find no pool.
    """
    if (
        any(name.startswith(OF_AIRFLOW) for name in os.environ)
        or (Path.home() / "airflow/airflow.cfg").exists()
    ):
        return [str(Path(sys.executable).with_name("airflow"))]
    state, ran = stack_state()
    if ran:
        return [sys.executable, "-m", "wirelake_local", "airflow", "--state", str(state), "--"]
    raise ConfigError(
        f"no Airflow is known here: neither AIRFLOW_HOME nor AIRFLOW__… is set, and {state} was never up: "
        "run `make up`, or check where Airflow runs"
    )


def _domains(source: SourceConfig) -> set[str]:
    """The registrable domains that the source's YAML names; an address stands for itself."""
    urls = (
        part.url for part in source.discover if part.enabled and not isinstance(part, DropFolder | WarcFiles)
    )
    return {registrable_domain(urlsplit(url).hostname or "") for url in urls} - {""}
