"""Airflow's pools: how tasks of many sources share one host and one lake without a server of our own."""

from urllib.parse import urlsplit

from tld import get_fld

from wirelake import config
from wirelake.config import DropFolder, SourceConfig, WarcFiles
from wirelake.errors import ConfigError

WRITE_POOL = "wirelake_write"


def pools() -> dict[str, int]:
    """Every pool's name and slots. A task that names a missing pool never starts: create them all."""
    return {WRITE_POOL: 1, **dict.fromkeys(fetch_pools().values(), 1)}


def fetch_pools() -> dict[str, str]:
    """Source → the pool in which it fetches: sources that are linked by common domains share one slot."""
    groups: list[tuple[set[str], set[str]]] = []  # names, domains
    for name, path in config.source_files().items():
        try:
            names, domains = {name}, _domains(config.load_source(path))
        except ConfigError:  # reported where that source's Dag is made
            continue
        for group in [one for one in groups if one[1] & domains]:
            groups.remove(group)
            names |= group[0]
            domains |= group[1]
        groups.append((names, domains))
    return {
        name: f"wirelake_fetch_{min(domains, default=name)}" for names, domains in groups for name in names
    }


def _domains(source: SourceConfig) -> set[str]:
    """The registrable domains that the source's YAML names; an address stands for itself."""
    urls = (
        part.url for part in source.discover if part.enabled and not isinstance(part, DropFolder | WarcFiles)
    )
    return {get_fld(url, fail_silently=True) or urlsplit(url).hostname or "" for url in urls} - {""}
