"""Bylines and what the markup states of creators become authors, in every wire's language."""

import time

import pytest

from wirelake.records import Author
from wirelake.statements.people.credits import Credits, Wire, credited

WIRE = Wire.of("Quaywire", "qw")
ANNA, BEN = "Anna Quaybell", "Ben Molehaven"


def of(byline: str | None, *facts: Author) -> Credits:
    return credited(byline, facts, WIRE)


def people(byline: str | None, *facts: Author) -> list[str]:
    return [one.name for one in of(byline, *facts).authors]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By {0}", [ANNA]),
        ("By {0} and {1}", [ANNA, BEN]),
        ("By {0} in Marsa Nour and {1} in Spitsand", [ANNA, BEN]),
        ("By {0}, By {1}", [ANNA, BEN]),
        ("Von {0} und {1}, dpa", [ANNA, BEN]),
        ("Von {0} (Text) und {1} (Foto)", [ANNA, BEN]),
        ("Von unserem Korrespondenten {0}", [ANNA]),
        ("Das Gespräch führte {0}", [ANNA]),
        ("De nuestro corresponsal {0}", [ANNA]),
        ("De nuestra enviada especial en Puerto, {0}", [ANNA]),
        ("Por {0} y {1}", [ANNA, BEN]),
        ("Por {0}, da agência Lusa", [ANNA]),
        ("Par {0} à Hafenstadt avec {1} à Marsa Nour", [ANNA, BEN]),
        ("De notre envoyée spéciale {0}", [ANNA]),
        ("(dell'inviata {0})", [ANNA]),
        ("di {0} e {1}", [ANNA, BEN]),
        ("Van onze correspondent {0}", [ANNA]),
        ("Av {0} og {1}", [ANNA, BEN]),
        ("Af {0}, Ritzau", [ANNA]),
        ("Teksti: {0}", [ANNA]),
        ("STT–{0}", [ANNA]),
        ("EFE / {0}", [ANNA]),
        ("dpa: {0}", [ANNA]),
        ("Автор: {0}, ТАСС", [ANNA]),
        ("корр. ТАСС {0}", [ANNA]),
        ("Haber: {0}", [ANNA]),
        ("{0}\nHarbour Correspondent", [ANNA]),
        ("{0}, Press Association Political Correspondent", [ANNA]),
        ("{0} Associated Press", [ANNA]),
        ("ANNA QUAYBELL AP Business Writer", ["ANNA QUAYBELL"]),
        ("ANNA QUAYBELL, BEN MOLEHAVEN", ["ANNA QUAYBELL", "BEN MOLEHAVEN"]),
        ("ANNA-LENA QUAYBELL", ["ANNA-LENA QUAYBELL"]),
        ("{0} and Bea d'Ebb", [ANNA, "Bea d'Ebb"]),
        ("من نورة الميناء", ["نورة الميناء"]),
        ("记者张三 李四", ["张三", "李四"]),
        ("(바다=연합뉴스) 김부두 기자", ["김부두"]),
        ("HINA QUAYBELL", ["HINA QUAYBELL"]),
    ],
)
def test_a_byline_is_read_into_people(line: str, expected: list[str]) -> None:
    assert people(line.format(ANNA, BEN)) == expected


@pytest.mark.parametrize(
    "login",
    [
        "rau",
        "cae/tcr",
        "YKN-CER",
        "MDJ/",
        "(TIP)",
        "quaybell.anna",
        "q.bell-mole",
        "anna@quay.example",
        "pers:AQ",
    ],
)
def test_a_login_is_nobody_but_is_kept_with_its_role(login: str) -> None:
    found = of(f"By {ANNA}", Author(name=login, role="editor"))
    assert [one.name for one in found.authors] == [ANNA]
    assert found.contributors == (Author(name=login, role="editor"),)
    assert of(login).authors == ()


def test_people_of_the_markup_follow_those_of_the_byline_each_once() -> None:
    found = of(
        "By ANNA QUAYBELL, qw",
        Author(name="Anna Q. Quaybell", role="creator"),
        Author(name=BEN, role="editor"),
        Author(name="Quaywire", role="creator"),
    )
    assert found.authors == (Author(name="Anna Q. Quaybell", role="creator"), Author(name=BEN, role="editor"))
    assert ("Quaywire", "agency") in [(one.value, one.refused) for one in found.candidates]


@pytest.mark.parametrize(
    "line", ["By qw", "Von dpa", "By PA Political Staff", "By Press Association Reporters", "Quaywire"]
)
def test_an_agency_is_an_author_only_where_nobody_else_is_named(line: str) -> None:
    assert len(people(line)) == 1
    assert people(line, Author(name=ANNA, role="creator")) == [ANNA]


@pytest.mark.parametrize(
    "line",
    ["Basin open, ready for all ships says harbour", "De nuestro corresponsal", "", None, "By", "…", "1234"],
)
def test_what_names_nobody_makes_no_author(line: str | None) -> None:
    assert people(line) == []


@pytest.mark.parametrize(
    "text", ["By " * 5_000, "A B " * 5_000, "(" * 9_000, "STT–" * 3_000, "记者" * 5_000, "a/" * 9_000]
)
def test_it_takes_no_time(text: str) -> None:
    began = time.process_time()
    of(text, Author(name=text, role="creator"))
    assert time.process_time() - began < 1
