"""A secret is found in whatever spelling a page or a header has it, and nothing else is."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.wirelake.fetch.spelling import TEXTS, pages

from wirelake.fetch.spellings import Spellings

SECRET = "s3cret/with+signs"  # noqa: S105
TOKEN = "cXVheTpzM2NyZXQvd2l0aCtzaWducw=="  # noqa: S105
KEY = "ghp4fK29aLmQ8Zx7Tn3RvYp"
SPELLINGS = {
    secret: Spellings([secret]) for secret in (SECRET, TOKEN, KEY, "hush12", "häfen-ö1", "aab", "a pass")
}
EACH = ["{1}", "&#{0};", "&#x{0:x};", "&#{0:06};", "&amp;#{0};", "\\u{0:04x}", "\\\\u{0:04X}"]
EACH += ["%{0:02X}", "%{0:02x}", "%25{0:02x}", "={0:02X}"]
BETWEEN = [
    "",
    "",
    "",
    "\xad",
    "\u200b",
    "&shy;",
    "<wbr>",
    "</b>",
    "\x00",
    "&#8203;",
    "&#1;",
    "\\u200d",
    "=\r\n",
]


@pytest.mark.parametrize("secret", SPELLINGS)
@pytest.mark.parametrize("how", pages("a"))
def test_a_page_that_holds_it_is_told(secret: str, how: str) -> None:
    if how in ("cp037", "between ISO-2022-JP's shifts") and not secret.isascii():
        pytest.skip("the charset has other letters")
    if "base64" in how and len(secret) < 6:
        pytest.skip("base64 of so few characters is too short to be told from other words")
    assert SPELLINGS[secret].stand_in(pages(secret)[how], "text/html")


@pytest.mark.parametrize("secret", ["hush12", KEY])
@pytest.mark.parametrize("how", pages("a"))
def test_a_page_that_holds_another_word_is_not(secret: str, how: str) -> None:
    for other in (secret[::-1] + "z", secret[:-1], secret[1:]):
        assert (
            other == secret
            or not SPELLINGS[secret].stand_in(pages(other)[how][:400], "text/html")
            or (
                len(secret) > 12  # twelve characters of it are proof enough
            )
        )


@given(st.lists(st.tuples(st.sampled_from(EACH), st.sampled_from(BETWEEN)), min_size=23, max_size=23))
def test_any_mixture_of_spellings_is_told(how: list[tuple[str, str]]) -> None:
    for secret in (KEY, "hush12"):
        text = "".join(
            form.format(ord(one), one) + between for one, (form, between) in zip(secret, how, strict=False)
        )
        assert SPELLINGS[secret].stand_in(f"<p>a{text}b</p>".encode(), "text/html")


@given(st.text(alphabet="hus12&#;%=\\ux<>/01 ", max_size=300))
def test_nothing_else_is_told(text: str) -> None:
    if not SPELLINGS["hush12"].stand_in(text.encode()):
        assert "hush12" not in text
    elif "hush12" not in re.sub(r"<[^<>]*>", "", text):
        assert re.search(r"[&%=\\]", text)


@pytest.mark.parametrize("how", TEXTS)
@pytest.mark.parametrize("secret", [SECRET, TOKEN, KEY])
def test_a_line_of_text_is_masked(how: str, secret: str) -> None:
    masked = SPELLINGS[secret].masked(f"before {TEXTS[how](secret)} after", "***")
    assert "***" in masked
    assert not SPELLINGS[secret].stand_in(masked.encode())
    if "base64" not in how:
        assert masked.startswith("before ")
        assert masked.endswith(" after")


def test_where_a_line_was_cut_within_it_the_beginning_goes_too() -> None:
    assert SPELLINGS[SECRET].masked(f"answered 403 {SECRET[:9]}", "***") == "answered 403 ***"
    assert SPELLINGS[SECRET].masked("a seaport and a list of s3", "***") == "a seaport and a list of s3"


def test_a_header_in_utf_8_that_was_read_as_latin_1_is_masked() -> None:
    spellings = SPELLINGS["häfen-ö1"]
    assert spellings.masked("key häfen-ö1!".encode().decode("latin-1"), "***") == "key ***!"


@pytest.mark.parametrize(
    "page",
    [
        b"<p>s" * 400_000,
        b"s<!--" * 300_000,
        b"&amp;" * 300_000,
        b"&" + b"amp;" * 400_000,
        b"\\" * 1_000_000,
        b"%25" * 400_000,
        b"h\xc2\xad" * 300_000,
        b"&#0" + b"0" * 1_000_000,
        b"hush1" * 300_000,
    ],
    ids=range(9),
)
def test_no_page_takes_long(page: bytes) -> None:
    began = time.thread_time()
    assert not any(one.stand_in(page) for one in (SPELLINGS[SECRET], SPELLINGS["hush12"]))
    assert time.thread_time() - began < 3
