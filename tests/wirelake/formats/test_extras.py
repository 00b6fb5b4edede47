"""What no field takes is kept by its name, once each, and bounded."""

from wirelake.formats.extras import MAX_CHARACTERS, MAX_NAMES, bounded


def test_one_name_says_several_things_once_each() -> None:
    assert bounded([("a", "1"), ("b", None), ("a", "2"), ("a", "1"), ("c", "")]) == (("a", "1; 2"),)


def test_names_and_texts_are_bounded() -> None:
    many = bounded([(str(number), "x" * 10_000) for number in range(1_000)] + [("0", "more")])
    assert len(many) == MAX_NAMES
    assert {len(text) for _, text in many} == {MAX_CHARACTERS}
