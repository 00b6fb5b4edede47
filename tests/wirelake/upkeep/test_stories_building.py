"""Stories of days in a lake: built of articles/, in any order, by whoever comes after a death; takedowns."""

import io
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.wirelake.obligations.test_takedown_deaths import DeadError, dying
from tests.wirelake.quay import DAY, NOON, clear, contents, new_lake, version
from tests.wirelake.stories.planted import rewritten, text
from tests.wirelake.write.publishing import publish

import wirelake
from wirelake.config import Batch
from wirelake.errors import ConfigError
from wirelake.lake import layout
from wirelake.lake.stories import read_stories, read_story_aliases
from wirelake.records import Article
from wirelake.storage import Store
from wirelake.stories.grouping import story_id_of
from wirelake.upkeep import build_stories, inspect, repair
from wirelake.upkeep.inspection import Scope
from wirelake.upkeep.story_days import newest_day, stories_of

STORIES = (layout.STORIES, layout.STORY_ALIASES)
DAYS = [DAY + timedelta(n) for n in range(9)]


def said(name: str, day: date, body: str, *, hour: int = 12) -> Article:
    """An article by its id, published on that day."""
    batch = Batch(name.partition(":")[0], day)
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    fields = {"article_id": name, "published_at": at, "published_precision": "instant", "body_text": body}
    number = int(name.partition(":")[2])
    return version(number, day, batch=batch, **fields)


def arrive(store: Store, *articles: Article) -> None:
    for one in articles:
        assert one.published_date
        stood = publish  # each source and day is a batch of its own
        stood(store, Batch(one.source, one.published_date), one)


def week() -> list[Article]:
    """A wire's text on the first day, its copies, an excerpt in a longer article, and what is alone."""
    wire, other = text("wire", 150), text("other")
    return [
        said("quay:1", DAYS[0], wire, hour=9),
        said("pier:1", DAYS[1], wire),
        said("mole:1", DAYS[2], f"{text('before', 300)} {wire} {text('behind', 300)}"),
        said("quay:2", DAYS[3], rewritten(wire, "late", 0.1)),
        said("pier:2", DAYS[4], other, hour=8),
        said("mole:2", DAYS[4], rewritten(other, "edit", 0.1)),
        said("quay:3", DAYS[5], text("alone")),
    ]


def told(store: Store) -> set[tuple[str, str, str]]:
    """Article, relation and first article of each row whose story has several."""
    rows = read_stories(store).to_pylist()
    many = [row["story_id"] for row in rows]
    firsts = {row["story_id"]: row["first_id"] for row in rows if row["relation"] == "first"}
    return {
        (row["article_id"], row["relation"], firsts.get(row["story_id"], row["first_id"]))
        for row in rows
        if many.count(row["story_id"]) > 1
    }


MEANT = {
    ("quay:1", "first", "quay:1"),
    ("pier:1", "same", "quay:1"),
    ("mole:1", "contains", "quay:1"),
    ("quay:2", "same", "quay:1"),
    ("pier:2", "first", "pier:2"),
    ("mole:2", "same", "pier:2"),
}


def test_the_stories_of_a_week(store: Store) -> None:
    arrive(store, *week())
    built = build_stories(DAYS[0], DAYS[-1], store=store)
    assert built == DAYS[:6]
    assert told(store) == MEANT
    assert build_stories(DAYS[0], DAYS[-1], store=store) == []
    story = stories_of(store, DAYS[3])[0]
    assert [one["article_id"] for one in story["articles"]] == ["quay:1", "pier:1", "quay:2", "mole:1"]
    assert story["sources"] == ["mole", "pier", "quay"]
    assert stories_of(store, DAYS[3], "nobody") == []
    assert newest_day(store) == DAYS[5]


def test_the_order_of_arrival_changes_nothing(store: Store) -> None:
    """Each article comes by itself, and the stories are built in between."""
    arrive(store, *week())
    build_stories(DAYS[0], DAYS[-1], store=store)
    once, meant = contents(store, *STORIES), told(store)
    clear(store, "articles", "history", "generations", "derived", *STORIES)
    shuffled = week()
    random.Random(2).shuffle(shuffled)  # noqa: S311
    for one in shuffled:
        arrive(store, one)
        build_stories(DAYS[0], DAYS[-1], store=store)
    assert told(store) == meant
    rows = {path: data for path, data in contents(store, *STORIES).items() if path.startswith("stories/")}
    assert rows == {path: data for path, data in once.items() if path.startswith("stories/")}
    led = dict(
        zip(*(read_story_aliases(store)[name].to_pylist() for name in ("alias", "story_id")), strict=True)
    )
    assert led[story_id_of("pier:1")] == story_id_of("quay:1")


def test_stories_that_were_lost_are_built_again_byte_for_byte(store: Store) -> None:
    arrive(store, *week())
    build_stories(DAYS[0], DAYS[-1], store=store)
    before = contents(store, *STORIES)
    assert before
    clear(store, *STORIES)
    build_stories(DAYS[0], DAYS[-1], store=store)
    assert contents(store, *STORIES) == before
    clear(store, "derived")
    assert build_stories(DAYS[0], DAYS[-1], store=store)
    assert contents(store, *STORIES) == before


