"""A run over one batch, by a name of its own, under which lies what its tasks leave for each other."""

import hashlib
import re
import uuid
from typing import Literal, NamedTuple

from wirelake.config.days import Batch
from wirelake.errors import ConfigError

Mode = Literal["run", "poll", "replay", "import", "takedown", "restore", "release"]
# Those that build; an operator's decision only has a row.
MODES: tuple[Mode, ...] = ("run", "poll", "replay", "import")
KEY = re.compile(r"[0-9a-f]{16}")


class Run(NamedTuple):
    """One run over a batch; written ``menafn/2025-12-07/poll/0f3c5a7b9d1e2f40``, and so it crosses XCom.

    ``mode`` is run (the daily one, or one by hand), poll, replay (from raw/ alone), or import (out of an
    agency's archive). ``key`` tells it from
    other runs of the same mode and batch, at the same time or before: it is part of paths.
    """

    batch: Batch
    mode: Mode
    key: str

    def __str__(self) -> str:
        return f"{self.batch}/{self.mode}/{self.key}"

    @classmethod
    def new(cls, batch: Batch, mode: Mode = "run") -> "Run":
        """A run that is no other's."""
        return cls(batch, mode, uuid.uuid4().hex[:16])

    @classmethod
    def named(cls, batch: Batch, mode: str, *names: str) -> "Run":
        """The run of these names, such as a Dag's and its run's: the same for every task and every retry.

        The names may be anybody's words: only their hash goes into paths.

        Raises:
            ConfigError: no such mode.
        """
        key = hashlib.sha256("\0".join(names).encode("utf-8", "replace")).hexdigest()[:16]
        return cls.parse(f"{batch}/{mode}/{key}")

    @classmethod
    def parse(cls, text: str) -> "Run":
        """The run of that name.

        Raises:
            ConfigError: not a run's name.
        """
        batch, _, rest = text.rpartition("/")[0].rpartition("/")
        key = text.rpartition("/")[2]
        for mode in MODES:
            if rest == mode and KEY.fullmatch(key):
                return cls(Batch.parse(batch), mode, key)
        raise ConfigError(
            f"not a run: {text[:200]!r}; write it as menafn/2025-12-07/run/0f3c5a7b9d1e2f40. "
            "Of a run that an older version began: clear it from its first task"
        )
