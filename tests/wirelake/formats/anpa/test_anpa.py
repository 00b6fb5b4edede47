"""What is read of ANPA 1312, with the setter's marks and without, and what noise on the line does."""

import time
from datetime import UTC, datetime

import pytest
from tests.wirelake.formats.payloads import dropped

from wirelake.errors import ParseError
from wirelake.extract import extract
from wirelake.formats import anpa, sniff
from wirelake.records import Article, Author, Rejection

PLAIN = (
    b"\n\x05\x05\x05G\n\x16\x16\x01f0295\x1fquayx\nd f BC-MARSA-NOUR-PORT   03-04 0137\n\x02\n"
    b"MARSA NOUR PORT REOPENS NORTHERN BASIN\n"
    b"    By Imaginary Writer, Quaywire\n"
    b"    MARSA NOUR, March 4 - The northern basin of the port was open\n"
    b"to grain ships again, the harbour office said.\n"
    b"    Two carriers came in before noon.\n"
    b" Quay\n\x03"
)
MARKED = (
    b"\x16\x16\x01W2346\x1fasian\r\nr i\x13\x11 BC-QW--Marsa-PortReope 1stLd-Writethru   03-04 0444\r\n"
    b"\x02BC-QW--Marsa-Port Reopens, 1st Ld-Writethru,127<\r\n"
    b"^Port of Marsa Nour is open again<\r\n"
    b"^Nine days after a crane fell, ships come in<\r\n"
    b"^QW Photo QWX101, QWX102<\r\n"
    b"^(Eds: Updates. With photos.)<\r\n"
    b"^By IMAGINARY WRITER=\r\n"
    b"^Quaywire Harbour Writer=\r\n"
    b"\t   MARSA NOUR (QW) _ The northern basin is open.\r\n"
    b" \r\n"
    b"\t   Two carriers came in.<\r\n"
    b"^THE CARRIERS=\r\n"
    b"\x08;Tons;From\x10\r\n"
    b"\x08Gull;9,000;Port Example\x10\r\n"
    b"\t   Eds: Ends here.\r\n"
    b"\r\n\t   \x03QW-WF-03-04-26 0630GMT<\r\n\r\n\x0c\r\n\x04\r\n"
)


def read(data: bytes, received: datetime | None = None) -> Article:
    found = extract(dropped(data, received) if received else dropped(data))
    assert isinstance(found, list)
    (article,) = found
    assert article.source_format == "anpa"
    return article


def test_a_wire_without_marks() -> None:
    article = read(PLAIN)
    assert article.headline == "MARSA NOUR PORT REOPENS NORTHERN BASIN"
    assert article.byline == "By Imaginary Writer, Quaywire"
    assert (article.dateline_text, article.dateline_place) == ("MARSA NOUR, March 4", "MARSA NOUR")
    assert article.extracted_text.split("\n") == [
        "MARSA NOUR, March 4 - The northern basin of the port was open to grain ships again, "
        "the harbour office said.",
        "Two carriers came in before noon.",
        "Quay",
    ]
    assert (article.slugline, article.word_count_stated, article.urgency) == ("MARSA-NOUR-PORT", 137, 5)
    kept = dict(article.extra)
    assert [kept[name] for name in ("service", "sequence", "selector", "priority", "category", "cycle")] == [
        "f",
        "0295",
        "quayx",
        "d",
        "f",
        "BC",
    ]
    assert not article.is_truncated


