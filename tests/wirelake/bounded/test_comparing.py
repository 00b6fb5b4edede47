"""The sample that is read in full as well: the digest chooses it, and no row depends on it."""

from dataclasses import replace

import pytest
from tests.wirelake.templates import LAYOUT, markup, received, text_of

from wirelake.bounded import comparing
from wirelake.bounded.comparing import differences, is_of_sample, likeness
from wirelake.bounded.reading import cleaned
from wirelake.config import SourceConfig
from wirelake.records import Article, Reading, Rejection

SOURCE = SourceConfig.model_validate(
    {
        "name": "quay",
        "title": "Quay Wire",
        "description": "An invented wire.",
        "homepage": "https://quay.example/",
        "contact": "nobody",
        "discover": [{"kind": "drop_folder", "prefix": "drop/quay/{day}"}],
        "layouts": (LAYOUT,),
    }
)


def read(page: str, source: SourceConfig = SOURCE) -> Article:
    found = cleaned(source, received(page))
    assert not isinstance(found, Rejection)
    return found[0]


def test_about_one_page_in_so_many_is_of_the_sample_and_always_the_same() -> None:
    article = read(markup(1))
    chosen = [
        is_of_sample(replace(article, raw_sha256=f"{number * 2_654_435_761 % 2**32:08x}{'0' * 56}"))
        for number in range(3_200)
    ]
    assert 60 < sum(chosen) < 140
    assert not is_of_sample(replace(article, raw_sha256="0" * 64, reading=Reading(unfit="0 texts")))
    assert not is_of_sample(replace(article, raw_sha256="0" * 64, reading=None))


def test_a_page_of_the_sample_is_the_layouts_row_and_says_what_differs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boxed = [*text_of(1), "Grain ships sail again"]
    monkeypatch.setattr(comparing, "ONE_IN", 2**40)
    alone = read(markup(1, texts=boxed))
    monkeypatch.setattr(comparing, "ONE_IN", 1)
    both = read(markup(1, texts=boxed))
    assert both.reading == Reading(layout=LAYOUT.text, compared=True)
    assert replace(both, reading=alone.reading) == alone


def test_what_the_full_way_reads_otherwise_is_told_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(comparing, "ONE_IN", 1)
    boxed = f'<div class="box"><p>{"</p><p>".join(text_of(2, 3))}</p></div>'
    page = markup(1, text="".join(f"<p>{one}</p>" for one in text_of(1)) + boxed)
    leaving = LAYOUT.model_copy(update={"leaves": (*LAYOUT.leaves, "div.box")})
    article = read(page, SOURCE.model_copy(update={"layouts": (leaving,)}))
    assert article.reading == Reading(layout=LAYOUT.text, compared=True, differs=("text",))
    assert article.body_text == "\n".join(text_of(1))


def test_what_differs_is_named() -> None:
    article = read(markup(1))
    assert differences(article, article) == ()
    other = replace(
        article, headline="Crane turns green", published_at=None, authors=(), body_text="No word."
    )
    assert differences(article, other) == ("headline", "date", "authors", "text")
    assert differences(article, replace(article, headline=article.headline.upper())) == ()


def test_likeness_counts_words_and_characters_where_there_are_none() -> None:
    assert likeness("the basin is open", "the basin is shut") == 0.75
    assert likeness("港口开放", "港口关闭") == 0.5
    assert likeness("", "") == 1.0
