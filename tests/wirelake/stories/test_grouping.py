"""Stories of pairs: who is in which, who is the first, whose text it is, and which ids lead where."""

import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import permutations

from tests.wirelake.stories.planted import DAY, article

from wirelake.stories.grouping import Grouped, Member, Pair, group, story_id_of
from wirelake.stories.relations import Kind, Relation
from wirelake.stories.texts import Text

NEXT = DAY + timedelta(1)
COPY = Relation(Kind.SAME, 0.9, 0.95)
LONGER = Relation(Kind.CONTAINS, 1.0, 0.2)
TURNED = Relation(Kind.CONTAINS, 1.0, 0.2, is_reversed=True)


def stories(grouped: Grouped) -> dict[str, str]:
    """Each article and the first of its own story."""
    return {row.article_id: row.first_id for row in grouped.members if row.relation != Kind.CONTAINS}


def standing(grouped: Grouped) -> dict[str, Member]:
    return {row.article_id: row for row in grouped.members if row.relation != Kind.CONTAINS}


def test_the_earliest_article_is_the_first_and_gives_the_id() -> None:
    one, two = article("a:1", hour=9), article("b:1", hour=8)
    grouped = group([one, two], [Pair(one, two, COPY)], {})
    assert stories(grouped) == {"a:1": "b:1", "b:1": "b:1"}
    assert {row.story_id for row in grouped.members} == {story_id_of("b:1")}
    first = next(row for row in grouped.members if row.relation == Kind.FIRST)
    assert (first.article_id, first.of, first.share) == ("b:1", None, None)
    assert grouped.aliases == {story_id_of("a:1"): story_id_of("b:1")}


def test_every_text_is_in_a_story_of_its_own() -> None:
    grouped = group([article("a:1"), article("b:1")], [], {})
    assert [row.relation for row in grouped.members] == [Kind.FIRST, Kind.FIRST]
    assert grouped.aliases == {}


def test_who_contains_a_text_keeps_a_story_of_its_own() -> None:
    wire, paper = article("a:1", hour=9), article("b:1")
    for pair in (Pair(paper, wire, LONGER), Pair(wire, paper, TURNED)):
        rows = group([wire, paper], [pair], {}).members
        told = {(row.article_id, row.relation, row.first_id, row.of) for row in rows}
        assert told == {
            ("a:1", "first", "a:1", None),
            ("b:1", "first", "b:1", None),
            ("b:1", "contains", "a:1", "a:1"),
        }


def test_a_roundup_does_not_make_two_stories_one() -> None:
    one, two, both = article("a:1", hour=8), article("a:2", hour=9), article("b:1")
    grouped = group([one, two, both], [Pair(both, one, LONGER), Pair(both, two, LONGER)], {})
    assert stories(grouped) == {"a:1": "a:1", "a:2": "a:2", "b:1": "b:1"}


def test_an_article_that_is_the_same_as_two_stories_joins_them() -> None:
    one, two, third = article("a:1", hour=8), article("b:1", hour=9), article("c:1", NEXT)
    before = group([one, two], [], {})
    grouped = group([third], [Pair(third, one, COPY), Pair(third, two, COPY)], standing(before))
    assert stories(grouped) == {"c:1": "a:1"}
    assert grouped.aliases[story_id_of("b:1")] == story_id_of("a:1")
    after = group([], [], standing(before) | standing(grouped))
    assert after.aliases == {}


def test_the_order_of_texts_and_pairs_plays_no_part() -> None:
    texts = [article(f"{name}:1", hour=hour) for name, hour in zip("abcd", (9, 8, 8, 11), strict=True)]
    a, b, c, d = texts
    pairs = [Pair(a, b, COPY), Pair(c, a, COPY), Pair(d, c, LONGER), Pair(d, b, LONGER)]
    told = {repr(group(order, turn, {})) for order in permutations(texts) for turn in permutations(pairs)}
    assert len(told) == 1


def test_groups_by_chance_are_those_of_what_is_the_same() -> None:
    for seed in range(50):
        chance = random.Random(seed)  # noqa: S311
        texts = [article(f"a:{n}", hour=chance.randrange(24)) for n in range(12)]
        drawn = [chance.sample(texts, 2) for _ in range(8)]
        told = stories(group(texts, [Pair(one, two, COPY) for one, two in drawn], {}))
        assert told == {text.article_id: _earliest(text, drawn).article_id for text in texts}


def _earliest(text: Text, drawn: Sequence[Sequence[Text]]) -> Text:
    reached = {text}
    while more := {one for pair in drawn if reached & {*pair} for one in pair} - reached:
        reached |= more
    return min(reached, key=Text.rank)


def test_the_origin_is_who_an_article_names() -> None:
    one = article("menafn:1", hour=9)
    two = article("gulf:1", hour=10, provider="Harbour Press")
    grouped = group([one, two], [Pair(two, one, COPY)], {})
    assert {(row.origin, row.origin_by) for row in grouped.members} == {("Harbour Press", "provider")}
    late = article("nile:1", NEXT, provider="Another")
    told = group([late], [Pair(late, one, COPY)], standing(grouped)).members
    assert [(row.origin, row.origin_by) for row in told] == [("Harbour Press", "provider")]


def test_a_wires_id_that_two_sources_have_names_the_earlier() -> None:
    one, two = article("a:1", hour=9, wire_id="W7"), article("b:1", wire_id="W7")
    grouped = group([two, one], [Pair(two, one, COPY)], {})
    assert {(row.origin, row.origin_by) for row in grouped.members} == {("a", "wire_id")}


def test_a_source_names_no_origin_by_its_own_name() -> None:
    one, two = article("demo_gulf:1", provider="Demo Gulf"), article("b:1", credit_line="Harbour Press")
    grouped = group([two, one], [Pair(two, one, COPY)], {})
    assert {(row.origin, row.origin_by) for row in grouped.members} == {("Harbour Press", "credit")}
