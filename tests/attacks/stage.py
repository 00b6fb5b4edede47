"""What every scene is given: a lake, its wires, and a process that does deeds in it."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.wirelake.mortality import Mortal
from tests.wirelake.quay import write_sources

from wirelake.lake.marker import begin
from wirelake.storage import Store, open_store

MORE = 'erase_after_days: 0\npoll: "*/15 * * * *"\n'
Deed = dict[str, str | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """The lake at ``uri``, empty as the scene begins; ``folder`` is the scene's own, for what it needs."""

    uri: str
    folder: Path
    process: Mortal

    @property
    def store(self) -> Store:
        """As it is opened now: after a fault of the network, or of another process, anew."""
        return open_store(self.uri)

    def do(self, *deeds: Deed) -> dict[str, int]:
        """Do them at once; how many were killed, and how many gates closed.

        Raises:
            AssertionError: one failed otherwise.
        """
        return self.race(*([one] for one in deeds))

    def race(self, *lanes: Sequence[Deed]) -> dict[str, int]:
        """As ``do``: a process a lane, all at once, and the deeds of each one after the other."""
        return self.process.run(lake=self.uri, lanes=[list(lane) for lane in lanes])


def deed(what: str, on: object, seconds: float = 0) -> Deed:
    """``on`` a batch or an article; kill -9 comes after so many seconds, 0 spares it."""
    return {"what": what, "on": str(on), "seconds": seconds}


@contextmanager
def staged(uri: str, folder: Path, process: Mortal, **environment: str) -> Iterator[Stage]:
    """A new lake without rows, and its wires quay and pier, where the environment names them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setenv("WIRELAKE_LAKE", uri)
        patch.setenv("WIRELAKE_SPOOL", str(folder / "spool"))
        patch.setenv("WIRELAKE_SOURCES", str(folder / "sources"))
        folder.mkdir(parents=True, exist_ok=True)
        write_sources(folder / "sources", "quay", "pier", more=MORE)
        begin(open_store(uri))
        yield Stage(uri=uri, folder=folder, process=process)


@contextmanager
def endpoint(address: str) -> Iterator[None]:
    """S3 is asked there, by us and by the deeds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", address)
        yield


def doing() -> Mortal:
    """The process of deeds.py; whoever starts it ends it."""
    return Mortal("tests.attacks.deeds", PYTHONWARNINGS=os.environ.get("PYTHONWARNINGS", "ignore"))
