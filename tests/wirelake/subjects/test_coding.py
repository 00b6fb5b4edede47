"""Stated subjects in one shape: whose code, which, its IRI; and what it maps to, by tables alone."""

from datetime import UTC, datetime
from typing import Any

import pytest

from wirelake.config import SourceConfig
from wirelake.records import Article, Subject, SubjectCode
from wirelake.subjects import coded

FACTS = {
    "name": "quay",
    "title": "Quay Wire",
    "description": "An invented wire of the tests.",
    "homepage": "https://quay.example/",
    "contact": "the tests",
    "discover": [{"kind": "drop_folder", "prefix": "drop/quay/{day}"}],
}
TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
CODES = "http://cv.iptc.org/newscodes/subjectcode/"


def codes(source_format: str, *subjects: Subject, **own: Any) -> tuple[SubjectCode, ...]:
    article = Article(
        source="quay",
        raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
        raw_sha256="0" * 64,
        source_format=source_format,
        first_seen_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
        subjects_detail=subjects,
    )
    return coded(article, SourceConfig.model_validate({**FACTS, **own})).subject_codes


def short(found: tuple[SubjectCode, ...]) -> list[tuple[str | None, str | None, str | None, str]]:
    return [(one.scheme, one.code, one.name, one.origin) for one in found]


@pytest.mark.parametrize(
    ("source_format", "subject"),
    [
        ("newsml_g2", Subject(qcode="medtop:20000337", scheme="medtop")),
        ("newsml_g2", Subject(uri=f"{TOPICS}20000337")),
        ("newsml_g2", Subject(uri="https://cv.iptc.org/newscodes/mediatopic/20000337")),
        ("ninjs", Subject(qcode="20000337", scheme=TOPICS)),
        ("ninjs", Subject(qcode="medtop:20000337", uri=f"{TOPICS}20000337")),
        ("digitalwires", Subject(qcode="medtop:20000337")),
        ("rss", Subject(name="20000337", scheme=TOPICS.rstrip("/"))),
        ("nitf", Subject(qcode="20000337")),
    ],
)
def test_a_media_topic_is_one_however_it_is_written(source_format: str, subject: Subject) -> None:
    (found,) = codes(source_format, subject)
    assert (found.scheme, found.code, found.name) == ("medtop", "20000337", "transport")
    assert found.iri in (f"{TOPICS}20000337", subject.uri)


@pytest.mark.parametrize(
    ("source_format", "scheme"),
    [
        ("newsml_1", "IptcSubjectCodes"),
        ("newsml_1", None),
        ("newsml_1", "urn:newsml:iptc.org:20000402:topicset.iptc-subjectcode:9"),
        ("nitf", "IPTC"),
        ("nitf", None),
        ("ninjs", CODES),
    ],
)
def test_a_subject_code_stands_beside_the_topic_that_it_maps_to(
    source_format: str, scheme: str | None
) -> None:
    found = codes(source_format, Subject(name="Verkehr", qcode="04015000", scheme=scheme, role="about"))
    assert found == (
        SubjectCode(scheme="subj", code="04015000", iri=f"{CODES}04015000", name="Verkehr", role="about"),
        SubjectCode(
            scheme="medtop",
            code="20000337",
            iri=f"{TOPICS}20000337",
            name="transport",
            role="about",
            origin="mapped",
        ),
    )


def test_what_is_stated_already_is_not_mapped_again() -> None:
    stated = [Subject(qcode=code, scheme="IptcSubjectCodes") for code in ("04000000", "04015000", "04015001")]
    found = codes("newsml_1", *stated, *stated)
    assert short(found[:3]) == [
        ("subj", "04000000", "economy, business and finance", "stated"),
        ("subj", "04015000", "transport", "stated"),
        ("subj", "04015001", "air transport", "stated"),
    ]
    assert [one.code for one in found[3:]] == list(dict.fromkeys(one.code for one in found[3:]))
    beside = Subject(qcode="medtop:20000337", scheme="medtop")
    assert [
        one.origin for one in codes("newsml_g2", Subject(qcode="subj:04015000", scheme="subj"), beside)
    ] == [
        "stated",
        "stated",
    ]


@pytest.mark.parametrize("letter", ["f", "F"])
def test_an_anpa_category_maps_where_its_letter_means_one_subject(letter: str) -> None:
    found = codes("anpa", Subject(qcode=letter, scheme="anpa_category"))
    assert short(found) == [
        ("a1312cat", letter, None, "stated"),
        ("medtop", "04000000", "economy, business and finance", "mapped"),
    ]
    assert found[0].iri == "http://cvx.iptc.org/anpa1312-category/f"


@pytest.mark.parametrize(
    ("source_format", "subject"),
    [
        ("anpa", Subject(qcode="o", scheme="anpa_category")),  # weather here, parliaments there
        ("iptc7901", Subject(qcode="wi", scheme="iptc7901_category")),
        ("ninjs", Subject(name="Sport", qcode="15000000")),  # of no scheme that is stated
        ("ninjs", Subject(name="Sport", qcode="category:sport")),
        ("nitf", Subject(name="CYT", qcode="F05003000", scheme="EFE")),
        ("newsml_1", Subject(qcode="ECO", scheme="urn:newsml:quay.example:CatCodes")),
        ("newsml_1", Subject(qcode="04000000", scheme="QuayCodes")),
        ("newsml_g2", Subject(name="Sport", qcode="N2:04000000", scheme="N2")),
        ("rss", Subject(name="Sport")),
        ("rss", Subject(name="04000000", scheme="https://quay.example/topics/")),
    ],
)
def test_codes_of_others_and_names_alone_are_left_as_they_are(source_format: str, subject: Subject) -> None:
    (found,) = codes(source_format, subject)
    assert (found.name, found.origin) == (subject.name, "stated")
    assert found.scheme not in ("medtop", "subj")
    assert found.code is None or (subject.qcode or "").endswith(found.code)


def test_a_code_goes_on_the_iri_of_its_scheme() -> None:
    (found,) = codes("ap_media", Subject(name="Sports", qcode="54df6c", scheme="http://cv.quay.example/id/"))
    assert (found.code, found.iri) == ("54df6c", "http://cv.quay.example/id/54df6c")
    (found,) = codes("rss", Subject(name="Sports", qcode="1", scheme="http://quay.example"))
    assert found.iri is None  # nobody says that a slash parts them


def test_what_says_nothing_is_left_out() -> None:
    assert codes("newsml_g2", Subject(role="x"), Subject(scheme="y")) == ()


def test_a_sources_own_map_holds_before_the_tables() -> None:
    own = {
        "subject_map": {
            "QuayCodes:17": ["medtop:04000000", "medtop:20000337"],
            "Ships": "medtop:20000337",
            "f": [],
            "subj:04015000": "medtop:15000000",
        }
    }
    stated = Subject(qcode="17", scheme="QuayCodes")
    assert [one.code for one in codes("ninjs", stated, **own)] == ["17", "04000000", "20000337"]
    assert short(codes("rss", Subject(name="Ships"), **own))[1] == (
        "medtop",
        "20000337",
        "transport",
        "mapped",
    )
    assert len(codes("anpa", Subject(qcode="f", scheme="anpa_category"), **own)) == 1
    assert [one.code for one in codes("nitf", Subject(qcode="04015000"), **own)] == ["04015000", "15000000"]
    other = Subject(qcode="17", scheme="OtherCodes")
    assert len(codes("ninjs", other, **own)) == 1
