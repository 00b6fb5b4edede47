"""IPTC's vocabularies of subjects, and what leads from the older ones to Media Topics: tables, no code.

Where the tables come from, their licence, and how the rows were made: ``tables/README.md``. ``EDITION`` is
IPTC's date of release. Whoever changes a table changes ``DIGEST`` with it, and so what builds are made of.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["DIGEST", "EDITION", "SubjectCode", "Topic", "anpa_categories", "media_topics", "subject_codes"]

EDITION = "2025-03-31"
DIGEST = "e2a3723a8ddd3c40"
TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class Topic:
    """A Media Topic: its English name, and the day on which IPTC retired it."""

    name: str
    retired: str | None


@dataclass(frozen=True, slots=True)
class SubjectCode:
    """A code of the Subject NewsCodes: its English name, and the Media Topic that it maps to.

    ``match`` is exact or close where IPTC says so, broader where it says so of the code above.
    """

    name: str
    topic: str
    match: str


@cache
def media_topics() -> dict[str, Topic]:
    """Media Topics by their eight digits, retired ones too."""
    return {code: Topic(name, retired or None) for code, name, retired in _rows("mediatopic")}


@cache
def subject_codes() -> dict[str, SubjectCode]:
    """The Subject NewsCodes, of NewsML 1 and NITF above all, by their eight digits."""
    return {code: SubjectCode(name, topic, match) for code, name, topic, match in _rows("subjectcode")}


@cache
def anpa_categories() -> dict[str, str]:
    """The Media Topic of an ANPA 1312 category letter, of those that mean one subject on every wire."""
    return {code: topic for code, _, topic in _rows("anpa_category")}


def digest() -> str:
    """A short hash of all tables as they stand."""
    found = hashlib.sha256()
    for path in sorted(TABLES.glob("*.tsv")):
        found.update(f"{path.name}\n".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _rows(table: str) -> Iterator[list[str]]:
    lines = (TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines[1:])
