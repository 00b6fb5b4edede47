"""What is found by kinds of elements is what trafilatura's own expressions find."""

from typing import Any

import pytest
from lxml.etree import XPath
from lxml.html import fromstring
from trafilatura import main_extractor, xpaths

from wirelake.formats.html.body import engine, kinds
from wirelake.formats.html.body.kinds import Kinds

OTHERS = xpaths.RAW_TREE_PRUNE_XPATH + xpaths.REMOVE_COMMENTS_AND_LISTS_XPATH
OVERALL = xpaths.OVERALL_DISCARD_XPATH
ELEMENTS = (
    "<div id=comments>Three readers</div>",
    "<ul class=comment-list><li class=comment>One</li></ul>",
    "<section class=commentary>By the harbour master</section>",
    "<div class=infinite-scroll><p>The next article</p></div>",
    "<div class=infinite-scroll><h1>The article itself</h1></div>",
    "<div id=mvp-post-add-wrap><h1>Another</h1></div>",
    "<aside class=elementor-share-buttons>Share</aside>",
    "<div class='col cookie-note' id=quay>Class first</div>",
    "<div id=quay class='col cookie-note'>Id first</div>",
    "<p class=byline>By A. Warden</p>",
    "<a class=byline>By A. Warden</a>",
    "<div role=Navigation>Home</div>",
    "<span data-component=MostPopularStories>Most read</span>",
    "<em style='display: none'>Hidden</em>",
    "<b id=quay style=visibility:hidden>Hidden, id first</b>",
    "<b style=visibility:hidden id=quay>Hidden, style first</b>",
    "<i aria-hidden=true>Icon</i>",
    "<o:p class=nocomments>Word's own</o:p>",
    "<p class=lead>The port of Marsa Nour reopened.</p>",
    "<p>The port of Marsa Nour reopened.</p>",
)


def page(*inside: str) -> Any:
    return fromstring(f"<html><body><main>{''.join(inside)}</main></body></html>")


def found_by(expressions: list[XPath], tree: Any) -> list[Any]:
    found = {one for expression in expressions for one in expression(tree)}
    return [one for one in tree.iter() if one in found]


@pytest.mark.parametrize("expressions", [OTHERS, OVERALL])
def test_the_same_is_found(expressions: list[XPath]) -> None:
    by_kind = Kinds(expressions)
    for pages in ([page(*ELEMENTS)], map(page, ELEMENTS)):
        for tree in pages:
            for _ in range(2):  # asked anew, and remembered
                assert set(by_kind(tree)) == set(found_by(expressions, tree))


def test_an_element_is_asked_for_what_it_holds() -> None:
    (found,) = Kinds(OTHERS)(page(ELEMENTS[3], ELEMENTS[4]))
    assert found.text_content() == "The next article"


def test_no_more_than_so_many_kinds_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "MOST", 5)
    by_kind = Kinds(OVERALL)
    for element in (*ELEMENTS, *ELEMENTS):
        tree = page(element)
        assert by_kind(tree) == found_by(OVERALL, tree)
        assert len(by_kind._known) <= 10


@pytest.mark.parametrize("place", range(len(xpaths.BODY_XPATH)))
@pytest.mark.parametrize(
    "tag",
    ["div class=entry-content", "div class=story-body", "div id=content", "article", "main", "p class=x"],
)
def test_the_same_body_is_the_likeliest(tag: str, place: int) -> None:
    tree = page(
        "<section><p>Quay</p></section>", *(f"<{tag}><b>{n}</b></{tag.split()[0]}>" for n in range(3))
    )
    ours, theirs = engine._main_extractor().BODY_XPATH[place], xpaths.BODY_XPATH[place]
    assert ours(tree)[:1] == theirs(tree)[:1]


def test_trafilatura_itself_stays_as_it_is() -> None:
    engine.quick(page(*ELEMENTS))
    assert vars(main_extractor)["OVERALL_DISCARD_XPATH"] is OVERALL
