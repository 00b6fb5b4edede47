"""What a lake says of the lantern wire, in the words of the table of test_obligations.py."""

import hashlib
from datetime import date
from typing import Any

from tests.obligations.expected import Row
from tests.obligations.newsdesk import DAYS, Newsdesk

import wirelake

SHA256 = 64  # hexadecimal digits
# By what stands in article_id behind the wire's name: its own id, or a hash where it states none.
NAMES = {
    "lw.0011": "ferry",
    "lw.0021": "bridge",
    "lw.0031": "silo",
    "lw.0032": "lights",
    "lw.0033": "tram",
    "lw.0034": "orchards",
    "lw.0041": "regatta",
    "lw.0051": "depot",
    "lw.0052": "kiosk",
    "lw.0059": "k depot",
    "1100000071": "pier",
    "1100000072": "notice",
    "8e4efc3106ba4b93f9ca62ac": "quarry",
    "a834ea1ad83000cfc8d4a538": "k quarry",
    "bf81bf170e98e6423a59d4a2": "crane",
    "b65360ed1c339f058a5d3456": "k crane",
    "e8bc85909b415d5d1bcbc929": "tides",
    "90bac732eb1945a6938e970e": "gulls",
    "1687af3d5e99a8f3134ed389": "k mill",
    "5c2ff0a6baece9090b0ae271": "k dam",
    "9e36f8c8ae8d4ba90d9e46a8": "desk",
    "6ddcd77dbd2c71bfcd772930": "weather",
}
TABLES = ("articles", "history", "rejected", "raw", "drop")


def name(article_id: str) -> str:
    return NAMES[article_id.removeprefix("lantern:")]


def rows(desk: Newsdesk, table: str, **options: Any) -> list[dict[str, Any]]:
    """The table's rows, with articles' short names, and # for a version that is named after its payload."""
    found = wirelake.read(table, source="lantern", lake=str(desk.lake), **options).to_pylist()
    for row in found:
        row["article_id"] = name(row["article_id"])
        row["version"] = "#" if len(row.get("version", "")) == SHA256 else row.get("version")
    return found  # type: ignore[no-any-return]


def articles(desk: Newsdesk, **options: Any) -> list[Row]:
    names = ("article_id", "version", "headline")
    return sorted(
        (r["published_date"].day, *(r[n] for n in names)) for r in rows(desk, "articles", **options)
    )


def history(desk: Newsdesk) -> list[Row]:
    names = ("article_id", "version", "record_kind", "pub_status")
    return sorted(
        (number(row["capture_date"]), *(row[n] for n in names), signal(row), row["headline"])
        for row in rows(desk, "history")
    )


def signal(row: dict[str, Any]) -> str:
    return next((one for one in row["signals"] if one in ("kill", "taken_down")), "")


def rejected(desk: Newsdesk) -> list[Row]:
    return sorted((number(r["capture_date"]), r["article_id"], r["reason"]) for r in rows(desk, "rejected"))


def versions(desk: Newsdesk, **options: Any) -> list[Row]:
    captured = {r["first_seen_at"]: str(number(r["capture_date"])) for r in rows(desk, "history")}
    said = {None: "", **captured, desk.embargo: "embargo", desk.released: "release"}
    return sorted(
        (
            *(row["article_id"], row["version"], said[row["valid_from"]], said[row["valid_to"]]),
            *(row["is_current"], tuple(row["changed"])),
        )
        for row in rows(desk, "versions", **options)
    )


def number(day: date) -> int:
    return next(number for number, one in DAYS.items() if one == day)


def contents(desk: Newsdesk) -> dict[str, str]:
    """Path → digest of all that a lake is made of, but for the rows of runs/, which each replay adds to."""
    return {
        str(path.relative_to(desk.lake)): hashlib.sha256(path.read_bytes()).hexdigest()
        for table in TABLES
        for path in sorted((desk.lake / table).rglob("*"))
        if path.is_file()
    }
