"""Countries: as a wire states them by code or name, and as a dateline names them; never by a town."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from wirelake.countries import placed
from wirelake.countries.names import by_code, by_name
from wirelake.records import Article, PlaceCode, Subject

BEGUN = Article(
    source="quay",
    raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    raw_sha256="0" * 64,
    source_format="newsml_g2",
    first_seen_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
    language="en",
)


@pytest.mark.parametrize(
    ("stated", "country"),
    [
        ("DE", "DE"),
        ("it", "IT"),
        ("USA", "US"),
        ("US-NV", "US"),
        ("UK", "GB"),
        ("EU", None),
        ("XK", None),
        ("ZZ", None),
        ("SUN", None),
        ("EXA", None),
        ("Germany", None),
        ("", None),
    ],
)
def test_a_code_of_iso_3166(stated: str, country: str | None) -> None:
    assert by_code(stated) == country


@pytest.mark.parametrize(
    ("name", "language", "country"),
    [
        ("Alemania", "es", "DE"),
        ("GRIECHENLAND", "de-AT", "GR"),
        ("أوكرانيا", "ar", "UA"),
        ("Côte d'Ivoire", "fr", "CI"),
        ("COTE D’IVOIRE", "en", "CI"),
        ("Germany", "de", "DE"),
        ("Turkey", "en", "TR"),
        ("Hong Kong", None, "HK"),
        ("Alemania", "en", None),
        ("Congo", "en", None),
        ("Korea", "en", None),
        ("European Union", "en", None),
        ("Germany", "no such tongue", "DE"),
    ],
)
def test_a_name_in_the_articles_language_or_in_english(
    name: str, language: str | None, country: str | None
) -> None:
    assert by_name(name, language) == country


@pytest.mark.parametrize(
    ("place", "text", "language", "country"),
    [
        ("Fráncfort", "Fráncfort (Alemania), 24 sep (EFE).", "es", "DE"),
        ("DUBAI, UAE", "DUBAI, UAE, March 4", "en", "AE"),
        ("LEEDS, England", None, "en", "GB"),
        ("HARTFORD, Conn.", "HARTFORD, Conn. (AP)", "en", "US"),
        ("ALBANY, N.Y", "ALBANY, N.Y. (AP)", "en", "US"),
        ("CHARLESTON, W. Va.", None, "en", "US"),
        ("PORT ANSEL, Maine", "PORT ANSEL, Maine--(QUAY WIRE)--", "en", "US"),
        ("PARIS, Texas", None, "en", "US"),
        ("AUSTIN, TX", None, "en", "US"),
        ("TORONTO, ON", None, "en", "CA"),
        ("Vancouver, British Columbia", None, "en", "CA"),
        ("Beni", "Beni, Congo", "en", None),
        ("SINGAPORE", "SINGAPORE, Feb. 2, 2026 /PRNewswire/", "en", "SG"),
        ("ATLANTA, Ga.", None, "en", "US"),
        ("BATUMI, Georgia", None, "en", None),
        ("GEORGIA", None, "en", None),
        ("SAN DIEGO, CA", None, "en", None),
        ("DOVER, DE", None, "en", None),
        ("MONTANA", "MONTANA, March 5 (QA)", "en", None),
        ("ONTARIO", None, "en", None),
        ("WASHINGTON", "WASHINGTON (AP)", "en", None),
        ("LONDON", "LONDON (PA)", "en", None),
        ("Toledo", "Toledo (EFE) -", "es", None),
        ("GENEVA/ROME, Italy", None, "en", None),
        ("Marsa Nour, La", None, "en", None),
    ],
)
def test_a_dateline_that_names_its_country(
    place: str, text: str | None, language: str, country: str | None
) -> None:
    article = replace(BEGUN, dateline_place=place, dateline_text=text, language=language)
    assert placed(article).dateline_country == country


def test_what_the_wire_states_of_its_dateline_holds() -> None:
    stated = replace(BEGUN, dateline_place="Beni", dateline_text="Beni, Congo", dateline_country="COD")
    assert placed(stated).dateline_country == "CD"
    unknown = replace(BEGUN, dateline_place="PARIS, Texas", dateline_country="EXA")
    assert placed(unknown).dateline_country is None
    assert placed(replace(BEGUN, body_text="A ship from Malta came in.")).dateline_country is None


@pytest.mark.parametrize(
    ("place", "country"),
    [
        (Subject(name="Marsa Nour", country="EGY"), "EG"),
        (Subject(name="Marsa Nour", country="Egypt"), "EG"),
        (Subject(qcode="iso3166-1a3:DEU", scheme="iso3166-1a3"), "DE"),
        (Subject(qcode="iso3166-2:US-NV", scheme="iso3166-2"), "US"),
        (Subject(name="Malta", qcode="quaygeo:7", scheme="quaygeo"), "MT"),
        (Subject(name="Basin, 31 Hafen, Germany"), "DE"),
        (Subject(name="Marsa Nour"), None),
        (Subject(name="Georgia"), None),
        (Subject(name="Kentucky"), None),
        (Subject(qcode="quaygeo:DE", scheme="quaygeo", name="Hafen"), None),
        (Subject(name="Hafen", country="EXA"), None),
    ],
)
def test_the_country_of_a_place(place: Subject, country: str | None) -> None:
    (found,) = placed(replace(BEGUN, places=(place,))).place_codes
    assert found.country == country


def test_places_have_the_shape_of_subjects() -> None:
    stated = Subject(qcode="iso3166-1a2:MT", scheme="iso3166-1a2", name="Malta", role="located")
    coordinates = Subject(name="48.85341", role="Latitude Origin")
    assert placed(replace(BEGUN, places=(stated, stated, coordinates))).place_codes == (
        PlaceCode(
            scheme="iso3166-1a2",
            code="MT",
            iri="http://cvx.iptc.org/iso3166-1a2/MT",
            name="Malta",
            role="located",
            country="MT",
        ),
    )
