"""What is read of IPTC 7901: header, headline, text, and a notepad that no reader is to see."""

import time

import pytest
from tests.wirelake.formats.payloads import dropped

from wirelake.extract import extract
from wirelake.records import Article, Rejection

MESSAGE = (
    "\x01qwa062 4 i 211 ccccb   qw 061\r\n\r\nHafen-Marsa/\r\n"
    "\x02REFILE\r\n1ST LEAD\r\n"
    "Hafen von Marsa Nour ist nach neun Tagen wieder für Schiffe \r\noffen, sagt das Amt =\r\n"
    "Von Erfundene Schreiberin, qw =\r\n\r\n"
    "   Marsa Nour (qw) - Das nördliche Becken ist seit Mittwoch wieder\r\noffen.\r\n\r\n"
    "   Zwei Frachter kamen.\r\n\r\n* * *\r\n\r\n   Mehr wird erwartet.\r\n\r\n"
    "# qw-Notizblock\r\n\r\n* * * *\r\n"
    "Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt\r\n\r\n- Tel. 555\r\n"
    "\x03041137 GMT Mar 26\r\n\x7f\r\n\x7f\x04"
)


def read(text: str) -> Article:
    found = extract(dropped(text.encode("latin-1")))
    assert isinstance(found, list)
    (article,) = found
    assert article.source_format == "iptc7901"
    return article


def test_the_fields_of_a_message() -> None:
    article = read(MESSAGE)
    assert article.headline == (
        "Hafen von Marsa Nour ist nach neun Tagen wieder für Schiffe offen, sagt das Amt"
    )
    assert (article.headline_prefix, article.slugline) == ("REFILE 1ST LEAD", "Hafen-Marsa")
    assert article.byline == "Von Erfundene Schreiberin, qw"
    assert (article.dateline_text, article.dateline_place) == ("Marsa Nour (qw)", "Marsa Nour")
    assert article.extracted_text.split("\n") == [
        "Marsa Nour (qw) - Das nördliche Becken ist seit Mittwoch wieder offen.",
        "Zwei Frachter kamen.",
        "* * *",
        "Mehr wird erwartet.",
    ]
    assert (article.urgency, article.word_count_stated) == (4, 211)
    (sent,) = article.date_candidates
    assert (sent.value, sent.origin) == ("2026-03-04T11:37:00+00:00", "transmission_stamp")
    assert dict(article.extra)["options"] == "ccccb qw 061"


def test_the_notepad_stays_out_of_the_text() -> None:
    (note,) = read(MESSAGE).ed_notes
    assert "Tel. 555" in note.text
    assert not note.publishable
    sentence = read(MESSAGE.replace("# qw-Notizblock", "Und dies."))
    assert "Tel. 555" not in sentence.extracted_text
    assert sentence.extracted_text.endswith("Und dies.\n* * * *")


def test_a_line_that_begins_with_a_hash_is_text() -> None:
    article = read(MESSAGE.replace("# qw-Notizblock\r\n\r\n* * * *", "#MarsaOffen, schrieb das Amt."))
    assert "#MarsaOffen" in article.extracted_text


def test_a_cut_message_and_a_header_that_cannot_be_read() -> None:
    article = read(MESSAGE.partition("\x03")[0])
    assert (article.is_truncated, article.quality_flags) == (True, ("transmission_cut",))
    odd = extract(dropped("\x01qwa062 ? \r\n\x02H\r\n\r\nT\r\n\x03"), "iptc7901")
    assert isinstance(odd, list)
    assert (odd[0].headline, dict(odd[0].extra)["header"]) == ("H", "qwa062 ?")


@pytest.mark.parametrize("filler", [" " * 1_000_000, "\r\n" * 40_000, "word " * 300_000, "#" * 1_000_000])
def test_a_long_text_is_read_soon(filler: str) -> None:
    started = time.process_time()
    read(MESSAGE.replace("Zwei Frachter", filler + "Zwei Frachter"))
    assert time.process_time() - started < 5


def test_hostile_bytes_are_refused() -> None:
    outcome = extract(dropped(b"\x01qwa062 4 i 211\r\n" * 100_000))
    assert isinstance(outcome, Rejection)
    assert outcome.reason == "too_many_transmissions"
