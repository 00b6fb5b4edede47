"""Copies, excerpts, rewrites and templates planted among the demo wires' texts, and found by both steps."""

import random

import pytest

from wirelake.stories.relations import relation
from wirelake.stories.shingles import LEAST_WORDS, shingles
from wirelake.stories.sketch import candidates, sketch
from wirelake_demo.grammar import DAYS, vocabulary

WIRES = ("harbour", "gulf", "nile")
RATE = (
    "The fixing of {} put the crown at {} and the mark at {}, against {} and {} before. Gold stood at {} an "
    "ounce. Dealers spoke of a quiet morning, and the bank sees no reason to step in before the quarter ends."
    " Volume came to {} lots, of which {} were for delivery within the month."
)


def demo_texts() -> dict[str, tuple[int, str]]:
    """Article_id → day and text, of a week of three wires."""
    found = {}
    for wire in WIRES:
        words = vocabulary(wire)
        for at, day in enumerate(DAYS):
            for number in range(2, 17):
                text = "\n".join(words.story(day, number).paragraphs)
                if shingles(text).words >= LEAST_WORDS:
                    found[f"{wire}:{at}-{number}"] = at, text
    return found


def edited(text: str, chance: random.Random) -> str:
    """As a desk does: a sentence less, or a word in thirty another."""
    lines = text.split("\n")
    if len(lines) > 4 and chance.random() < 0.5:
        del lines[chance.randrange(1, len(lines))]
    words = " ".join(lines).split(" ")
    return " ".join(word if chance.random() > 0.03 else "anew" for word in words)


def planted(texts: dict[str, tuple[int, str]]) -> tuple[dict[str, tuple[int, str]], set[tuple[str, str]]]:
    """What other sources print of these texts within the week, and which pairs are meant."""
    chance = random.Random(7)  # noqa: S311
    ids, more, meant = sorted(texts), {}, set()
    for number in range(120):
        id_ = chance.choice(ids)
        day, text = texts[id_]
        (_, around) = texts[chance.choice([one for one in ids if one != id_])]
        copy = f"paper{number}:1"
        said = edited(text, chance) if number % 2 else f"{text}\n{edited(around, chance)[::-1]}"
        more[copy] = min(6, day + chance.randrange(3)), said
        meant.add((copy, id_))
    for number in range(7):
        numbers = [f"{chance.uniform(1, 99):.2f}" for _ in range(7)]
        more[f"rates:{number}"] = number, RATE.format(DAYS[number].strftime("%A"), *numbers)
    return more, meant


@pytest.fixture(scope="module")
def found() -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """The pairs that are told, and those that are meant."""
    texts = demo_texts()
    more, meant = planted(texts)
    texts |= more
    days = [
        sketch(day, [(id_, id_.partition(":")[0], text) for id_, (at, text) in texts.items() if at == number])
        for number, day in enumerate(DAYS)
    ]
    told = set()
    for number, today in enumerate(days):
        ids = {one.day: one.ids for one in days}
        for one in candidates(today, days[:number]):
            text, other = today.ids[one.text], ids[one.day][one.other]
            if relation(shingles(texts[text][1]), shingles(texts[other][1]), one.template):
                told.add(_in_order(text, other))
    return told, {_in_order(*pair) for pair in meant}


def _in_order(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one.startswith("paper") else (other, one)


def test_planted_copies_and_excerpts_are_found(
    found: tuple[set[tuple[str, str]], set[tuple[str, str]]],
) -> None:
    told, meant = found
    assert len(told & meant) >= 0.93 * len(meant), meant - told


def test_what_is_told_is_of_one_text(found: tuple[set[tuple[str, str]], set[tuple[str, str]]]) -> None:
    """Two papers that print one text are told too, and are right."""
    told, meant = found
    of = dict(meant)
    right = {pair for pair in told if of.get(pair[0], pair[0]) == of.get(pair[1], pair[1])}
    assert len(right) >= 0.97 * len(told), told - right
    assert not any(id_.startswith("rates:") for pair in told for id_ in pair)
