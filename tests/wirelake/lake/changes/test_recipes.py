"""The recipes of docs/changes.md: the code that stands there is what is run."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from tests.wirelake.obligations.test_model import Deliver, build, sent
from tests.wirelake.quay import NOON, frozen, new_lake, write_sources

import wirelake
from wirelake import obligations
from wirelake.lake.changes import feed
from wirelake.storage import Store
from wirelake_local.postgres import NAME, Postgres
from wirelake_local.processes import Processes

PAGE = Path(__file__).parents[4] / "docs" / "changes.md"
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    state = tmp_path_factory.mktemp("postgres")
    server = Postgres(state, Processes(state / "run", state / "logs"))
    session = psycopg2.connect(server.start())
    yield session
    session.close()
    server.processes.stop([NAME])
    server.remove()


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return new_lake(tmp_path / "lake")


def test_postgres(database: Any, lake: Store) -> None:
    take_in = _code("postgres")["take_in"]
    build(lake, [sent(Deliver(n, 1, "usable", 0), NOON) for n in (1, 2, 3)], 0, NOON)
    assert take_in(database, lake.uri) == 3
    assert take_in(database, lake.uri) == 0
    assert rows(database) == rows_of(lake)
    build(lake, [sent(Deliver(1, 2, "usable", 1), NOON + HOUR)], 1, NOON + HOUR)
    obligations.take_down("quay:2", "by order", store=lake, clock=frozen(NOON + 2 * HOUR))
    assert take_in(database, lake.uri) == 2
    assert rows(database) == rows_of(lake)
    assert rows(database).keys() == {"quay:1", "quay:3"}
    for number in feed.numbers(lake, "quay"):  # the copy is older than the feed remembers
        lake.delete(f"changes/source=quay/{number // 1000:012}/{number:015}.jsonl")
    obligations.take_down("quay:3", "by order", store=lake, clock=frozen(NOON + 3 * HOUR))
    take_in(database, lake.uri)
    assert rows(database) == rows_of(lake)
    assert rows(database).keys() == {"quay:1"}
    obligations.restore("quay:3", "another was meant", store=lake, clock=frozen(NOON + 4 * HOUR))
    assert take_in(database, lake.uri) == 1
    assert rows(database) == rows_of(lake)


def test_postgres_keeps_neither_rows_nor_cursor_of_what_failed(database: Any, lake: Store) -> None:
    with database, database.cursor() as sql:
        sql.execute("DROP TABLE IF EXISTS articles, wirelake_cursor")
    code = _code("postgres")
    build(lake, [sent(Deliver(n, 1, "usable", 0), NOON) for n in (1, 2)], 0, NOON)
    put = code["put"]

    def fails(sql: Any, found: Any) -> None:
        put(sql, found)
        raise OSError("the machine is switched off")

    code["put"] = fails
    with pytest.raises(OSError, match="switched off"):
        code["take_in"](database, lake.uri)
    code["put"] = put
    assert code["take_in"](database, lake.uri) == 2
    assert rows(database) == rows_of(lake)


def rows(database: Any) -> dict[str, tuple[str, str]]:
    with database, database.cursor() as sql:
        sql.execute("SELECT article_id, headline, body_text FROM articles")
        return {id_: (headline, text) for id_, headline, text in sql.fetchall()}


def rows_of(lake: Store) -> dict[str, tuple[str, str]]:
    found = wirelake.read(lake=lake.uri).to_pylist()
    return {row["article_id"]: (row["headline"], row["body_text"]) for row in found}


def _code(name: str) -> dict[str, Callable[..., Any]]:
    """What the page's block of that name defines."""
    block = re.search(rf"```python\n# {name}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block
    names: dict[str, Any] = {}
    exec(compile(block[1], f"{PAGE.name}, {name}", "exec"), names)  # noqa: S102  as whoever copies it
    return names


def test_the_change_that_the_page_shows_has_the_columns() -> None:
    shown = re.search(r"```json\n(\{\"source.*?\})\n```", PAGE.read_text(encoding="utf-8"))
    assert shown
    assert [*json.loads(shown[1])] == wirelake.changes.__globals__["CHANGES"].names
