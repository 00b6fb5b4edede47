"""What no field takes is kept by its name, once each, and bounded."""

from typing import Any

import pytest

from wirelake.statements.extras import MAX_CHARACTERS, MAX_NAME, MAX_NAMES, bounded


def test_one_name_says_several_things_once_each() -> None:
    assert bounded([("a", "1"), ("b", None), ("a", "2"), ("a", "1"), ("c", "")]) == ((("a", "1; 2"),), ())


def test_what_is_no_text_is_its_json() -> None:
    stated = [("a", {"b": "é"}), ("c", [1, False]), ("d", 0), ("e", []), ("f", {})]
    assert bounded(stated)[0] == (("a", '{"b": "é"}'), ("c", "[1, false]"), ("d", "0"))


def test_names_and_texts_are_bounded() -> None:
    many, flags = bounded([(str(number), "x" * 10_000) for number in range(1_000)] + [("0", "more")])
    assert len(many) == MAX_NAMES
    assert {len(text) for _, text in many} == {MAX_CHARACTERS}
    assert flags == ("extra_cut",)


@pytest.mark.parametrize(
    ("stated", "flags"),
    [
        ([("a", "x" * MAX_CHARACTERS)], ()),
        ([("a", "x" * MAX_CHARACTERS), ("a", "y")], ("extra_cut",)),
        ([(str(number), "x") for number in range(MAX_NAMES)], ()),
        ([(str(number), "x") for number in range(MAX_NAMES + 1)], ("extra_cut",)),
        ([("n" * MAX_NAME, "x")], ()),
    ],
)
def test_what_was_left_out_is_flagged(stated: list[tuple[str, Any]], flags: tuple[str, ...]) -> None:
    assert bounded(stated)[1] == flags
