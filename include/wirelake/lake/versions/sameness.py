"""Whether two rows of one article's history/ show the same, though the rules changed between them.

Rows of one day were read by rules of that day. Where a later day's rules read another text, the page may have
said the same all along: so a build reads again what the page showed before, by its own rules, and its row
says what differs (``stood_before``). What those rules find equal is equal, whatever older rows say.
"""

from collections.abc import Iterable
from typing import Any

from wirelake.lake.versions.names import is_stated

Row = dict[str, Any]
STATE = ("pub_status", "embargoed_until", "expires", "record_kind")
TEXT = ("headline", "body_text")
SHOWN = ("content_sha256",)  # of media and packages, which have no text
LISTED = ("media", "package")


def has_state(row: Row, other: Row) -> bool:
    """Both are of one version by what their wire states, with one status, kind and embargo."""
    if any(row[name] != other[name] for name in STATE):
        return False
    return row["version"] == other["version"] or not (is_stated(row) or is_stated(other))


def is_equal(row: Row, other: Row) -> bool:
    """Both have that, and show the same as they stand; where the wire names no version, on the same date."""
    if not has_state(row, other):
        return False
    told = TEXT if row["record_kind"] not in LISTED else SHOWN
    if any(row[name] != other[name] for name in told):
        return False
    return is_stated(row) or _published(row) == _published(other)


def repeats(row: Row, run: Iterable[Row], stood: Row | None = None) -> bool:
    """The row shows what the rows of this run show, of which each repeats the one before it.

    ``stood`` is the row that showed what the page showed before: equal to it under the row's own rules, the
    row repeats what that one repeats. Bytes that were read by other rules say the same too.
    """
    rows = list(run)
    if any(is_equal(row, one) or _are_its_bytes(row, one) for one in rows):
        return True
    if stood is None or changed_since(row) != () or not has_state(row, rows[-1]):
        return False
    return any(one is stood or is_equal(one, stood) for one in rows)


def changed_since(row: Row) -> tuple[str, ...] | None:
    """What of headline, text and date is another than the page showed before, by one set of rules; None
    where that is not known."""
    before = row["stood_before"]
    return tuple(before["changed"] or ()) if before else None


def showed(row: Row, before: Row) -> bool:
    """The row showed this payload, alone or with others of its day."""
    if row["raw_sha256"] == before["raw_sha256"] or row["raw_ref"] == before["raw_ref"]:
        return True
    return before["raw_ref"] in (row["duplicate_refs"] or ())


def _are_its_bytes(row: Row, other: Row) -> bool:
    """Two items of one payload are read by the same rules."""
    return (
        has_state(row, other)
        and row["raw_sha256"] == other["raw_sha256"]
        and row["ruleset_version"] != other["ruleset_version"]
    )


def _published(row: Row) -> Any:
    return row["published_at"] or row["published_date"]
