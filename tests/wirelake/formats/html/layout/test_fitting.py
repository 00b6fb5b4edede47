"""A page that fits its source's layout is read by it as in full; one that does not is read in full."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.wirelake.templates import LAYOUT, NEW, OLD, TIDES, markup, received, text_of

from wirelake.extract import extract
from wirelake.formats import html
from wirelake.formats.html import BY_LAYOUT
from wirelake.formats.html.layout import sight
from wirelake.learn.layouts import Seen, templates
from wirelake.records import Article, RawArticle, Rejection

LONG = "x" * 3_000
UNFIT = {
    "another template": (markup(1, NEW), "0 texts and 0 headlines"),
    "two texts": (
        markup(1, OLD.replace("</article>", '<div class="story-body"><p>a</p></div></article>')),
        "2 texts",
    ),
    "no headline": (markup(1, OLD.replace("h1", "h2")), "0 headlines"),
    "hidden text": (markup(1, hide="hidden"), "hidden text"),
    "hidden text within": (
        markup(1, texts=[*text_of(1), f'<span style="display:none">{" ".join(TIDES)}</span>']),
        "hidden text",
    ),
    "paid": (markup(1, stated=', "isAccessibleForFree": "False"'), "not accessible for free"),
    "live": (
        markup(1, extra='<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script>'),
        "live",
    ),
    "text in a new box": (
        markup(
            1,
            text="".join(f"<p>{one}</p>" for one in text_of(1)) + f'<div class="box"><p>{TIDES[0]}</p></div>',
        ),
        "text in a place that it does not know: div.box",
    ),
    "lines in a new box": (
        markup(
            1,
            text="".join(f"<p>{one}</p>" for one in text_of(1))
            + '<div class="box"><p>Tide: 4 m</p></div>' * 4,
        ),
        "lines in places that it does not know",
    ),
    "short": (markup(1, texts=["The basin is open."]), "18 characters, learned of 400 to 900"),
    "long": (markup(1, texts=text_of(1, 40)), "characters, learned of 400 to 900"),
    "twice": (markup(1, texts=text_of(1, 3) + text_of(1, 1)), "a paragraph twice"),
    "more stated": (markup(1, stated=f', "articleBody": "{LONG}"'), "articleBody is longer"),
    "another headline": (
        markup(
            1, OLD.replace("</article>", "<h1>Crane turns green</h1></article>"), headline="Crane turns green"
        ).replace('<h1 class="title">Crane turns green', '<h1 class="title">Ships and shipping'),
        "another headline",
    ),
    "two h1": (
        markup(1, text="<h1>Grain ships sail</h1>" + "".join(f"<p>{one}</p>" for one in text_of(1))),
        "two h1",
    ),
}


def read(raw: RawArticle) -> Article:
    (article,) = html.parse_by(raw, [LAYOUT])
    return article


def test_a_page_that_fits_is_read_by_the_layout_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = received(markup(1))
    (full,) = html.parse(raw)
    monkeypatch.setattr(html, "text_of", None)  # the full way's
    article = read(raw)
    assert (article.extractor, article.reading and article.reading.layout) == (BY_LAYOUT, LAYOUT.text)
    assert article.extracted_text == "\n".join(text_of(1))
    same: dict[str, Any] = {"extractor": None, "extractor_version": None, "reading": None, "candidates": ()}
    assert replace(article, **same) == replace(full, **same)


@pytest.mark.parametrize(("page", "said"), UNFIT.values(), ids=UNFIT)
def test_a_page_that_does_not_fit_is_read_in_full(page: str, said: str) -> None:
    raw = received(page)
    (full,) = html.parse(raw)
    article = read(raw)
    assert article.reading is not None
    assert article.reading.layout is None
    assert said in (article.reading.unfit or "")
    assert replace(article, reading=None) == full


def test_the_first_layout_that_leads_to_one_text_is_taken() -> None:
    other = LAYOUT.model_copy(update={"text": "div > section.copy", "headline": "div > div.sheet > h1"})
    (article,) = html.parse_by(received(markup(1)), [other, LAYOUT])
    assert article.reading is not None
    assert article.reading.layout == LAYOUT.text


def test_what_the_layout_leaves_is_no_text_and_what_it_keeps_is() -> None:
    keeping = LAYOUT.model_copy(update={"keeps": (".", "div.promo > a"), "leaves": ()})
    (article,) = html.parse_by(received(markup(1)), [keeping])
    assert "Letters of the wardens" in article.extracted_text
    assert "Letters of the wardens" not in read(received(markup(1))).extracted_text


def test_a_refused_layout_reads_nothing_and_a_source_without_one_is_read_as_ever() -> None:
    raw = received(markup(1))
    refused = extract(raw, None, (LAYOUT.model_copy(update={"refused": True}),))
    plain = extract(raw)
    assert refused == plain
    assert not isinstance(plain, Rejection)
    assert plain[0].reading is None


def test_a_stub_is_rejected_by_either_way() -> None:
    wall = markup(1, texts=[*text_of(1, 1), "Subscribe to continue reading"])
    short = LAYOUT.model_copy(update={"shortest": 40})
    ways = [extract(received(wall), None, layouts) for layouts in ((), (short,))]
    assert [one.reason for one in ways if isinstance(one, Rejection)] == ["paywall", "paywall"]


def test_a_tag_that_is_none_teaches_a_layout_all_the_same() -> None:
    """<ulclass="facts"> is an element of that name."""
    seen = []
    for number in range(9):
        text = "".join(f"<p>{one}</p>" for one in text_of(number))
        raw = received(markup(number, text=f'{text}<ulclass="facts"><p>{TIDES[0]}</p></ulclass>'), number)
        (full,) = html.parse(raw)
        found = sight(full, raw)
        assert found is not None
        seen.append(Seen(sight=found, captured=date(2026, 3, 2)))
    (layout,) = templates(seen, min_pages=8)
    assert "other" in layout.keeps
    (article,) = html.parse_by(raw, [layout])
    assert (article.extractor, article.extracted_text) == (BY_LAYOUT, full.extracted_text)
