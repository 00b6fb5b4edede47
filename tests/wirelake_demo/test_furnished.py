"""The wire of ten years: the same every time, with its furniture and its traps where they are said to be."""

import re
from collections import Counter
from pathlib import Path

import pytest

from wirelake.config import load_source
from wirelake.rules import RULES
from wirelake.shapes import shape
from wirelake_demo import furnished

PAGES = list(furnished.pages())
STAMP = re.compile(rb"STRAIT\d{8}\d{6}017640ID(\d{10})$")


def lines(page: furnished.Page) -> list[str]:
    return page.body.decode().split("\n\n")


def test_two_hundred_pages_of_twenty_days_the_same_every_time() -> None:
    assert list(furnished.pages()) == PAGES
    assert len(PAGES) == 20 * 10 + furnished.COPIES
    assert len({page.day for page in PAGES}) == 20
    assert len({(page.day, page.name) for page in PAGES}) == len(PAGES)


def test_one_article_has_a_version_a_day_and_all_others_have_one() -> None:
    ids = Counter(found[1] for page in PAGES if (found := STAMP.search(page.body)))
    assert ids.total() == len(PAGES)
    assert sorted(ids.values())[-2:] == [1, 20]


def test_every_piece_of_furniture_stands_on_many_articles_of_many_days() -> None:
    for text, _ in furnished.planted():
        days = [page.day for page in PAGES if shape(text) in map(shape, lines(page))]
        assert len(days) >= 40, text
        assert len(set(days)) >= 10, text


def test_general_rules_have_their_share_and_learning_has_twelve_or_more() -> None:
    by = [one.by for one in furnished.planted()]
    assert set(by) - {furnished.LEARNING} <= {rule.__name__ for rule in RULES}
    assert by.count(furnished.LEARNING) >= 12
    assert len(set(by)) >= 4


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("He added:", 40),
        ("Around the strait", 40),
        ("TARBAMIN, March 4 (SNS) --", 15),
        ("Press contact for this report: office@x.example", 40),
        ("What the keepers say", 40),
        ("From our correspondents on the north shore", 40),
        ("About Quennol Cables", 20),
        ("Tarb Rowers 3-4 Khuz Sailors", 20),
        (
            "High water at the bar will be at 9:12 and low water at 15:40, with 3 hands under the causeway, "
            "the office of pilots says.",
            20,
        ),
        (
            "This text holds forward-looking statements; what comes to pass may be another thing, and no "
            "company named in it has to say so.",
            40,
        ),
        ("Sign up for next year's calendar at https://strait.example/calendar", 10),
        ("Click here for the list of ferries that wait: https://strait.example/storm/1", 9),
    ],
)
def test_the_traps_stand_there(text: str, least: int) -> None:
    assert sum(shape(text) in map(shape, lines(page)) for page in PAGES) >= least
    assert shape(text) not in {shape(one.text) for one in furnished.planted()}


def test_its_yaml_is_right(tmp_path: Path) -> None:
    assert load_source(furnished.write_source(tmp_path)).name == furnished.NAME
