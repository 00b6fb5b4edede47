"""Bylines of many languages are read as names and roles; buttons, dates and addresses are nobody."""

import time

import pytest

from wirelake.formats.html.sites import Site
from wirelake.statements.people.name_kinds import looks_like_name
from wirelake.statements.people.names import names

SITE = Site(names=frozenset({"harbourpress"}), sections=frozenset(), host="harbourpress")
ANNA, BEN, CLEO = "Anna Quaybell", "Ben Molehaven", "Cleo Spitsand"


def people(text: str, stated: bool = False) -> list[str]:
    return [one.text for one in names(text, SITE, stated=stated) if not one.refused and not one.body]


@pytest.mark.parametrize(
    "text",
    [
        "By {}",
        "BY: {}",
        "Written by {}",
        "Story and photos by {}",
        "By {} Staff Writer",
        "By {}, Harbour Reporter",
        "By {} | Harbour Reporter",
        "By {} / Marsa Courier / Updated: Oct 9, 2019, 11:05 IST",
        "{} · Harbour Press · Posted: Oct 14, 2022 9:27 AM ET",
        "{} December 28, 2016",
        "{}, 11:05AM, Mon. Jun. 10, 2019",
        "By {} Published on July 5, 2018",
        "{} in Marsa Nour",
        "{} (aqu)",
        "{} (Chief Correspondent)",
        "Von {}",
        "von {}, Redakteurin",
        "Ein Kommentar von {}",
        "Text: {}",
        "{} | Lesedauer: 8 Minuten",
        "Par {}",
        "Écrit par {}, envoyée spéciale",
        "Publié par {} le 4 mars 2026",
        "Por {}",
        "Escrito por {}",
        "di {}",
        "a cura di {}",
        "Door {}",
        "Geschreven door {}",
        "Af {}",
        "Skrevet av {}",
        "Teksti: {}",
        "Autor: {}",
        "Автор: {}",
        "Текст: {}, корреспондент",
        "Yazan: {}",
        "Oleh: {}",
        "بقلم {}",
        "文/{}",
        "著者：{}",
        "By {} Follow @quaybell",
        "By {} | anna@quay.example",
    ],
)
def test_one_name_is_freed_of_all_around_it(text: str) -> None:
    assert people(text.format(ANNA)) == [ANNA]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By {0} and {1}", [ANNA, BEN]),
        ("By {0}, {1} and {2}", [ANNA, BEN, CLEO]),
        ("{0}; {1}; {2}", [ANNA, BEN, CLEO]),
        ("Von {0} und {1}, dpa", [ANNA, BEN]),
        ("Par {0} et {1} (avec AFP)", [ANNA, BEN]),
        ("Por {0} y {1}", [ANNA, BEN]),
        ("{0} e {1}", [ANNA, BEN]),
        ("{0} och {1}", [ANNA, BEN]),
        ("Автор: {0} и {1}", [ANNA, BEN]),
        ("By {0} & {1} / AP", [ANNA, BEN]),
        ("By {0}, Jr., and {1}", [f"{ANNA}, Jr.", BEN]),
        ("By {0} and agencies", [ANNA]),
        ("{0} with agencies", [ANNA]),
        ("By {0} with {1} and wire services", [ANNA, BEN]),
        ("Von {0} mit Agenturen", [ANNA]),
        ("Von {0} und Agenturen", [ANNA]),
        ("Por {0} y agencias", [ANNA]),
        ("{0} con agencias", [ANNA]),
        ("Par {0} et agences", [ANNA]),
        ("{0} avec AFP", [ANNA]),
        ("By {0} and staff", [ANNA]),
        ("{0}, M.D.", [f"{ANNA}, M.D."]),
        ("Quaybell, Anna", [ANNA]),
        ("Quaybell, Anna; Molehaven, Ben", [ANNA, BEN]),
        ("José Molehaven y Spitsand", ["José Molehaven y Spitsand"]),
        ("Carla von der Mole", ["Carla von der Mole"]),
        ("Von Spitsand", ["Von Spitsand"]),
        ("Oleh Spitsand", ["Oleh Spitsand"]),
        ("Byron Spitsand", ["Byron Spitsand"]),
        ("May Spitsand", ["May Spitsand"]),
    ],
)
def test_names_are_parted_and_kept_whole(text: str, expected: list[str]) -> None:
    assert people(text.format(ANNA, BEN, CLEO)) == expected


