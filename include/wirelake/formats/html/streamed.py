"""Text that a page is sent in pieces: its script moves each from a hidden element to where it belongs.

React and what is built on it stream a page like that::

    <main><!--$?--><template id="B:0"></template><p>Loading…</p><!--/$--></main>
    <div hidden id="S:0"><p>The port is open.</p></div><script>$RC("B:0","S:0")</script>
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml.etree import Comment

from wirelake.formats.html.body.articles import drop

STREAMED = re.compile(rb"\$R[CSR]\s?\(\s?\"|<template[^<>]{1,200}\bdata-(?:rci|rsi|rri)\b")
CALL = re.compile(r'\$R(?P<kind>[CSR])\s?\(\s?"(?P<one>[^"\s]{1,80})"\s?,\s?"(?P<other>[^"\s]{1,80})"')
MAX_PIECES = 500
MAX_FALLBACK = 2_000  # nodes between the place's beginning and its end
OPENS, CLOSES = ("$", "$?", "$!", "$~"), "/$"


def is_streamed(page: bytes) -> bool:
    """Whether the page's bytes call for such a move; cheap, as nearly no page's do."""
    return b'<template id="' in page and STREAMED.search(page) is not None


def put_in_place(tree: Any) -> None:
    """Do what the page's own script does; the comments are needed, and are left. Changes the tree."""
    named = {one.get("id"): one for one in tree.iter("*") if one.get("id")}
    for piece, place, is_boundary in islice(_moves(tree), MAX_PIECES):
        moved, target = named.get(piece), named.get(place)
        if moved is None or target is None or target.getparent() is None:
            continue
        if any(one is moved for one in (target, *target.iterancestors())):
            continue
        if is_boundary:
            _clear(target)
        if (moved.text or "").strip():
            text = target.makeelement("span")
            text.text = moved.text
            target.addprevious(text)
        for one in list(moved):
            target.addprevious(one)
        drop(moved)
        drop(target)


def _moves(tree: Any) -> Iterator[tuple[str, str, bool]]:
    """The piece, its place, and whether the place shows something until the piece is there."""
    for script in tree.iter("script"):
        for call in CALL.finditer(script.text or ""):
            if call["kind"] == "S":
                yield call["one"], call["other"], False
            else:
                yield call["other"], call["one"], True
    for one in tree.iter("template"):
        if piece := one.get("data-sid"):
            boundary = one.get("data-bid")
            yield piece, boundary or one.get("data-pid") or "", boundary is not None


def _clear(target: Any) -> None:
    """Take out what stands between the place and the end of its boundary: ``<p>Loading…</p><!--/$-->``."""
    depth = 0
    between: list[Any] = []
    for one in islice(target.itersiblings(), MAX_FALLBACK):
        said = (one.text or "").strip() if one.tag is Comment else ""
        if said == CLOSES and not depth:
            for gone in between:
                gone.getparent().remove(gone)
            target.tail = None
            return
        depth += (said in OPENS) - (said == CLOSES)
        between.append(one)