@pytest.mark.parametrize(
    ("heads", "headline"),
    [
        (
            b"BARLEY EXPORTS RISE\nExports of barley rose in March, the board\nof the port said.\n",
            "BARLEY EXPORTS RISE",
        ),
        (
            b"Barley exports rise\nMARSA NOUR, March 4 - Exports rose in\nMarch, the board said.\n",
            "Barley exports rise",
        ),
        (b"GRAIN STOCKS\nBarley 12.5 13.1 14.0 -0.4\nWheat 22.5 23.1 24.0 +0.2\n", "GRAIN STOCKS"),
        (b"Barley exports rise again.\nThe board of the port said so.\n", "Barley exports rise again."),
        (
            b"BARLEY EXPORTS RISE TO A\nHIGH OF NINE YEARS\n    Exports rose.\n",
            "BARLEY EXPORTS RISE TO A HIGH OF NINE YEARS",
        ),
        (b"%A\nBARLEY EXPORTS RISE\n    Exports rose.\n", "BARLEY EXPORTS RISE"),
        (b"$T\nBARLEY EXPORTS RISE\n    Exports rose.\n", "BARLEY EXPORTS RISE"),
    ],
)
def test_a_headline_ends_where_the_text_begins_though_nothing_is_indented(
    heads: bytes, headline: str
) -> None:
    stated = PLAIN[: PLAIN.index(b"\x02") + 2] + heads + b"    Two carriers came in before noon.\n\x03"
    article = read(stated)
    assert article.headline == headline
    words = f"{headline} {article.extracted_text}".split()
    assert [one for one in heads.decode().split() if one not in (*words, "%A", "$T")] == []


def test_a_wire_with_marks_for_the_setter() -> None:
    article = read(MARKED)
    assert article.headline == "Port of Marsa Nour is open again"
    assert article.description == "Nine days after a crane fell, ships come in"
    assert article.byline == "By IMAGINARY WRITER"
    assert article.authors == (Author(name="IMAGINARY WRITER", role="Quaywire Harbour Writer"),)
    assert (article.dateline_text, article.credit_line) == ("MARSA NOUR (QW)", "QW")
    assert [(span.role, span.text) for span in article.spans] == [
        ("p", "MARSA NOUR (QW) _ The northern basin is open."),
        ("p", "Two carriers came in."),
        ("h", "THE CARRIERS"),
        ("row", ";Tons;From"),
        ("row", "Gull;9,000;Port Example"),
    ]
    assert [note.text for note in article.ed_notes] == ["(Eds: Updates. With photos.)", "Eds: Ends here."]
    assert "Eds" not in article.extracted_text
    assert dict(article.extra)["setter"] == "DC3 DC1"
    assert dict(article.extra)["photos"] == "QW Photo QWX101, QWX102"
    assert article.slugline == "QW--Marsa-PortReope 1stLd-Writethru"


def test_a_stamp_is_the_moment_and_a_header_alone_a_day_if_it_is_live() -> None:
    (stamped,) = read(MARKED).date_candidates[:1]
    assert (stamped.origin, stamped.value) == ("transmission_stamp", "2026-03-04T06:30:00+00:00")
    assert read(MARKED).version_created == datetime(2026, 3, 4, 6, 30, tzinfo=UTC)
    (day,) = read(PLAIN).date_candidates
    assert (day.origin, day.value, day.precision) == ("header_day", "2026-03-04", "day")
    assert read(PLAIN, datetime(2027, 1, 1, tzinfo=UTC)).date_candidates == ()


def test_a_file_of_many_transmissions_with_noise_between() -> None:
    other = PLAIN.replace(b"f0295", b"f0296").replace(b"NORTHERN", b"SOUTHERN")
    found = anpa.parse(dropped(b"\0\x16\x16" + PLAIN + b"\x7f\x16\0" * 50 + other + MARKED))
    assert [one.headline[:20] for one in found] == [
        "MARSA NOUR PORT REOP",
        "MARSA NOUR PORT REOP",
        "Port of Marsa Nour i",
    ]
    assert len({(alt.role, alt.value) for one in found for alt in one.alt_ids if alt.role == "guid"}) == 3


@pytest.mark.parametrize("even", [True, False])
def test_parity_bits_are_taken_off(even: bool) -> None:
    noisy = bytes(byte | (0x80 if byte.bit_count() % 2 == even else 0) for byte in PLAIN)
    article = read(noisy)
    assert article.headline == "MARSA NOUR PORT REOPENS NORTHERN BASIN"
    assert article.quality_flags == ("parity_removed",)


