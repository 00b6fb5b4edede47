"""Text that no reader sees at once is the article's by evidence alone; what is not free is nobody's here."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from wirelake.extract import extract
from wirelake.formats.html.body import Text, text_of
from wirelake.formats.html.head import Head
from wirelake.formats.html.head.access import Access
from wirelake.formats.html.tree import parse
from wirelake.records import Article, Kind, Link, RawArticle, Rejection

HEADLINE = "Grain ships sail again from Marsa Nour"
ORDER = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
SENTENCES = tuple(
    f"The {berth} berth of Marsa Nour was opened to grain ships on Tuesday, and {count} of them came in."
    for count, berth in enumerate(ORDER, start=2)
)
SEEN, REST = SENTENCES[:4], SENTENCES[4:]
OTHER = (
    "The crane of Fennmouth fell across the dock on Monday and nobody was hurt, said the harbour master.",
    "Divers will raise it in April when the currents allow it and when the insurers have looked at it.",
    "A new one was ordered from the yard, which needs a year to build it and to bring it over the sea.",
)


def marked(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(inside: str, **stated: Any) -> str:
    thing = json.dumps(
        {"@type": "NewsArticle", "headline": HEADLINE, "datePublished": "2026-03-04", **stated}
    )
    return (
        f"<!doctype html><html lang=en><head><title>{HEADLINE}</title>"
        f'<script type="application/ld+json">{thing}</script></head><body><nav><a href=/>Home</a></nav>'
        f"{inside}<footer>Harbour Quay</footer></body></html>"
    )


def found(markup: str, *, licensed: bool = False) -> Text:
    tree = parse(markup)
    access = Access.of(Head.read(tree), licensed=licensed)
    return text_of(tree, lambda: parse(markup), access, HEADLINE)


def sentences(markup: str, *, licensed: bool = False) -> list[str]:
    return [one.text for one in found(markup, licensed=licensed).spans if one.text.endswith(".")]


def body(*texts: str, more: str = "") -> str:
    return f"<main><h1>{HEADLINE}</h1><div class=body>{marked(*texts)}{more}</div></main>"


HIDDEN = {
    "hidden": "<div hidden class=text>{}</div>",
    "display": "<div style='display: none' class=text>{}</div>",
    "template": "<template id=more>{}</template>",
    "noscript": "<noscript>{}</noscript>",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_hidden_text_that_the_page_states_is_read(how: str) -> None:
    markup = page(body(*SEEN) + HIDDEN[how].format(marked(*REST)), articleBody=" ".join(SENTENCES))
    assert sentences(markup) == list(SENTENCES)


@pytest.mark.parametrize("how", HIDDEN)
def test_hidden_text_that_goes_on_below_what_is_seen_is_read(how: str) -> None:
    assert sentences(page(body(*SEEN, more=HIDDEN[how].format(marked(*REST))))) == list(SENTENCES)


@pytest.mark.parametrize("how", HIDDEN)
def test_hidden_text_that_is_all_there_is_and_speaks_of_the_headline_is_read(how: str) -> None:
    assert sentences(page(body("Loading…") + HIDDEN[how].format(marked(*SENTENCES)))) == list(SENTENCES)


@pytest.mark.parametrize(
    "more",
    [
        f"<div hidden class=cookie-notice>{marked(*OTHER)}</div>",  # in the article's own element
        f"<div hidden class=transcript>{marked(*(f'HOST: {one}' for one in SENTENCES))}</div>",
        f"<div hidden class=newsletter>{marked(*OTHER)}</div>",
        f"<div hidden><h2>Crane falls</h2><ul><li>{'</li><li>'.join(OTHER)}</li></ul></div>",
        f"<div hidden>{marked(*SEEN)}</div>",  # once more, for small screens
    ],
)
def test_hidden_text_without_evidence_is_not(more: str) -> None:
    assert sentences(page(body(*SEEN, more=more))) == list(SEEN)


def test_another_story_that_is_hidden_below_the_article_is_not() -> None:
    assert sentences(page(body(*SEEN) + f"<div hidden>{marked(*OTHER)}</div>")) == list(SEEN)


def test_another_text_that_is_hidden_on_a_page_of_a_flash_is_not() -> None:
    assert sentences(page(body(SEEN[0]) + f"<div hidden>{marked(*OTHER)}</div>")) == [SEEN[0]]


@pytest.mark.parametrize("seen", [(), SEEN])
def test_a_text_that_stands_nowhere_but_in_json_ld_is_read_and_says_so(seen: tuple[str, ...]) -> None:
    text = found(page(body(*seen), articleBody="\n\n".join(SENTENCES)))
    assert [one.text for one in text.spans] == list(SENTENCES)
    assert text.stated


@pytest.mark.parametrize(
    "stated",
    [
        "\n".join((*OTHER, *OTHER[::-1], *OTHER)),  # another text
        "\n".join(
            (*SEEN, *('{"player": "12", "ads": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]}.' for _ in range(9)))
        ),
        "\n".join(SEEN[:2]),  # cut
    ],
)
def test_what_json_ld_states_otherwise_changes_nothing(stated: str) -> None:
    text = found(page(body(*SEEN), articleBody=stated))
    assert [one.text for one in text.spans if one.role == "p"] == list(SEEN)
    assert not text.stated


PAID: tuple[dict[str, Any], ...] = (
    {"isAccessibleForFree": False},
    {"isAccessibleForFree": "False"},
    {"isAccessibleForFree": "http://schema.org/False"},
    {"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".rest"}},
    {"hasPart": [{"@type": "WebPageElement", "isAccessibleForFree": "false"}]},
)


@pytest.mark.parametrize("paid", PAID)
@pytest.mark.parametrize("rest", ["<div hidden class=paywall>{}</div>", "<template>{}</template>"])
def test_what_a_page_does_not_give_free_is_read_by_a_licence_alone(rest: str, paid: dict[str, Any]) -> None:
    markup = page(body(*SEEN, more=rest.format(marked(*REST))), articleBody=" ".join(SENTENCES), **paid)
    assert sentences(markup) == list(SEEN)
    assert found(markup).withheld
    assert sentences(markup, licensed=True) == list(SENTENCES)


def test_what_is_sold_is_known_by_its_place_where_json_ld_has_no_text() -> None:
    markup = page(body(*SEEN, more=f"<div hidden class=paywall>{marked(*REST)}</div>"), **PAID[0])
    assert (sentences(markup), found(markup).withheld) == (list(SEEN), True)
    assert sentences(markup, licensed=True) == list(SENTENCES)


def read(markup: str, *, paid_text: bool = False) -> Article | Rejection:
    raw = RawArticle(
        link=Link(url="https://quay.example/1", origin="feed"),
        kind=Kind.ARTICLE,
        fetched_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
        body=markup.encode(),
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    )
    outcome = extract(raw, paid_text=paid_text)
    return outcome if isinstance(outcome, Rejection) else outcome[0]


def test_the_part_that_is_free_says_that_it_is_one() -> None:
    article = read(page(body(*SEEN), articleBody=" ".join(SENTENCES), **PAID[0]))
    assert isinstance(article, Article)
    assert article.is_truncated
    assert article.quality_flags == ("paywalled",)


def test_a_whole_text_of_a_page_that_counts_its_readers_is_no_part() -> None:
    article = read(page(body(*SENTENCES), articleBody=" ".join(SENTENCES), **PAID[0]))
    assert isinstance(article, Article)
    assert (article.is_truncated, article.quality_flags) == (False, ("paywalled",))


def test_a_page_that_gives_nothing_free_is_a_rejection_but_by_a_licence() -> None:
    markup = page(body(), articleBody="\n".join(SENTENCES), **PAID[0])
    refused, article = read(markup), read(markup, paid_text=True)
    assert isinstance(refused, Rejection)
    assert refused.reason == "paywall"
    assert isinstance(article, Article)
    assert article.quality_flags == ("paywalled", "text_from_json_ld")
    assert not article.is_truncated
