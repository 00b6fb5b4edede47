"""What a version is called: as its wire says, else by the digest of the payload that showed it.

A row of history/ bears its own payload's digest; a run of equal rows goes by that of its first. No rule of
ours is in such a name, so none changes it.
"""

import hashlib
import re
from datetime import date, datetime
from typing import Any

Row = dict[str, Any]
FORMER = re.compile(r"[0-9a-f]{16}")
TOLD_BY = ("version", "raw_sha256", "content_sha256", "published_at", "published_date")


def is_stated(row: Row) -> bool:
    """The wire numbers its versions, or names them."""
    version = row["version"]
    if version == row["raw_sha256"]:
        return False
    return not (FORMER.fullmatch(version) and version == former_name(row))


def former_name(row: Row) -> str:
    """What a version without a name of its own was called up to schema 2: a hash of headline, text and date.

    Every change of a rule gave it another.
    """
    return content_name(row["content_sha256"], row["published_at"] or row["published_date"])


def message_name(row: Row) -> str:
    """By which a message of the wire is the same in whatever payload it comes again."""
    return row["version"] if is_stated(row) else former_name(row)


def content_name(digest: str, published: datetime | date | None) -> str:
    """A short hash of a content, by the digest of headline and text, and its date."""
    return hashlib.sha256(f"{digest} {published}".encode()).hexdigest()[:16]
