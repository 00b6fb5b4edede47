"""The text has the last word on its language where it is sure; else what is declared holds."""

from datetime import UTC, datetime

import pytest

from wirelake.config import SourceConfig
from wirelake.language import canonical_tag, detect, settle_language
from wirelake.records import Article, Candidate

ENGLISH = (
    "The port of Marsa Nour reopened its northern basin to grain ships on Wednesday, nine days after a crane "
    "fell across the channel and closed it. Pilots brought in two carriers before noon."
)
GERMAN = (
    "Der Hafen von Marsa Nour hat sein nördliches Becken am Mittwoch wieder für Getreideschiffe geöffnet, "
    "neun Tage nachdem ein Kran in die Fahrrinne gestürzt war. Die Lotsen brachten zwei Frachter herein."
)
NORWEGIAN = "Havnen er åpen igjen etter ni dager, sa havnefogden til skipene som ventet ute på reden onsdag."
JAPANESE = "マルサ・ヌール港は水曜日、北の水域を穀物船に再び開放した。クレーンが倒れてから九日が経っていた。"
ARABIC = (
    "أعاد ميناء مرسى نور فتح حوضه الشمالي أمام سفن الحبوب يوم الأربعاء بعد تسعة أيام من سقوط رافعة. "
    "وقال مكتب الميناء إن المرشدين أدخلوا سفينتين قبل الظهر وإن سفنا أخرى كانت تنتظر في المرسى."
)
QUAY = SourceConfig.model_validate(
    {
        "name": "quay",
        "title": "Quay Wire",
        "description": "An invented wire of the tests.",
        "homepage": "https://quay.example/",
        "contact": "the tests",
        "discover": [{"kind": "drop_folder", "prefix": "drop/quay/{day}"}],
    }
)


def settled(text: str, *declared: str, source: str | None = None) -> Article:
    article = Article(
        source="quay",
        raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
        raw_sha256="0" * 64,
        source_format="html",
        first_seen_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
        extracted_text=text,
        language=declared[0] if declared else None,
        candidates=tuple(
            Candidate(field="language", value=tag, origin="html_lang", weight=0.8) for tag in declared
        ),
    )
    return settle_language(article, QUAY.model_copy(update={"language": source}))


@pytest.mark.parametrize(
    ("text", "declared", "source", "expected"),
    [
        (ENGLISH, ("en-GB",), None, "en-GB"),
        (ENGLISH, ("en_GB",), None, "en-GB"),
        (ENGLISH, ("EN",), None, "en"),
        (ENGLISH, ("en-us",), None, "en-US"),
        (ENGLISH, ("eng",), None, "en"),
        (ENGLISH, (), "en-IE", "en-IE"),
        (ENGLISH, (), None, "en"),
        (JAPANESE, ("ja",), None, "ja"),
        (ARABIC, ("ar-KW",), None, "ar-KW"),
        (NORWEGIAN, ("no",), None, "no"),
        # A short text or a list of numbers says nothing of its language.
        ("Port open.", ("de",), None, "de"),
        ("Port open.", (), "de-AT", "de-AT"),
        ("12 14 16 +++ 18", ("de",), None, "de"),
        ("", (), None, None),
    ],
)
def test_what_is_declared_holds(
    text: str, declared: tuple[str, ...], source: str | None, expected: str | None
) -> None:
    article = settled(text, *declared, source=source)
    assert article.language == expected
    assert article.quality_flags == ()


@pytest.mark.parametrize(
    ("text", "declared", "source", "expected"),
    [
        (GERMAN, ("en-US",), None, "de"),
        (GERMAN, ("en",), "de-CH", "de-CH"),
        (GERMAN, ("en", "de-AT"), "de-CH", "de-AT"),
        (GERMAN, (), "en", "de"),
        (JAPANESE, ("en",), None, "ja"),
        (ARABIC, ("en",), None, "ar"),
    ],
)
def test_a_sure_text_contradicts(
    text: str, declared: tuple[str, ...], source: str | None, expected: str
) -> None:
    article = settled(text, *declared, source=source)
    assert article.language == expected
    assert article.quality_flags == ("language_contradicts",)
    (first, *_) = [one for one in article.candidates if one.field == "language"]
    assert (first.refused, first.weight) == ("contradicts_text", 0)


def test_every_statement_is_kept_with_its_origin() -> None:
    article = settled(GERMAN, "en", source="de")
    kept = [(one.origin, one.value, one.refused) for one in article.candidates]
    assert kept == [("html_lang", "en", "contradicts_text"), ("source", "de", None), ("text", "de", None)]
    short = settled("Hafen offen.", "en").candidates[-1]
    assert (short.origin, short.refused) == ("text", "too_short")


def test_the_middle_of_a_long_text_tells() -> None:
    menu = "Home News Sport Login Subscribe. " * 60
    assert settled(f"{menu}\n{GERMAN * 6}\n{menu}").language == "de"


@pytest.mark.parametrize(("text", "tag"), [(ENGLISH, "en"), (GERMAN, "de"), (JAPANESE, "ja"), (ARABIC, "ar")])
def test_detection_is_sure_of_a_paragraph(text: str, tag: str) -> None:
    found, confidence = detect(text)
    assert found == tag
    assert confidence > 0.9


@pytest.mark.parametrize(
    ("stated", "tag"),
    [
        ("en-us", "en-US"),
        ("EN", "en"),
        ("pt_BR", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("ZH-HANS", "zh-Hans"),
        ("es-419", "es-419"),
        ("deu", "de"),
        ("iw", "he"),
        ("no", "no"),
        ("de-CH-1996", "de-CH-1996"),
        ("gb", None),
        ("jp", None),
        ("English", None),
        ("", None),
        ("x-private", None),
    ],
)
def test_a_tag_is_written_as_bcp_47_does(stated: str, tag: str | None) -> None:
    assert canonical_tag(stated) == tag


def test_a_sources_own_code_means_what_its_yaml_says() -> None:
    mapped = QUAY.model_copy(update={"language_map": (("gb", "en-GB"),)})
    article = settled(ENGLISH, "GB")
    assert article.language == "en"
    assert [(one.value, one.refused) for one in article.candidates[:1]] == [("GB", "no_language")]
    assert settle_language(article, mapped).language == "en"  # what was refused stays refused
    assert canonical_tag("GB", dict(mapped.language_map)) == "en-GB"


def test_what_was_sent_in_another_spelling_is_kept_beside_it() -> None:
    article = settled(ENGLISH, "en_us")
    assert article.language == "en-US"
    kept = [(one.value, one.refused) for one in article.candidates if one.field == "language"]
    assert ("en_us", "respelled") in kept
    assert ("en-US", None) in kept
