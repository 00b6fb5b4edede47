"""Pictures, captions, credits and links of a page are associations with their places, and never text."""

import pytest
from tests.wirelake.templates import LAYOUT, markup, received, text_of

from wirelake.formats import html
from wirelake.records import Article, Association

TEXTS = [
    f"Ship number {number} left the basin of Marsa Nour at noon and carried grain to the islands."
    for number in range(6)
]
BASIN = "https://quay.example/basin.jpg"
# fmt: off
CREDITED = '<span class="photo-credit">Photo: Harbour Press</span>'
SAID = {
    "figcaption": (
        "<figure>{}<figcaption>The basin at dawn.</figcaption></figure>", "The basin at dawn.", None,
    ),
    "a credit of its own": (
        f"<figure>{{}}<figcaption>The basin at dawn. {CREDITED}</figcaption></figure>",
        "The basin at dawn.", "Harbour Press",
    ),
    "a credit beside the caption": (
        f"<figure>{{}}<figcaption>The basin at dawn.</figcaption>{CREDITED}</figure>",
        "The basin at dawn.", "Harbour Press",
    ),
    "at its end": (
        "<figure>{}<figcaption>The basin at dawn. Photo: Harbour Press</figcaption></figure>",
        "The basin at dawn.", "Harbour Press",
    ),
    "in brackets": (
        "<figure>{}<figcaption>The basin at dawn (Photo by Harbour Press).</figcaption></figure>",
        "The basin at dawn", "Harbour Press",
    ),
    "an agency in brackets": (
        "<figure>{}<figcaption>The basin. (Harbour Press/QUAY PICTURES)</figcaption></figure>",
        "The basin.", "Harbour Press/QUAY PICTURES",
    ),
    "brackets that are the caption's": (
        "<figure>{}<figcaption>The basin (left) at dawn (2019).</figcaption></figure>",
        "The basin (left) at dawn (2019).", None,
    ),
    "in no figure": (
        '<div class="image">{}<p class="image-caption">The basin at dawn.</p></div>',
        "The basin at dawn.", None,
    ),
    "alt": ("<p>{}</p>", "A basin.", None),
}
ADDRESSES = {
    "src": '<img src="/basin.jpg" alt="A basin.">',
    "later": '<img src="data:image/gif;base64,R0" data-src="/basin.jpg" alt="A basin.">',
    "a stand-in": '<img src="/img/placeholder.png" data-original="/basin.jpg" alt="A basin.">',
    "srcset": '<img srcset="/small.jpg 320w, /basin.jpg 1280w" alt="A basin.">',
    "picture": '<picture><source srcset="/basin.jpg 2x"><img src="data:," alt="A basin."></picture>',
    "noscript": '<img src="data:," class=lazy><noscript><img src="/basin.jpg" alt="A basin."></noscript>',
}
NONE = {
    "a face": '<img src="/basin.jpg" width=64 height=64>',
    "a pixel": '<img src="/basin.jpg" width="1" height="1">',
    "a mark": '<img src="/icons/share-icon.png">',
    "a stand-in alone": '<img src="/img/spacer.gif">',
    "a teaser": '<a href="/2026/other-story"><img src="/basin.jpg"></a>',
    "an author": '<div class="author-box"><img src="/basin.jpg"></div>',
    "a related story": '<div class="related"><img src="/basin.jpg"></div>',
    "no address of the web": '<img src="file:///basin.jpg">',
}
# fmt: on


def read(*texts: str, head: str = "", above: str = "") -> Article:
    body = "".join(one if one.startswith("<") else f"<p>{one}</p>" for one in texts)
    page = (
        f"<html><head><title>Ships sail</title>{head}</head><body><main><h1>Ships sail from the basin</h1>"
        f"{above}<div class=text>{body}</div></main></body></html>"
    )
    (article,) = html.parse(received(page))
    return article


def shown(article: Article) -> list[Association]:
    return [one for one in article.associations if one.rel != "link"]


def test_a_picture_stands_where_the_paragraph_below_it_starts() -> None:
    figure = '<figure><img src="/basin.jpg" alt="A basin."><figcaption>At dawn.</figcaption></figure>'
    article = read(*TEXTS[:3], figure, *TEXTS[3:])
    assert shown(article) == [Association(rel="inline", type="image", href=BASIN, caption="At dawn.")]
    (place,) = article.association_spans
    assert (place.association, place.start, place.end) == (0, *[article.extracted_text.index(TEXTS[3])] * 2)
    assert article.extracted_text == "\n".join(TEXTS)


def test_a_picture_may_begin_a_paragraph_or_end_the_text() -> None:
    begins = read(*TEXTS[:3], f'<p><img src="/basin.jpg">{TEXTS[3]}</p>', *TEXTS[4:])
    assert begins.extracted_text[begins.association_spans[0].start :].startswith(TEXTS[3])
    ends = read(*TEXTS, '<figure><img src="/basin.jpg"></figure>')
    assert ends.association_spans[0].start == len(ends.extracted_text)


