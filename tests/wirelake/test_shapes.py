"""What counts as the same paragraph, and what does not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wirelake.shapes import MAX_CHARACTERS, hosts, masks, shape, words

SAME = {
    "updated on <date> at <time>": [
        "Updated on 4 March 2026 at 10:15",
        "UPDATED on March 12, 2026 at 9:40 pm",
        "Updated  on\t2026-03-04 at 23:05:59",
        "Updated on Wednesday, 4th of March 2026 at 7 am",
        "updated on 04/03/2026 at 10h15",
    ],
    "page <n> of <n>": ["Page 1 of 3", "page 12 of 1,024", "PAGE ١ of ٣"],
    "aktualisiert: <date>": ["Aktualisiert: Mittwoch, 4. März 2026", "AKTUALISIERT: 12.05.2026"],
    "mis à jour le <date>": ["Mis à jour le 1er août 2026", "Mis à jour le mardi 4 février"],
    "آخر تحديث: <date> - <time>": [
        "آخر تحديث: الأربعاء 4 مارس 2026 - 10:40",
        "آخر تحديث: 5 أبريل 2026 - 9:05",
    ],
    "write to <email>, or see <url>.": [
        "Write to desk.4@strait.example, or see https://strait.example/a?b=1#c.",
        "Write to x@mail.strait.example, or see www.strait.example/desk.",
    ],
    "read it all for <price> a month": [
        "Read it all for $4.50 a month",
        "Read it all for 4,50 € a month",
        "Read it all for KWD 12 a month",
    ],
    "© <n> strait herald": ["© 2026 Strait Herald", "© 2017 STRAIT HERALD"],
}
APART = [
    ("It may rain in the north.", "it may rain in the north."),
    ("The March of 40 drummers", "the march of <n> drummers"),
    ("Sunday papers", "sunday papers"),
    ("A euro a day", "a euro a day"),
    ("He said: 5 mayors came.", "he said: <n> mayors came."),
]


@pytest.mark.parametrize(("shaped", "texts"), SAME.items())
def test_variants_of_one_paragraph_have_one_shape(shaped: str, texts: list[str]) -> None:
    assert {shape(text) for text in texts} == {shaped}
    assert shape(shaped) == shaped


@pytest.mark.parametrize(("text", "shaped"), APART)
def test_a_month_without_a_number_is_a_word(text: str, shaped: str) -> None:
    assert shape(text) == shaped


def test_fixed_words_are_what_is_not_masked() -> None:
    assert words("team a <n>–<n> team b") == ["team", "a", "team", "b"]
    assert words("<n>年<n>月<n>日 记者") == ["年", "月", "日", "记", "者"]
    assert words("g<n> isn't <price>") == ["g", "isn", "t"]
    assert masks("page <n> of <n>: <url> <b>") == 3


PARTS = st.sampled_from(
    (
        "4",
        "12",
        "2026",
        "10:15",
        "4 March",
        "may",
        "$",
        "€",
        "usd ",
        " a@b.example ",
        "a.b",
        "www.",
        "https://",
    )
)


@given(st.text("abcXYZéßİığقم年 .,-–/()“", max_size=30), st.lists(PARTS, max_size=8))
def test_a_shape_is_its_own_shape(text: str, parts: list[str]) -> None:
    shaped = shape(text + "".join(parts) + text)
    assert shape(shaped) == shaped
    assert not any(map(str.isdecimal, shaped))


@pytest.mark.parametrize(
    "part", ["a.", "1 ", "1.", "@", "www.", "4 march ", "$", "12:", "a@a.", "((", "1:1 "]
)
def test_no_paragraph_takes_long(part: str) -> None:
    text = (part * MAX_CHARACTERS)[:MAX_CHARACTERS]
    began = time.process_time()
    shape(text)
    shape(text + "!")
    assert time.process_time() - began < 0.25


def test_hosts_are_where_links_lead() -> None:
    text = "Write to X@Mail.strait.example, see https://www.strait.example:8080/a@b?c or www.pier.example."
    assert hosts(text) == {"mail.strait.example", "strait.example", "pier.example"}
    assert hosts("Nothing at 10:15 here.") == set()
