"""Captions of Media RSS go with their pictures, wherever they stand, and never into an entry's text."""

import pytest
from tests.wirelake.formats.rss.test_rss import HEAD, TAIL, item, raw

from wirelake.formats import rss
from wirelake.records import Article

TEXT = "<description>The council voted to widen it.</description>"


def picture(name: str, inside: str = "") -> str:
    return f'<media:content url="/{name}.jpg" medium="image">{inside}</media:content>'


def said(words: str, kind: str = "plain") -> str:
    return f'<media:description type="{kind}">{words}</media:description>'


def captions(article: Article) -> dict[str | None, str | None]:
    return {one.href: one.caption for one in article.associations}


ONE = picture("1", said("Cranes at dawn, from the old lighthouse."))


@pytest.mark.parametrize("inside", [ONE + TEXT, TEXT + ONE], ids=["before", "after"])
def test_a_caption_is_no_text_and_no_description(inside: str) -> None:
    article = item(inside)
    assert (article.extracted_text, article.description) == ("The council voted to widen it.", None)
    assert captions(article) == {"https://quay.example/1.jpg": "Cranes at dawn, from the old lighthouse."}


def test_an_entry_of_pictures_alone_has_no_text() -> None:
    article = item(ONE)
    assert (article.extracted_text, article.description) == ("", None)


def test_each_caption_goes_with_its_picture() -> None:
    two = picture("1", said("Cranes.") + "<media:credit>Bea Warden</media:credit>") + picture(
        "2", said("Ships.")
    )
    shown = item(TEXT + two).associations
    assert [(one.href, one.caption, one.credit) for one in shown] == [
        ("https://quay.example/1.jpg", "Cranes.", "Bea Warden"),
        ("https://quay.example/2.jpg", "Ships.", None),
    ]


def test_what_a_group_or_an_entry_says_holds_for_its_pictures_unless_they_say_more() -> None:
    inside = f"{said('The quay.')}{picture('1')}{picture('2', said('Ships.'))}"
    wanted = {"https://quay.example/1.jpg": "The quay.", "https://quay.example/2.jpg": "Ships."}
    assert captions(item(f"{TEXT}<media:group>{inside}</media:group>")) == wanted
    assert captions(item(TEXT + inside)) == wanted


def test_a_caption_may_be_markup() -> None:
    article = item(TEXT + picture("1", said("A &lt;b&gt;pier&lt;/b&gt; &amp;amp; a crane", "html")))
    assert captions(article) == {"https://quay.example/1.jpg": "A pier & a crane"}


def test_the_prefix_is_the_feeds_own() -> None:
    body = f"{HEAD}<item>{TEXT}{ONE}</item>{TAIL}".replace("media:", "m:").replace(":media=", ":m=")
    (article,) = rss.parse(raw(body))
    assert article.extracted_text == "The council voted to widen it."
    assert captions(article) == {"https://quay.example/1.jpg": "Cranes at dawn, from the old lighthouse."}


def test_broken_markup_loses_no_text() -> None:
    (article,) = rss.parse(raw(f"{HEAD}<item>{TEXT}{ONE}<b></item>{TAIL}"))
    assert article.extracted_text == "The council voted to widen it."


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<itunes:summary>For the list.</itunes:summary>" + TEXT, "The council voted to widen it."),
        (
            TEXT + "<itunes:summary>For the list, and longer than that.</itunes:summary>",
            "The council voted to widen it.",
        ),
        ("<itunes:summary>All there is.</itunes:summary>", "All there is."),
    ],
)
def test_the_summary_for_a_podcasts_list_counts_where_nothing_else_is_said(inside: str, text: str) -> None:
    space = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    (article,) = rss.parse(
        raw(f"{HEAD.replace('<channel>', '')[:-1]} {space}><channel><item>{inside}</item>{TAIL}")
    )
    assert (article.extracted_text, article.description) == (text, None)
