"""Which articles a source wants: by its rules keep and drop."""

import pytest

from wirelake.config.choice import Choice, left_out

HARBOUR = {
    "path": ["/news/harbour/7"],
    "title": ["Crane 7 turns green"],
    "category": ["Ports", "medtop:20000"],
}


@pytest.mark.parametrize(
    ("keep", "drop", "told"),
    [
        ({}, {}, None),
        ({}, {"path": ("/sport/",)}, None),
        ({}, {"path": ("/sport/", "^/news/")}, "drop.path '^/news/' fits '/news/harbour/7'"),
        ({}, {"title": ("(?i)^crane",)}, "drop.title '(?i)^crane' fits 'Crane 7 turns green'"),
        ({}, {"category": ("^medtop:2",)}, "drop.category '^medtop:2' fits 'medtop:20000'"),
        ({}, {"author": (".",)}, None),  # none is stated
        ({"path": ("/news/",)}, {}, None),
        ({"path": ("/news/",), "category": ("^Ports$",)}, {}, None),
        ({"path": ("/",), "category": ("S",)}, {}, "no rule of keep.category fits: 'Ports', 'medtop:20000'"),
        ({"author": ("Odile",)}, {}, "no rule of keep.author fits: nothing is stated"),
        ({"path": ("/news/",)}, {"title": ("green",)}, "drop.title 'green' fits 'Crane 7 turns green'"),
    ],
)  # fmt: skip
def test_one_rule_of_drop_leaves_out_and_each_field_of_keep_must_fit(
    keep: dict[str, tuple[str, ...]], drop: dict[str, tuple[str, ...]], told: str | None
) -> None:
    found = left_out(Choice(**keep), Choice(**drop), {**HARBOUR, "author": []})
    assert (found and found.told) == told


def test_what_is_not_said_is_not_judged() -> None:
    assert left_out(Choice(title=("Crane",)), Choice(title=("Sport",)), {"path": ["/sport/1"]}) is None
