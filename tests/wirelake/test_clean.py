"""Nothing is lost in cleaning: what is kept and what was removed make up the extracted text."""

import gzip
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wirelake.clean import clean, count_words
from wirelake.config import LearnedFurniture, load_source, source_files
from wirelake.extract import extract
from wirelake.records import Article, Association, AssociationSpan, Kind, Link, RawArticle, Rejection

MENAFN = load_source(source_files()["menafn"])
SEEN = datetime(2026, 3, 5, 12, tzinfo=UTC)
REF = "menafn/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>"
CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "pages"
LINES = (
    "Tuesday, 02 January 2024 12:17 GMT",
    "MENAFN04032026000099900111ID1199000001",
    "MENAFN",
    "Legal Disclaimer:",
    "We provide it “as is” without warranty of any kind, and do not accept any responsibility for it.",
    "Search",
    "403",
    "(end) gta",
    "###",
    "(MENAFN- Quay News Agency (QNA)) The basin was open.",
    "MARSA NOUR, March 4 (QP) -- The basin was open. (END)",
    "(MENAFN) MARSA NOUR (QP) - MENAFN04032026000099900111ID1199000001",
    "(Corrects day in first paragraph)",
    "Port reopens",
    "The basin was open.",
)


def article(text: str, headline: str = "") -> Article:
    return Article(
        source="menafn",
        raw_ref=REF,
        raw_sha256="",
        source_format="text",
        first_seen_at=SEEN,
        headline=headline,
        extracted_text=text,
    )


def letters(parts: Iterable[str]) -> str:
    return re.sub(r"\s", "", "".join(parts))


def assert_nothing_lost(before: Article, after: Article) -> None:
    """Removed pieces stand where they say, do not overlap, and are all that the body lacks."""
    text = before.extracted_text
    assert after.extracted_text == text
    for removal in after.removed:
        assert text[removal.start : removal.end] == removal.text
    for one, other in pairwise(after.removed):
        assert one.end <= other.start
    kept, end = [], 0
    for removal in after.removed:
        kept.append(text[end : removal.start])
        end = removal.end
    assert letters([*kept, text[end:]]) == letters([after.body_text])
    assert set(after.rule_hits) == {removal.rule for removal in after.removed}
    assert "\n".join(paragraph.text for paragraph in after.paragraphs) == after.body_text


@settings(max_examples=400, deadline=None)
@given(
    lines=st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=60)), max_size=12),
    headline=st.sampled_from(("", "Port reopens", "CORRECTED-Port reopens")),
)
def test_nothing_is_lost_of_any_text(lines: list[str], headline: str) -> None:
    before = article("\n".join(lines), headline)
    assert_nothing_lost(before, clean(before, MENAFN))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real pages is not beside this checkout")
def test_nothing_is_lost_of_real_pages() -> None:
    pages = sorted(CORPUS.glob("*/*.html.gz"))
    assert len(pages) > 700
    for page in pages:
        link = Link(url=f"https://pages.example/{page.stem}", origin="archive_page")
        body = gzip.decompress(page.read_bytes())
        raw = RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=SEEN, body=body, raw_ref=REF)
        found = extract(raw)
        assert not isinstance(found, Rejection), f"{page}: {found}"
        for before in found:
            assert_nothing_lost(before, clean(before, MENAFN))


def test_cleaning_twice_changes_nothing() -> None:
    once = clean(article("\n".join(LINES), "Port reopens"), MENAFN)
    twice = clean(article("\n".join(LINES), "Port reopens"), MENAFN)
    assert once == twice


def test_contacts_add_up_and_other_fields_hold_their_first_statement() -> None:
    lines = (
        *["The basin was open, and pilots brought in two carriers before noon, the harbour office said."] * 2,
    )
    desk = ("Media contact:", "Press Office", "press@quay.example", "Investor contact: ir@quay.example")
    cleaned = clean(
        article("\n".join((*lines, *desk, "Press contact: press@quay.example", "SOURCE Quay"))), MENAFN
    )
    assert cleaned.contacts == ("Press Office", "press@quay.example", "ir@quay.example")
    assert cleaned.provider == "Quay"
    twice = clean(article("(MENAFN- Gazette) The basin was open.\nSOURCE Quay"), MENAFN)
    assert (twice.provider, twice.credit_line) == ("Gazette", "MENAFN- Gazette")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The basin — was open.", 5),
        ("港は四日、開いた。", 7),
        ("東京 Tokyo 2026年", 5),
        ("ท่าเรือ", 7),
    ],
)
def test_words_are_counted_in_every_script(text: str, words: int) -> None:
    assert count_words(text) == words


def test_a_learned_line_becomes_its_field_first_and_the_wires_name_is_found_above_it() -> None:
    lines = ("The basin was open.", "MENAFN", "Told on paper of reed", "© 2026 Harbour Press")
    shapes = ("told on paper of reed", "© <n> harbour press")
    learned = tuple(LearnedFurniture(shape=one) for one in shapes)
    after = clean(article("\n".join(lines)), MENAFN.model_copy(update={"learned": learned}))
    assert after.copyright_notice == "© 2026 Harbour Press"
    assert after.body_text == "The basin was open."
    assert set(after.rule_hits) == {"copyright_notice", "learned_furniture", "source_name"}


def test_links_of_removed_lines_go_and_all_others_keep_their_words() -> None:
    text = "Port reopens\nThe basin was open.\nSearch\nLegal Disclaimer:"
    words = ("Search", "basin", "Disclaimer", "The")
    spans = [(number, text.index(one), text.index(one) + len(one)) for number, one in enumerate(words)]
    before = replace(
        article(text),
        associations=tuple(Association(rel="link", href=f"https://quay.example/{one}") for one in words),
        association_spans=tuple(
            AssociationSpan(association=number, start=start, end=end) for number, start, end in spans
        ),
    )
    after = clean(before, MENAFN)
    assert {"Search", "Legal Disclaimer:"} <= {one.text for one in after.removed}
    assert [
        (after.associations[one.association].href, text[one.start : one.end])
        for one in after.association_spans
    ] == [("https://quay.example/basin", "basin"), ("https://quay.example/The", "The")]
