"""All that decides which id the rules of today make of a payload."""

import hashlib
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from wirelake import addresses, trackers
from wirelake.config import SourceConfig
from wirelake.evidence import identity

LIBRARIES = ("ada-url", "courlan", "tld")  # of addresses, and of which of them are one site's


@lru_cache(maxsize=64)
def naming_rules(source: SourceConfig) -> str:
    """A short hash: of the source's facts, our code and the libraries beneath it."""
    facts = f"{source.identity} {source.wire_id_in_url} {source.drop_query}"
    return hashlib.sha256(f"{facts} {_code()}".encode()).hexdigest()[:12]


@cache
def _code() -> str:
    files = [Path(str(one.__file__)) for one in (addresses, trackers)]
    files += sorted(Path(identity.__path__[0]).glob("*.py"))
    told = [one.read_text(encoding="utf-8") for one in files]
    return hashlib.sha256("\n".join([*map(version, LIBRARIES), *told]).encode()).hexdigest()