def test_an_accent_is_no_parity_bit() -> None:
    article = read(PLAIN.replace(b"NORTHERN", "ÉTÉ".encode("latin-1")))
    assert article.headline == "MARSA NOUR PORT REOPENS ÉTÉ BASIN"
    assert article.quality_flags == ()


def test_a_cut_transmission_and_one_that_another_goes_on_with() -> None:
    cut = read(PLAIN[:-40])
    assert (cut.is_truncated, cut.quality_flags) == (True, ("transmission_cut",))
    noisy = read(PLAIN.replace(b"Two carriers", b"Two\x01carriers"))
    assert noisy.extracted_text.count("\n") == 2
    more = read(PLAIN.replace(b" Quay\n\x03", b" More\n\x03"))
    assert (more.is_truncated, more.quality_flags) == (True, ())
    assert "More" not in more.extracted_text
    assert dict(more.extra)["continued"] == "More"


def test_a_flash_is_a_headline_and_no_text() -> None:
    header = b"\x16\x16\x01f0301\x1fquayx\nb f BC-PORT-OPEN   03-04 0004\n"
    article = read(header + b"\x02\n******PORT OPEN - OFFICIAL\n\n\x03")
    assert (article.headline, article.extracted_text, article.urgency) == ("PORT OPEN - OFFICIAL", "", 2)


def test_a_header_that_cannot_be_read_is_kept() -> None:
    article = read(PLAIN.replace(b"d f BC-MARSA-NOUR-PORT   03-04 0137", b"?? no header"))
    assert "?? no header" in dict(article.extra)["header"]
    assert article.headline


HOSTILE = {
    "SYN": (b"\x16" * 5_000_000, "empty_document"),
    "SYN and SOH": (b"\x16" * 60_000 + b"\x16\x01" + b"\x16" * 4_000_000, "empty_document"),
    "header without text": (b"\x16\x16\x01f0295\x1fquayx\n", "empty_document"),
    "endless header": (b"\x16\x16\x01f0295\x1f" + b"a " * 1_000_000, "empty_document"),
    "100,000 transmissions": (PLAIN * 100_000, "too_large"),
    "100,000 short ones": (b"\x16\x16\x01\x02\x03" * 100_000, "too_many_transmissions"),
    "lines": (b"\x16\x16\x01f0295\x1fquayx\n\x02" + b"\r\n" * 2_000_000 + b"\x03", "too_many_lines"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes_are_refused_soon(name: str) -> None:
    body, reason = HOSTILE[name]
    started = time.process_time()
    outcome = extract(dropped(body))
    assert isinstance(outcome, Rejection)
    assert outcome.reason == reason
    with pytest.raises(ParseError):
        anpa.parse(dropped(body))
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "text",
    [
        b" " * 2_000_000,
        b"\0" * 2_000_000,
        b"^" * 1_000_000,
        b"a;" * 500_000,
        b"x   y " * 300_000,
        b"\x08" * 1_000_000,
        b"A" * 2_000_000,
        b"\n    " * 90_000,
        b"By " * 300_000,
        b"MARSA, " * 300_000,
    ],
)
def test_a_hostile_text_is_read_soon(text: bytes) -> None:
    started = time.process_time()
    read(b"\x16\x16\x01f0295\x1fquayx\nd f BC-PORT   03-04 0137\n\x02" + text + b"\x03")
    assert time.process_time() - started < 5


def test_it_is_told_by_its_first_bytes() -> None:
    assert sniff(PLAIN) == sniff(MARKED) == sniff(b"\x01a0105QUAY\x1f_koko-\r\n") == "anpa"
    assert sniff(b"\x01eca062 4 i 211   qw 061\r\n") == "iptc7901"
    assert sniff(b"\x01NEWS: MARSA\x1f6\x1fN") == "text"
