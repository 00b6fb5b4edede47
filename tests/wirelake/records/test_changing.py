"""A changed article is what dataclasses.replace gives, and the one before it stays."""

from dataclasses import fields, replace
from typing import Any

import pytest
from tests.wirelake.quay import version

from wirelake.records import Article, with_changes


def test_it_is_what_replace_gives() -> None:
    article = version(1)
    changes: dict[str, Any] = {
        "headline": "Crane turns red",
        "quality_flags": ("licence_until",),
        "word_count": 0,
    }
    assert with_changes(article, **changes) == replace(article, **changes)
    assert article == version(1)


def test_it_carries_every_field() -> None:
    given: dict[str, Any] = {one.name: object() for one in fields(Article)}
    marked = Article(**given)
    copied = with_changes(marked)
    assert all(getattr(copied, one.name) is getattr(marked, one.name) for one in fields(Article))


def test_what_is_no_field_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="headlin"):
        with_changes(version(1), headlin="Crane turns red")
