"""Quotations with their marks and speakers: a blockquote's footer is no page's, its figure no picture."""

from typing import Any

from wirelake.markup.said import quote, unsay

PICTURES = ("img", "picture", "video", "iframe")


def with_speakers(whole: Any) -> None:
    """Make a paragraph of the line that names who is quoted. Changes the tree.

    ``<blockquote><p>…</p><footer>Anna Quaybell</footer></blockquote>``, and a ``<figcaption>`` below a
    quotation in a ``<figure>`` that holds no picture.
    """
    for quotation in list(whole.iter("blockquote")):
        for footer in quotation.iter("footer"):
            footer.tag = "p"
        figure = quotation.getparent()
        if figure is None or figure.tag != "figure" or next(figure.iter(*PICTURES), None) is not None:
            continue
        figure.tag = "div"
        for caption in figure.iter("figcaption"):
            caption.tag = "p"


def as_said(whole: Any) -> None:
    """Have the words say what a reader sees: quoted, by whom, none that is struck out. Changes the tree."""
    with_speakers(whole)
    quote(whole, whole.getroottree().getroot().get("lang"))
    unsay(whole)