def test_a_death_at_any_moment_leaves_a_lake_that_the_next_build_completes(store: Store) -> None:
    arrive(store, *week())
    build_stories(DAYS[0], DAYS[-1], store=store)
    whole, meant = contents(store, *STORIES), told(store)
    for change in range(1, 40):
        clear(store, *STORIES, "derived/stories", "digests/stories", "digests/story_aliases")
        try:
            with dying(store, change):
                build_stories(DAYS[0], DAYS[-1], store=store)
        except DeadError:
            assert {row for row in told(store) if row[1] != "first"} <= {
                row for row in meant if row[1] != "first"
            }
            build_stories(DAYS[0], DAYS[-1], store=store)
            assert contents(store, *STORIES) == whole
        else:
            break
    else:
        pytest.fail("it never came to its end")


def test_the_window_ends_a_story(store: Store) -> None:
    wire = text("wire", 150)
    arrive(store, said("quay:1", DAYS[0], wire), said("pier:1", DAYS[7], wire))
    build_stories(DAYS[0], DAYS[-1], store=store)
    assert told(store) == set()
    arrive(store, said("mole:1", DAYS[5], wire))  # and an article in between carries it on
    build_stories(DAYS[0], DAYS[-1], store=store)
    assert {row[0] for row in told(store)} == {"quay:1", "mole:1", "pier:1"}


def test_an_earlier_article_that_comes_late_is_the_first_and_the_old_id_leads_on(store: Store) -> None:
    wire = text("wire", 150)
    arrive(store, said("pier:1", DAYS[1], wire))
    build_stories(DAYS[0], DAYS[-1], store=store)
    arrive(store, said("quay:1", DAYS[0], wire))
    assert build_stories(DAYS[0], DAYS[-1], store=store) == DAYS[:2]
    aliases = read_story_aliases(store).to_pylist()
    assert aliases == [{"alias": story_id_of("pier:1"), "story_id": story_id_of("quay:1")}]
    assert told(store) == {("quay:1", "first", "quay:1"), ("pier:1", "same", "quay:1")}


def test_an_article_that_left_leaves_its_story_and_the_storys_old_id_leads_on(store: Store) -> None:
    wire = text("wire", 150)
    arrive(store, *(said(f"{name}:1", DAYS[0], wire, hour=hour) for name, hour in (("quay", 8), ("pier", 9))))
    arrive(store, said("mole:1", DAYS[1], wire))
    build_stories(DAYS[0], DAYS[-1], store=store)
    killed = said("quay:1", DAYS[0], wire, hour=8)
    publish(store, Batch("quay", DAYS[0]), *(), now=NOON)  # the day was built again without it
    assert killed.article_id not in {row["article_id"] for row in read_stories(store).to_pylist()}
    build_stories(DAYS[0], DAYS[-1], store=store)
    rows = b"".join(contents(store, "stories").values())
    assert told(store) == {("pier:1", "first", "pier:1"), ("mole:1", "same", "pier:1")}
    assert {row["story_id"] for row in read_story_aliases(store).to_pylist()} == {story_id_of("pier:1")}
    assert story_id_of("quay:1") in read_story_aliases(store)["alias"].to_pylist()
    assert b"quay:1" not in rows
    for data in contents(store, "stories").values():
        assert "quay:1" not in pq.read_table(io.BytesIO(data))["article_id"].to_pylist()


def test_versions_of_one_article_are_one_article(store: Store) -> None:
    first = said("quay:1", DAYS[0], text("wire", 150))
    again = said("quay:1", DAYS[0], rewritten(text("wire", 150), "new", 0.1))
    publish(store, Batch("quay", DAYS[0]), first, again)
    build_stories(DAYS[0], DAYS[0], store=store)
    assert [row["article_id"] for row in read_stories(store).to_pylist()] == ["quay:1"]


def test_a_damaged_object_is_found_and_made_again(tmp_path: Path) -> None:
    store = new_lake(tmp_path / "lake")
    arrive(store, *week())
    build_stories(DAYS[0], DAYS[-1], store=store)
    whole = contents(store, *STORIES)
    path = layout.stories(DAYS[1])
    place = tmp_path / "lake" / path
    place.write_bytes(place.read_bytes()[:-9] + b"!" * 9)
    found = inspect(Scope(), store=store)
    assert [fault.path for fault in found.faults] == [path]
    repair(found, store=store)
    assert build_stories(DAYS[0], DAYS[-1], store=store)
    assert contents(store, *STORIES) == whole


def test_the_table_holds_no_text(store: Store) -> None:
    arrive(store, *week())
    build_stories(DAYS[0], DAYS[-1], store=store)
    for data in contents(store, *STORIES).values():
        values = pq.read_table(io.BytesIO(data)).to_pylist()
        assert not any(isinstance(one, str) and " " in one for row in values for one in row.values())


def test_sql_sees_the_stories(store: Store) -> None:
    arrive(store, *week())
    build_stories(DAYS[0], DAYS[-1], store=store)
    query = "SELECT story_id, count(*) AS n FROM stories GROUP BY ALL HAVING n > 1 ORDER BY n"
    assert [row["n"] for row in wirelake.sql(query, lake=store.uri).to_pylist()] == [2, 4]
    aliases = wirelake.sql("SELECT * FROM story_aliases", lake=store.uri)
    assert aliases.column_names == ["alias", "story_id"]


def test_a_lake_without_articles_has_no_stories(store: Store) -> None:
    assert build_stories(DAYS[0], DAYS[-1], store=store) == []
    assert newest_day(store) is None
    assert len(read_stories(store)) == 0
    assert len(wirelake.sql("SELECT * FROM stories", lake=store.uri)) == 0


def test_a_mistyped_year_is_refused(store: Store) -> None:
    for first, last in ((DAYS[1], DAYS[0]), (date(1999, 1, 1), DAYS[0])):
        with pytest.raises(ConfigError, match="at most"):
            build_stories(first, last, store=store)
