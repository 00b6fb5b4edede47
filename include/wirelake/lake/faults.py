"""What is wrong with an object of the lake, in words."""

from dataclasses import dataclass
from enum import StrEnum


class Repair(StrEnum):
    """What makes the object whole again."""

    BUILD = "the day is built again from raw/"
    REBUILD = "the published date is made again from history/"
    INDEX = "its WARC is indexed again"
    DECISION = "the decision is taken from its manifest"
    MANIFEST = "the manifest is begun anew from the decision"
    ASIDE = "it is set aside; the next run makes it again"
    NONE = "restore it from a backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One object's fault. ``repair`` says what ``wirelake verify --repair`` does about it."""

    path: str
    what: str
    repair: Repair = Repair.NONE