@pytest.mark.parametrize(("around", "caption", "credit"), SAID.values(), ids=SAID)
def test_what_is_said_of_a_picture(around: str, caption: str, credit: str | None) -> None:
    article = read(*TEXTS[:3], around.format('<img src="/basin.jpg" alt="A basin.">'), *TEXTS[3:])
    (found,) = shown(article)
    assert (found.caption, found.credit) == (caption, credit)


@pytest.mark.parametrize("picture", ADDRESSES.values(), ids=ADDRESSES)
def test_the_address_of_a_picture_that_waits(picture: str) -> None:
    (found,) = shown(read(*TEXTS[:3], f"<figure>{picture}</figure>", *TEXTS[3:]))
    assert (found.href, found.caption) == (BASIN, "A basin.")


@pytest.mark.parametrize("other", NONE.values(), ids=NONE)
def test_what_is_no_picture_of_the_article(other: str) -> None:
    assert not shown(read(*TEXTS[:3], f"<div>{other}</div>", *TEXTS[3:]))


def test_a_picture_leads_only_as_a_figure_or_by_its_name() -> None:
    picture = '<img src="/basin.jpg">'
    for around in (f"<figure>{picture}</figure>", f'<div class="featured-image">{picture}</div>'):
        (found,) = shown(read(*TEXTS, above=around))
        assert (found.rel, found.href) == ("lead", BASIN)
    assert not shown(read(*TEXTS, above=f"<div class=topbar>{picture}</div>"))
    assert not shown(read(*TEXTS, above=f"<aside><figure>{picture}</figure></aside>"))


def test_the_stated_picture_comes_first_unless_it_is_shown() -> None:
    stated = '<meta property="og:image" content="https://cdn.example/1200x630/basin.jpg?q=80">'
    (alone,) = shown(read(*TEXTS, head=stated))
    assert (alone.rel, alone.href) == ("image", "https://cdn.example/1200x630/basin.jpg?q=80")
    (crop,) = shown(read(*TEXTS, head=stated, above='<figure><img src="/basin.jpg"></figure>'))
    assert crop.rel == "lead"
    marked = '<meta property="og:image" content="/img/site-logo.png">'
    assert not shown(read(*TEXTS, head=marked))
    told = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "image": {"@type": "ImageObject", '
        '"url": "/crane.jpg", "caption": "The crane.", "creditText": "Harbour Press"}}</script>'
    )
    assert shown(read(*TEXTS, head=told)) == [
        Association(
            rel="image",
            type="image",
            href="https://quay.example/crane.jpg",
            caption="The crane.",
            credit="Harbour Press",
        )
    ]


def test_links_stand_where_their_words_do() -> None:
    linked = (
        'Grain of <a href="/quay">the <b>quay</b></a> and of <a href="https://dock.example/a?b=1#c">the'
        f" dock</a>.<br>It is <a href='/quay'>more</a>. {TEXTS[3]}"
    )
    article = read(*TEXTS[:3], linked, *TEXTS[4:])
    assert [(one.href, one.caption) for one in article.associations] == [
        ("https://quay.example/quay", "the quay"),
        ("https://dock.example/a?b=1#c", "the dock"),
    ]
    words = [
        (one.association, article.extracted_text[one.start : one.end]) for one in article.association_spans
    ]
    assert words == [(0, "the quay"), (1, "the dock"), (0, "more")]


def test_links_that_lead_nowhere_else_are_none() -> None:
    inside = " ".join(
        f'<a href="{one}">here</a>' for one in ("#top", "mailto:desk@quay.example", "javascript:void(0)", "")
    )
    assert read(*TEXTS[:3], f"Look {inside} for {TEXTS[3]}", *TEXTS[4:]).associations == ()


def test_relative_addresses_start_from_the_pages_base() -> None:
    article = read(
        *TEXTS, f'<a href="b">Berths</a> of {TEXTS[0]}', head='<base href="https://dock.example/a/">'
    )
    assert [one.href for one in article.associations] == ["https://dock.example/a/b"]


def test_by_a_layout_they_are_those_of_the_full_way() -> None:
    texts = text_of(1)
    page = markup(
        1,
        text=f'<p>{texts[0]} <a href="/quay">Quay</a>.</p><figure><img src="/basin.jpg"><figcaption>At dawn.'
        f"</figcaption></figure>{''.join(f'<p>{one}</p>' for one in texts[1:])}",
    )
    (by_layout,) = html.parse_by(received(page), [LAYOUT])
    (full,) = html.parse(received(page))
    assert by_layout.extractor == html.BY_LAYOUT
    assert by_layout.associations == full.associations
    assert by_layout.association_spans == full.association_spans
    assert {one.rel for one in full.associations} == {"link", "inline"}


def test_a_page_of_very_many_is_bounded() -> None:
    many = (f'<p>{TEXTS[0]} <a href="/{n}">Quay {n}</a></p>' for n in range(400))
    article = read(*many)
    assert len(article.associations) == 300
    assert article.extracted_text.endswith("Quay 399")
