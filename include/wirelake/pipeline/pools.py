"""Airflow's pools: how tasks of many sources share one host and one lake without a server of our own."""

from urllib.parse import urlsplit

from wirelake import config
from wirelake.config import DropFolder, SourceConfig
from wirelake.errors import ConfigError

WRITE_POOL = "wirelake_write"


def fetch_pool(source: SourceConfig) -> str:
    """The pool in which this source fetches: one slot for all sources of its (alphabetically first) host."""
    hosts = (
        urlsplit(part.url).hostname
        for part in source.discover
        if part.enabled and not isinstance(part, DropFolder)
    )
    return f"wirelake_fetch_{min(filter(None, hosts), default=source.name)}"


def pools() -> dict[str, int]:
    """Every pool's name and slots. A task that names a missing pool never starts: create them all."""
    found = {WRITE_POOL: 1}
    for path in config.source_files().values():
        try:
            found[fetch_pool(config.load_source(path))] = 1
        except ConfigError:  # reported where that source's Dag is made
            continue
    return found
