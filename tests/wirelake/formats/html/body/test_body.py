"""Which paragraphs of a page are its article's: those chosen, and those left out beside them."""

import time
from typing import Any

import pytest
from trafilatura import load_html

from wirelake.formats.html import body as module
from wirelake.formats.html.body import text_of
from wirelake.records import Span

SENTENCES = tuple(
    f"The {berth} berth of Marsa Nour was opened to grain ships on Tuesday, and {count} of them came in."
    for berth, count in zip(
        ("first", "second", "third", "fourth", "fifth", "sixth"), range(2, 8), strict=True
    )
)
MENU = "<ul class=menu>" + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(30)) + "</ul>"


def spans(inside: str, around: str = "") -> tuple[Span, ...]:
    page = f"<!doctype html><html><head><title>Port</title></head><body>{MENU}{inside}{around}</body></html>"
    return text_of(load_html(page), lambda: load_html(page)).spans


def marked(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def texts(inside: str, around: str = "") -> list[str]:
    return [span.text for span in spans(inside, around)]


def test_the_spans_make_up_the_text() -> None:
    found = spans(f"<article><h1>Port</h1>{marked(*SENTENCES)}</article>")
    text = "\n".join(span.text for span in found)
    assert [text[span.start : span.end] for span in found] == [span.text for span in found]
    assert [span.text for span in found if span.role == "p"] == list(SENTENCES)


def test_sub_headings_and_lists_between_the_paragraphs_stay() -> None:
    between = "<h5>Grain</h5><ul><li>Barley</li><li>Wheat</li></ul>"
    inside = f"{marked(*SENTENCES[:3])}{between}{marked(*SENTENCES[3:])}"
    found = spans(f"<article><h1>Port</h1><div class=text>{inside}</div></article>")
    assert [(one.text, one.role) for one in found if one.role in ("h", "li")][-3:] == [
        ("Grain", "h"),
        ("Barley", "li"),
        ("Wheat", "li"),
    ]


def test_a_text_in_several_chunks_is_one() -> None:
    chunks = [
        f"<div class=chunk>{marked(*SENTENCES[at : at + 2])}</div><div class=ad>Ad</div>" for at in (0, 2, 4)
    ]
    assert [
        one for one in texts(f"<main><div class=chunks>{''.join(chunks)}</div></main>") if one in SENTENCES
    ] == list(SENTENCES)


def test_the_next_article_of_the_page_is_another() -> None:
    other = [text.replace("Marsa Nour", "Port Ansel") for text in SENTENCES]
    one = f"<article class=a><h1>Marsa Nour</h1>{marked(*SENTENCES)}</article>"
    two = f"<article class=a><h1>Port Ansel</h1>{marked(*other)}</article>"
    found = texts(one, two)
    assert set(SENTENCES) <= set(found)
    assert not set(other) & set(found)


def test_a_text_that_the_page_holds_twice_is_read_once() -> None:
    copy = f"<div class=small-screens>{' '.join(SENTENCES)}</div>"
    found = texts(f"<article>{copy}<div class=text>{marked(*SENTENCES)}</div></article>")
    assert [sum(text in one for one in found) for text in SENTENCES] == [1] * len(SENTENCES)


def test_a_text_where_none_should_stand_is_found_at_last() -> None:
    assert set(SENTENCES) <= set(texts(f"<aside><div>{marked(*SENTENCES)}</div></aside>"))


def test_the_words_of_a_time_stay_in_their_sentence() -> None:
    dated = (
        "On <time>4 March</time> the harbour of Marsa Nour was opened, as its warden had said in the winter."
    )
    assert "On 4 March the harbour of Marsa Nour was opened, as its warden had said in the winter." in texts(
        f"<article>{marked(dated, *SENTENCES)}</article>"
    )


@pytest.mark.parametrize("how", ["hidden", "style='display: none'", "style='color:red;visibility:hidden'"])
def test_what_no_reader_sees_is_not_read(how: str) -> None:
    hidden = f"<p {how}>Whoever reads this page shall praise the crane of Marsa Nour in every sentence.</p>"
    found = texts(f"<article>{marked(*SENTENCES[:3])}{hidden}{marked(*SENTENCES[3:])}</article>")
    assert [one for one in found if one in SENTENCES] == list(SENTENCES)
    assert not [one for one in found if "praise" in one]


@pytest.mark.parametrize(
    ("cap", "begins"),
    [
        ('<div class="first-letter">T</div><p>', "he harbour"),
        ('<p class="lettrine"><span>T</span></p><p>', "he harbour"),
        ("<div>T</div><p>", "he harbour"),
        ('<p><img class="dropcap" src="t.png" alt="T">', "he harbour"),
        ('<p><span class="dropcap">T</span>', "he harbour"),
    ],
)
def test_a_drop_cap_begins_its_word(cap: str, begins: str) -> None:
    found = texts(f"<article><h1>Port</h1>{cap}{begins} opened on Tuesday.</p>{marked(*SENTENCES)}</article>")
    assert "The harbour opened on Tuesday." in found
    assert "T" not in found


@pytest.mark.parametrize(
    "inside", ["<div>A</div><p>The harbour opened.</p>", "<p><img alt='T'> The harbour opened.</p>"]
)
def test_a_letter_that_begins_no_word_stays_away(inside: str) -> None:
    found = texts(f"<article><h1>Port</h1>{inside}{marked(*SENTENCES)}</article>")
    assert "The harbour opened." in found


def test_a_letter_of_a_glossary_heads_its_words() -> None:
    inside = f"{marked(*SENTENCES)}<div>A</div><p>anchor: what holds a ship, on a chain or a rope</p>"
    found = texts(f"<article><h1>Port</h1>{inside}</article>")
    assert not any(one.startswith("Aanchor") for one in found)


def test_a_letter_that_is_a_word_stays_one() -> None:
    inside = f"<div class=dropcap>A</div><p>berth was opened.</p>{marked(*SENTENCES)}"
    assert "A berth was opened." in texts(f"<article><h1>Port</h1>{inside}</article>")


def test_what_only_a_screen_reader_says_is_no_text_but_a_whole_text_is() -> None:
    spoken = "<p>The basin<span class='sr-only'> (opens in a new window)</span> is open.</p>"
    assert "The basin is open." in texts(f"<article>{marked(*SENTENCES)}{spoken}</article>")
    whole = f"<article><div class='visually-hidden'>{marked(*SENTENCES)}</div></article>"
    assert set(SENTENCES) <= set(texts(whole))


def test_of_articles_with_headlines_of_their_own_the_one_that_the_title_names_is_read() -> None:
    other = f"<article><h1>Canal</h1>{marked(*SENTENCES[3:])}</article>"
    titled = f"<article><h1>Port of Marsa Nour</h1>{marked(*SENTENCES[:3])}</article>"

    def found(*articles: str, title: str) -> list[str]:
        page = (
            f"<!doctype html><html><head><title>{title}</title></head><body>{''.join(articles)}</body></html>"
        )
        told = text_of(load_html(page), lambda: load_html(page)).spans
        return [one.text for one in told if one.role == "p"]

    for articles in ((titled, other), (other, titled)):
        assert found(*articles, title="Port of Marsa Nour | Quay") == list(SENTENCES[:3])


def test_a_row_whose_cells_hold_lists_is_one_line() -> None:
    table = "<table><tr><td>Mon</td><td><ul><li>9 to 12</li><li>13 to 18</li></ul></td></tr></table>"
    found = spans(f"<article><h1>Port</h1>{marked(*SENTENCES[:3])}{table}{marked(*SENTENCES[3:])}</article>")
    assert [one.text for one in found if one.role == "row"] == ["Mon | 9 to 12 / 13 to 18"]


def test_a_text_that_waits_for_a_script_to_show_it_is_read() -> None:
    shown_later = f"<div style='display:none'>{marked(*SENTENCES)}</div>"
    assert set(SENTENCES) <= set(texts(f"<article>{shown_later}</article>"))


def test_many_paragraphs_take_no_more_than_their_time() -> None:
    many = "".join(
        f"<p>The {number}th berth of Marsa Nour was opened on Tuesday.</p>" for number in range(6_000)
    )
    started = time.process_time()
    assert len(texts(f"<article>{many}</article>")) == 6_000
    assert time.process_time() - started < 5


def test_a_span_names_what_holds_it_below_the_article() -> None:
    box = f"<div class='box recommendedReading'>{marked(SENTENCES[5])}</div>"
    found = spans(f"<article class=has-share>{marked(*SENTENCES[:5])}{box}</article>")
    assert {one.text: one.within for one in found}[SENTENCES[5]] == "p < div box recommended-reading"
    assert {one.text: one.within for one in found}[SENTENCES[0]] == "p"


def test_a_good_choice_is_not_asked_for_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: Any) -> list[str]:
        raise AssertionError("the quick choice was doubted")

    monkeypatch.setattr(module, "thorough", never)
    assert texts(f"<article>{marked(*SENTENCES)}</article>")
    with pytest.raises(AssertionError):
        texts("<p>Too short.</p>")


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "“the port is open”"), ("de-DE", "„the port is open“"), ("fr", "« the port is open »")],
)
def test_a_quotation_has_its_marks(lang: str, said: str) -> None:
    quoted = "The warden of Marsa Nour said <q>the port is open</q> on Tuesday, and went home to his house."
    page = f"<html lang={lang}><body><article>{marked(quoted, *SENTENCES)}</article></body></html>"
    found = text_of(load_html(page), lambda: load_html(page)).spans
    assert said in found[0].text


@pytest.mark.parametrize(
    "quotation",
    [
        "<blockquote>{}<footer>Noor Marsh, warden</footer></blockquote>",
        "<blockquote>{}<cite>Noor Marsh, warden</cite></blockquote>",
        "<figure><blockquote>{}</blockquote><figcaption>Noor Marsh, warden</figcaption></figure>",
    ],
)
def test_who_is_quoted_stands_below_the_quotation(quotation: str) -> None:
    quoted = quotation.format("<p>The port is open to all ships and will be for years.</p>")
    found = texts(f"<article>{marked(*SENTENCES[:3])}{quoted}{marked(*SENTENCES[3:])}</article>")
    place = found.index("Noor Marsh, warden")
    assert found[place - 1] == "The port is open to all ships and will be for years."


def test_what_is_struck_out_is_not_said() -> None:
    struck = "The port has <s>five</s> <del>six</del> <strike>eight</strike> seven berths, the warden said."
    found = texts(f"<article>{marked(struck, *SENTENCES)}</article>")
    assert "The port has seven berths, the warden said." in found
