"""Pages that name one canonical address stay apart, and an id once given stays, whatever rules come."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.wirelake.pipeline.naming.newsstand import Newsstand, older
from tests.wirelake.quay import built, clear, new_lake, write_sources

from wirelake import config
from wirelake.lake import layout
from wirelake.lake.aliases import Aliases, read_aliases
from wirelake.lake.reading import read_days
from wirelake.pipeline.naming import given as looking
from wirelake.records import Http

X = "https://quay.example/b"
HOME = "https://quay.example/"


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newsstand:
    write_sources(tmp_path / "sources", "quay")
    monkeypatch.setenv("WIRELAKE_SOURCES", str(tmp_path / "sources"))
    return Newsstand(new_lake(tmp_path / "lake"), config.load_named("quay"))


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One for each time that ids are looked for in all of history/."""
    told: list[int] = []

    def counted(*args: object, **named: object) -> object:
        told.append(1)
        return read_days(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(looking, "read_days", counted)
    return told


@pytest.mark.parametrize("canonical", [HOME, "https://pier.example/a", X])
def test_one_canonical_address_on_several_pages_merges_none(stand: Newsstand, canonical: str) -> None:
    names = ["opens-0", "opens-1", "opens-2"]
    stand.see(0, *((name, canonical) for name in names))
    assert len({*stand.ids.values()}) == 3
    assert stand.flagged == names


def test_the_page_that_others_name_is_one_more(stand: Newsstand) -> None:
    stand.see(0, ("b", X), ("opens", X), ("plain", ""))
    assert len({*stand.ids.values()}) == 3
    assert stand.flagged == ["b", "opens"]


def test_two_addresses_of_one_text_or_page_are_one_article(stand: Newsstand) -> None:
    stand.see(0, ("opens", f"{HOME}opens"), ("opens/amp", f"{HOME}opens"))
    stand.see(1, ("shared", f"{HOME}plain-text"))
    stand.raw[1].append(replace(stand.raw[1][0], url=f"{HOME}shared-too", raw_ref="of the other"))
    stand.build(1)
    found = stand.ids
    assert found["opens"] == found["opens/amp"]
    assert found["shared"] == found["shared-too"]
    assert stand.flagged == []


def test_an_address_that_was_shared_once_names_no_page_again(stand: Newsstand, looks: list[int]) -> None:
    """The one to which it was given keeps its id, on whatever day it comes with others or alone."""
    stand.see(0, ("one", X))
    first = stand.ids["one"]
    stand.see(1, ("one", X), ("two", X), ("b", X), text="Changed.")
    found = stand.ids
    assert found["one"] == first
    assert len({*found.values()}) == 3
    looked = len(looks)
    stand.see(2, ("two", X), ("three", X))
    stand.see(3, ("two", X))
    stand.see(4, ("b", X))
    stand.see(5, ("four", X))
    assert stand.ids == {**stand.ids, **found}
    assert len({*stand.ids.values()}) == 5
    assert len(looks) == looked  # it is known by now
    stood = built(stand.store)
    clear(stand.store, "history")
    stand.build(3, 1, 0, 2, 5, 4)
    assert built(stand.store) == stood


def test_of_what_was_one_article_the_first_page_keeps_the_id(stand: Newsstand, looks: list[int]) -> None:
    stand.see(0, ("story?cid=1000", ""), ("story?cid=1001", ""))
    clear(stand.store, "history", "raw")
    stand.build_as(older, 0)
    (old,) = set(stand.ids.values())
    stand.see(1, ("story?cid=1000", ""), ("story?cid=1001", ""), text="Corrected.")
    found = stand.ids
    assert found["story?cid=1000"] == old
    assert found["story?cid=1001"] != old
    aliases = read_aliases(stand.store, "quay")
    ((alias, kept),) = aliases.given.items()
    assert (kept, aliases.meant(alias), aliases.meant(old)) == (old, old, old)
    stand.build(0, 1)
    assert stand.ids == found
    stood = built(stand.store)
    looks.clear()
    stand.build(0, 1)
    clear(stand.store, "history")
    stand.build(1, 0)
    assert built(stand.store) == stood
    assert looks == []  # what raw/ holds tells all


@pytest.mark.parametrize("facts", [{"wire_id_in_url": r"s=(\d+)"}, {"drop_query": ("v",)}])
def test_a_change_of_the_facts_changes_no_id(stand: Newsstand, facts: dict[str, object]) -> None:
    stand.see(0, ("story?s=7&v=1", ""), ("story?s=8&v=1", ""))
    found = stand.ids
    stand.source = stand.source.model_copy(update=facts)
    stand.see(1, ("story?s=7&v=1", ""), ("story?s=9&v=1", ""), text="Changed.")
    stand.build(0)
    assert stand.ids == {**stand.ids, **found}
    assert len({*stand.ids.values()}) == 3


def test_where_a_redirect_led_to_is_known_of_what_other_days_saw(stand: Newsstand) -> None:
    """The canonical address is on the site that answered, not on that of the link."""
    answered = Http(final_url="https://pier.example/opens")
    stand.receive(0, "r?to=7", canonical_url="https://pier.example/opens?v=1", http=answered)
    stand.build(0)
    found = stand.ids
    stand.source = stand.source.model_copy(update={"drop_query": ("v",)})
    stand.see(1, ("other-0", ""))
    assert len(read_aliases(stand.store, "quay").given) == 1
    clear(stand.store, "history")
    stand.build(0)
    assert stand.ids == found


def test_articles_that_a_rule_merges_go_by_the_first_id_until_it_parts_them(stand: Newsstand) -> None:
    stand.see(0, ("story?v=1", ""))
    stand.see(1, ("story?v=2", ""))
    first, second = stand.ids.values()
    facts, stand.source = stand.source, stand.source.model_copy(update={"drop_query": ("v",)})
    stand.build(1, 0)
    assert {*stand.ids.values()} == {first}
    assert read_aliases(stand.store, "quay").merged == {second: first}
    stand.source = facts
    stand.build(1)
    assert [*stand.ids.values()] == [first, second]
    assert read_aliases(stand.store, "quay").merged == {}


def test_lost_aliases_are_made_again_from_history(stand: Newsstand) -> None:
    stand.see(0, ("story?cid=1000", ""), ("one", X))
    clear(stand.store, "history", "raw")
    stand.build_as(older, 0)
    stand.see(1, ("one", X), ("two", X))
    stand.see(2, ("two", X))
    found, stood = stand.ids, read_aliases(stand.store, "quay")
    assert stood.given
    assert stood.shared
    stand.store.write(layout.aliases("quay"), b"{")
    assert read_aliases(stand.store, "quay") == Aliases()
    stand.build(2, 0, 1)
    assert (stand.ids, read_aliases(stand.store, "quay")) == (found, stood)


def test_what_is_new_of_an_id_gives_way_to_what_stands() -> None:
    stood = Aliases(given={"quay:a": "quay:1"}, merged={"quay:m": "quay:1", "quay:n": "quay:1"})
    new = Aliases(given={"quay:a": "quay:2", "quay:b": "quay:2"}, shared={"quay:x": "quay:y"})
    both = stood.with_new(new, "rules", ["quay:n"])
    assert both.given == {"quay:a": "quay:1", "quay:b": "quay:2"}
    assert (both.merged, both.shared, both.named_by) == ({"quay:m": "quay:1"}, new.shared, "rules")
    assert [*map(both.meant, ("quay:a", "quay:1", "quay:z"))] == ["quay:1", "quay:1", "quay:z"]


PAGES = st.tuples(
    st.sampled_from(["a-b-c", "d-e-f", "g?cid=1", "g?cid=2", "b"]), st.sampled_from(["", X, HOME])
)
DAYS = st.lists(st.lists(PAGES, min_size=1, max_size=3), min_size=1, max_size=3)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(old=DAYS, new=DAYS, order=st.permutations(range(6)))
@example(old=[[("b", X)], [("a-b-c", X)]], new=[[("b", ""), ("a-b-c", X), ("d-e-f", X)]], order=range(6))
@example(old=[[("a-b-c", X)], [("a-b-c", X), ("b", "")]], new=[[("a-b-c", "")]], order=[4, 2, 3, 1, 0, 5])
@example(  # a page names another, which names a third
    old=[[("a-b-c", ""), ("b", HOME)], [("a-b-c", X), ("a-b-c", HOME)]],
    new=[[("a-b-c", "")]],
    order=range(6),
)
@example(
    old=[
        [("a-b-c", X), ("d-e-f", X), ("a-b-c", HOME)],
        [("g?cid=2", X)],
        [("d-e-f", X), ("d-e-f", HOME), ("d-e-f", X)],
    ],
    new=[[("g?cid=2", HOME)], [("a-b-c", ""), ("g?cid=1", ""), ("g?cid=1", HOME)]],
    order=[1, 0, 2, 3, 4, 5],
)
def test_an_id_stays_from_the_first_build_of_today_on(
    tmp_path: Path,
    stand: Newsstand,
    old: list[list[tuple[str, str]]],
    new: list[list[tuple[str, str]]],
    order: list[int],
) -> None:
    """Days of an older wirelake, then of today's; then all of it again from raw/, in any order."""
    stand = Newsstand(new_lake(tmp_path / uuid4().hex), stand.source)
    for day, pages in enumerate(old):
        stand.see(day, *pages)
    clear(stand.store, "history", "raw")
    stand.build_as(older, *range(len(old)))
    for day, pages in enumerate(new, start=3):
        stand.see(day, *pages)
    days = [day for day in order if stand.raw[day]]
    stand.build(*days)
    stood = stand.ids, read_aliases(stand.store, "quay"), built(stand.store)
    clear(stand.store, "history")
    stand.build(*reversed(days))
    assert (stand.ids, read_aliases(stand.store, "quay"), built(stand.store)) == stood
