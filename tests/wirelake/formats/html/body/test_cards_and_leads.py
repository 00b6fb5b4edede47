"""A lead above the text belongs to it; the cards of other stories below it do not."""

import pytest
from trafilatura import load_html

from wirelake.formats.html.body import text_of

ORDER = ("first", "second", "third", "fourth", "fifth", "sixth")
SENTENCES = tuple(
    f"The {berth} berth of Marsa Nour was opened to grain ships on Tuesday, and {count} of them came in."
    for count, berth in enumerate(ORDER, start=2)
)
HEADING = "<h1>Grain ships sail again from Marsa Nour</h1>"
EXCERPT = (
    "The crane of Fennmouth fell across the {} dock on Monday and nobody was hurt, said the harbour master."
)


def marked(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def cards(count: int, kind: str = "div class=item") -> str:
    return "".join(
        f"<{kind}><h3><a href=/{berth}>The {berth} crane falls across the dock</a></h3>"
        f"<p>{EXCERPT.format(berth)}</p></{kind.split()[0]}>"
        for berth in ORDER[:count]
    )


def texts(inside: str) -> list[str]:
    menu = "<ul><li><a href=/>Home</a></li></ul>"
    page = f"<html><head><title>Port</title></head><body>{menu}{inside}</body></html>"
    found = text_of(load_html(page), lambda: load_html(page)).spans
    return [one.text for one in found if one.text.endswith(".")]


@pytest.mark.parametrize(
    "lead",
    [
        "<div class=lead><strong>{}</strong></div>",
        "<div class=article__intro>{}</div>",
        "<p class='vorspann'>{}</p>",
    ],
)
def test_a_lead_in_an_element_of_its_own_is_text(lead: str) -> None:
    body = f"<main>{HEADING}{lead.format(SENTENCES[0])}<div class=text>{marked(*SENTENCES[1:])}</div></main>"
    assert texts(body) == list(SENTENCES)


@pytest.mark.parametrize(
    "other",
    [
        "<div class='lead-image caption'>{}</div>",
        "<div class='author-intro'>{}</div>",
        "<div class='intro newsletter'>{}</div>",
        "<div class='lead'><a href=/2>{}</a></div>",
    ],
)
def test_what_else_stands_there_is_none(other: str) -> None:
    box = other.format(EXCERPT.format("old"))
    body = f"<main>{HEADING}{box}<div class=text>{marked(*SENTENCES)}</div></main>"
    assert texts(body) == list(SENTENCES)


@pytest.mark.parametrize(
    "below",
    [
        f"<div class=related-list>{cards(5)}</div>",
        f"<h2>Recent news</h2>{cards(5)}",
        f"<h2>Weitere Meldungen</h2>{cards(5, 'article')}",
    ],
)
@pytest.mark.parametrize("count", [1, 2, 6])
def test_cards_of_other_stories_are_left_whatever_the_articles_length(below: str, count: int) -> None:
    release = (
        f"<div>{HEADING}<p class=date>4 March 2026</p><div>{marked(*SENTENCES[:count])}</div>{below}</div>"
    )
    assert texts(release) == list(SENTENCES[:count])


def test_linked_chapters_of_a_list_are_text() -> None:
    chapters = "".join(
        f"<section><h2><a href=https://else.example/{berth}>The {berth} trail</a></h2>"
        f"{marked(one, one[::-1] + '.')}</section>"
        for berth, one in zip(ORDER, SENTENCES, strict=True)
    )
    found = texts(f"<main>{HEADING}<p>{EXCERPT.format('old')}</p><div class=trails>{chapters}</div></main>")
    assert set(SENTENCES) <= set(found)
