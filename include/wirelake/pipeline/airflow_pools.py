"""Airflow's pools: how tasks of many sources share one host and one lake without a server of our own."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from wirelake import config
from wirelake.addresses import registrable_domain
from wirelake.config import DropFolder, SourceConfig, WarcFiles
from wirelake.errors import ConfigError

WRITE_POOL = "wirelake_write"
LIST_SECONDS = 120


def pools() -> dict[str, int]:
    """Every pool's name and slots. A task that names a missing pool never starts: create them all."""
    return {WRITE_POOL: 1, **dict.fromkeys(fetch_pools().values(), 1)}


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
    """What is wrong with Airflow's pools, as the ``airflow`` command beside this Python lists them.

    Raises:
        ConfigError: there is no such command, or it cannot reach its database.
    """
    command = Path(sys.executable).with_name("airflow")
    try:
        asked = subprocess.run(  # noqa: S603 (our own environment's command, with fixed arguments)
            [command, "pools", "list", "--output", "json"],
            capture_output=True,
            text=True,
            timeout=LIST_SECONDS,
            check=True,
        )
        slots = {one["pool"]: int(one["slots"]) for one in json.loads(asked.stdout)}
    except subprocess.CalledProcessError as error:
        raise ConfigError(
            f"{command} pools list ended with status {error.returncode}: use Airflow's own environment "
            "(AIRFLOW_HOME, AIRFLOW__DATABASE__SQL_ALCHEMY_CONN), with its database up"
        ) from error
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        raise ConfigError(f"{command} pools list: {error}: check from where Airflow runs") from error
    return [
        f"pool {name}: {slots.get(name, 'missing')}; its tasks "
        f"{'may run side by side' if name in slots else 'will never start'}: "
        f"airflow pools set {name} {wanted} wirelake"
        for name, wanted in pools().items()
        if slots.get(name) != wanted
    ]


def _domains(source: SourceConfig) -> set[str]:
    """The registrable domains that the source's YAML names; an address stands for itself."""
    urls = (
        part.url for part in source.discover if part.enabled and not isinstance(part, DropFolder | WarcFiles)
    )
    return {registrable_domain(urlsplit(url).hostname or "") for url in urls} - {""}
