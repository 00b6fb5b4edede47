"""What a wire sends beside plain texts, through its Dag in a real Airflow: two days of a drop folder."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.beacon.days import FILES
from tests.obligations.newsdesk import Newsdesk

import wirelake
from wirelake.lake.reading import read_days
from wirelake.storage import open_store
from wirelake_local import Stack

ROOT = Path(__file__).parents[1]
DAYS = {1: date(2026, 3, 2), 2: date(2026, 3, 3)}

# What readers see after each day: kind, headline, authors, and the flags that say how it was read.
SHOWN = {
    1: """
article | Grain ship burns                                | -          | -
article | Grain ship burns off Sable Point.               | -          | headline_from_text
article | Market moves to the quay                        | -          | -
article | Two sailings to the islands                     | -          | -
media   | The grain ship off Sable Point, seen from pier 1 | -         | -
media   | The grain ship off Sable Point, seen from pier 2 | -         | -
media   | The grain ship off Sable Point, seen from pier 3 | -         | -
media   | The grain ship off Sable Point, seen from pier 4 | -         | -
media   | The grain ship off Sable Point, seen from pier 5 | -         | -
media   | The grain ship off Sable Point, seen from pier 6 | -         | -
package | The fire off Sable Point                        | -          | -
""",
    2: """
article | Fire is out                                     | -          | -
article | Grain ship burns off Sable Point.               | -          | headline_from_text
article | Keeper 1 lights the lamp                        | Bea Warden | -
article | Keeper 10 lights the lamp                       | Bea Warden | -
article | Keeper 2 lights the lamp                        | Bea Warden | -
article | Keeper 3 lights the lamp                        | Bea Warden | -
article | Keeper 4 lights the lamp                        | Bea Warden | -
article | Keeper 5 lights the lamp                        | Bea Warden | -
article | Keeper 6 lights the lamp                        | Bea Warden | -
article | Keeper 7 lights the lamp                        | Bea Warden | -
article | Keeper 8 lights the lamp                        | Bea Warden | -
article | Keeper 9 lights the lamp                        | Bea Warden | -
article | Market moves to the quay                        | -          | -
article | Nine sailings to the islands                    | -          | version_reused
article | Sable Point light goes out.                     | -          | headline_from_text
media   | The grain ship off Sable Point, seen from pier 1 | -         | -
media   | The grain ship off Sable Point, seen from pier 2 | -         | -
media   | The grain ship off Sable Point, seen from pier 3 | -         | -
media   | The grain ship off Sable Point, seen from pier 4 | -         | -
media   | The grain ship off Sable Point, seen from pier 5 | -         | -
media   | The grain ship off Sable Point, seen from pier 6 | -         | -
package | The fire off Sable Point                        | -          | -
""",
}
# What is held: in the offset of another of its times, or as late as any place on earth may mean it.
HELD = """
Council names a keeper | 2099-03-09T10:00Z | embargo_zone_assumed
Lamp oil gets dearer   | 2099-03-10T00:00Z | embargo_zone_unknown
"""
PACKAGE = ["Two sailings to the islands", "…, seen from pier 2", "…, seen from pier 1"]
COUNTS = {
    1: {"articles": 6, "media": 6, "packages": 1, "rejected": 0, "added": 4, "changed": 0, "removed": 0},
    2: {"articles": 13, "media": 0, "packages": 0, "rejected": 0, "added": 12, "changed": 1, "removed": 1},
}
TOLD = {"headline_from_text", "version_reused", "embargo_zone_assumed", "embargo_zone_unknown"}


@pytest.fixture(scope="module")
def desk(start_stack: Callable[..., Stack]) -> Iterator[Newsdesk]:
    folders = {"dags": ROOT / "dags", "plugins": ROOT / "plugins", "sources": [ROOT / "tests/beacon"]}
    started = start_stack(**folders)
    yield Newsdesk(started)
    started.clean()


@pytest.mark.parametrize("day", DAYS)
def test_each_record_stands_where_its_kind_belongs(desk: Newsdesk, day: int) -> None:
    folder = desk.lake / "drop" / "beacon" / str(DAYS[day])
    folder.mkdir(parents=True)
    for name, data in FILES[day].items():
        (folder / name).write_bytes(data)
    desk.run_dag("beacon", DAYS[day])
    assert list(shown(desk)) == rows(SHOWN[day])
    assert held(desk) == rows(HELD)
    (run,) = read_days(open_store(str(desk.lake)), "runs", DAYS[day], DAYS[day]).to_pylist()
    assert {name: run[name] for name in COUNTS[day]} == COUNTS[day]
    named = {one["name"]: one["reason"] for one in run["passed_over"] or ()}
    unfit = {name for name in FILES[day] if not name.endswith((".xml", ".txt"))}
    assert named == {name: "unfinished" if name.endswith(".part") else "picture" for name in unfit}


def test_a_package_lists_its_items_in_order(desk: Newsdesk) -> None:
    lake = str(desk.lake)
    titles = {
        row["article_id"]: row["headline"]
        for table in ("articles", "media")
        for row in wirelake.read(table, lake=lake, columns=["article_id", "headline"]).to_pylist()
    }
    (package,) = wirelake.read("packages", lake=lake).to_pylist()
    listed = [titles[id_].replace("The grain ship off Sable Point", "…") for id_ in package["member_ids"]]
    assert listed == [PACKAGE[0].replace("Two", "Nine"), *PACKAGE[1:]]


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(map(str.strip, line.split("|"))) for line in table.strip().splitlines()]


def shown(desk: Newsdesk) -> Iterator[tuple[str, ...]]:
    for table, kind in (("articles", "article"), ("media", "media"), ("packages", "package")):
        found = wirelake.read(table, lake=str(desk.lake)).to_pylist()
        for row in sorted(found, key=lambda row: str(row["headline"])):
            yield kind, row["headline"], authors(row), flags(row)


def held(desk: Newsdesk) -> list[tuple[str, ...]]:
    found = wirelake.read("history", lake=str(desk.lake)).to_pylist()
    return sorted(
        (row["headline"], f"{row['embargoed_until']:%Y-%m-%dT%H:%MZ}", flags(row))
        for row in found
        if row["embargoed_until"]
    )


def authors(row: dict[str, Any]) -> str:
    return ", ".join(one["name"] for one in row.get("authors") or ()) or "-"


def flags(row: dict[str, Any]) -> str:
    return ", ".join(sorted(TOLD & set(row.get("quality_flags") or ()))) or "-"