def test_a_joint_is_no_name() -> None:
    assert [one.text for one in names(f", and {ANNA}, and", SITE, stated=False)] == [ANNA]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("By {}, Staff Writer", "Staff Writer"),
        ("{} | Politics and Harbour Reporter", "Politics and Harbour Reporter"),
        ("Von {}, Chefredakteurin", "Chefredakteurin"),
        ("{} (Harbour Correspondent)", "Harbour Correspondent"),
        ("{} | Marsa Courier", "Marsa Courier"),
        ("{} 기자".format("김부두"), "기자"),
        ("山田波止記者", "記者"),
        ("山田 波止特派員", "特派員"),
        ("김부두기자", "기자"),
        ("김부두 전문기자", "전문기자"),
        ("{}, professor of tides at the academy", "professor of tides at the academy"),
    ],
)
def test_a_role_goes_with_its_name(text: str, role: str) -> None:
    (found,) = [one for one in names(text.format(ANNA), SITE, stated=False) if not one.refused]
    assert found.role == role


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("https://quay.example/authors/anna", "address"),
        ("desk@quay.example", "address"),
        ("@quaybell", "address"),
        ("Lesedauer: 3 Minuten", "not_a_name"),
        ("Published 4 March 2026", "not_a_name"),
        ("Updated", "not_a_name"),
        ("12 min read", "not_a_name"),
        ("Follow", "not_a_name"),
        ("Log in", "not_a_name"),
        ("Photo: Getty Images", "not_a_name"),
        ("Login New", "not_a_name"),
        ("Wed, 4 Mar 2026 - 06:36", "not_a_name"),
        ("admin", "placeholder"),
        ("null", "placeholder"),
    ],
)
@pytest.mark.parametrize("stated", [True, False])
def test_who_is_nobody_is_refused_with_a_reason(text: str, refused: str, stated: bool) -> None:
    found = names(text, SITE, stated=stated)
    assert found
    assert {one.refused for one in found} == {refused}


@pytest.mark.parametrize(
    "text",
    [
        "dpa",
        "Von DPA",
        "Reuters",
        "By Associated Press",
        "Harbour Press",
        "The Harbour Press Staff",
        "Newsdesk",
    ],
)
def test_an_agency_or_a_newsroom_is_no_person_but_may_stand_alone(text: str) -> None:
    (found,) = names(text, SITE, stated=True)
    assert found.body
    assert not found.refused
    _, second = names(f"{ANNA}, {text.removeprefix('Von ').removeprefix('By ')}", SITE, stated=True)
    assert second.refused in ("agency", "site_name", "organisation")


def test_who_supplies_is_kept_beside_the_name() -> None:
    _, second = names(f"By {ANNA} and agencies", SITE, stated=False)
    assert (second.text, second.refused, second.body) == ("agencies", "organisation", True)
    (whole,) = names("Quay Times and News", SITE, stated=True)
    assert whole.body


@pytest.mark.parametrize("text", ["経済部記者", "主任記者", "선임기자", "社会部記者"])
def test_a_role_without_a_name_is_not_cut_in_two(text: str) -> None:
    assert text[:-2] not in people(text, stated=True)


@pytest.mark.parametrize("text", ["thinktide", "Georgina", "Center for Quays and Moles", "ssi"])
def test_what_the_markup_calls_an_author_may_be_any_name(text: str) -> None:
    assert [one.text for one in names(text, SITE, stated=True) if not one.refused] == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anna Quaybell", True),
        ("ANNA QUAYBELL", True),
        ("Anna de la Mole", True),
        ("김부두", True),
        ("Anna", False),
        ("Health and Politics", False),
        ("Eleven ships are waiting", False),
        ("Anna Quaybell 2", False),
        ("Who is Anna?", False),
        ("The Basin", False),
    ],
)
def test_what_looks_like_a_name(text: str, expected: bool) -> None:
    assert looks_like_name(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "A" * 100_000,
        "a, " * 50_000,
        "and " * 50_000,
        "By " * 50_000,
        "(" * 50_000,
        "Anna Quaybell and " * 9_000,
        "/" * 99_000,
    ],
)
def test_hostile_bylines_cost_little(text: str) -> None:
    began = time.process_time()
    assert len(names(text, SITE, stated=True)) <= 40
    assert time.process_time() - began < 0.5
