"""A sentence is found whatever its format made of it, by its words or by its digest, and nowhere else."""

import json

import pytest
from tests.wirelake.quay import version

from wirelake.sentences import Prints, Sentences, split

TEXT = (
    "It’s over for the crane, said the harbour master on Monday.\n"
    "Ähren wogen im Wind, und niemand hat es gesehen.\n"
    "今日は港のクレーンが緑に塗られました。誰も見ていない。\nShort.\n"
    "See https://quay.example/2026/03/crane for what the harbour had to say."
)
SOUGHT = Sentences.of(version(5, headline="Crane number 5 turns green at last", body_text=TEXT))
FIRST, GERMAN, JAPANESE = (SOUGHT.said[key] for key in list(SOUGHT.said)[1:4])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>It&#8217;s <b>over</b> for the crane, said the\nharbour master on\r\n Monday.</p>", FIRST),
        (
            "&lt;p&gt;It&amp;#8217;s &lt;i&gt;over&lt;/i&gt; for the crane, "
            "said the harbour master on Mon&shy;day",
            FIRST,
        ),
        (json.dumps({"body": [TEXT]}), FIRST),
        ("<![CDATA[<p>it's over for the crane, said the harbour mas-\nter on Monday]]>", FIRST),
        ("<meta content='IT’S OVER FOR THE CRANE, SAID THE HARBOUR MASTER ON MONDAY'>", FIRST),
        ("A\u0308hren wogen im&nbsp;Wind, und niemand hat es gesehen", GERMAN),
        ("&Auml;hren wogen im Wind,\\u0020und niemand hat es gesehen", GERMAN),
        ("<p>今日は港の<b>クレーン</b>が緑に塗られました。</p>", JAPANESE),
    ],
)
def test_a_sentence_is_found_in_every_dress(text: str, expected: str) -> None:
    whole = f"Before it. {text} And after."
    assert expected in SOUGHT.found_in(whole)
    only = Sentences.of(version(5, headline="", body_text=expected)).prints()
    assert len(only.found_in(whole)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "It’s over for the cranes, said the harbour master on Monday.",
        "He agreed. Short.",
        '<a href="/2026/crane-number-5-turns-green-at-last">more</a> /crane_number_5_turns_green_at_last',
        "",
    ],
)
def test_what_is_not_said_is_not_found(text: str) -> None:
    assert SOUGHT.found_in(text) == []
    assert SOUGHT.prints().found_in(text) == []


def test_prints_find_what_the_text_would_and_hold_none_of_it() -> None:
    kept = sorted(SOUGHT.prints().prints)
    assert not any(word in str(kept) for word in ("crane", "Ähren", "over"))
    for found in (TEXT, json.dumps(TEXT), f"<p>{TEXT}</p>"):
        assert len(Prints.kept(kept).found_in(found)) == len(SOUGHT.found_in(found)) == len(SOUGHT.said) - 1
    with pytest.raises(ValueError, match=r"unpack|invalid"):
        Prints.kept(["the text itself"])


def test_furniture_and_what_others_say_is_left_out() -> None:
    other = version(6, headline="Another crane altogether", body_text=TEXT.splitlines()[1])
    rest = SOUGHT.without(Sentences.of(other))
    assert GERMAN in SOUGHT.found_in(TEXT)
    assert GERMAN not in rest.found_in(TEXT)
    assert (rest | Sentences.of(other)).found_in(TEXT) != rest.found_in(TEXT)


def test_what_another_text_says_across_its_lines_is_no_words_of_its_own() -> None:
    own = Sentences.of(version(1, body_text="The crane was painted green on Monday. Nobody saw."))
    (sentence,) = set(own.said.values()) - set(Sentences.of(version(1, body_text="")).said.values())
    assert sentence in own.without(Sentences.of(version(2, body_text="Nobody saw."))).said.values()
    rest = own.unsaid("QUAY – The crane was painted\n\ngreen on Monday.\nNobody saw.")
    assert sentence not in rest.said.values()
    assert rest.lines == own.lines


def test_short_sentences_go_with_their_neighbours_and_addresses_part_them() -> None:
    assert list(split("No. It was the harbour master who said so. Yes. No.")) == [
        "No. It was the harbour master who said so. Yes. No."
    ]
    assert list(split(TEXT.splitlines()[-1])) == ["for what the harbour had to say."]


def test_hostile_text_takes_no_long_time() -> None:
    for piece in ("<", "&lt;", "a", "a-", "\\u0041", "<a ", "&amp;", "今", "é"):
        text = piece * 300_000
        assert SOUGHT.found_in(text) == []
        assert SOUGHT.prints().found_in(text) == []
