"""An article's text as it was extracted, with what cleaning took out where it stood, and as cleaned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wirelake.legible import legible

MOST_LETTERS = 60_000  # of each of the two texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A passage that a rule took out.

    Attributes:
        number: from 1, in the order of the text.
        rule: its id.
        is_lift: it became a field; else it was noise.
        text: the words.
        tone: which of the rules of this text it is, from 1: what tells their passages apart.
    """

    number: int
    rule: str
    is_lift: bool
    text: str
    tone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some of the extracted text: what stayed, or with ``removed`` a passage that was taken out.

    The white space around a passage stands beside it.

    Attributes:
        text: the words.
        removed: the passage that it is; None of what stayed.
    """

    text: str
    removed: Removed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the cleaned text. ``role`` is p, h (a heading), li, quote or row.

    Attributes:
        role: p, h (a heading), li, quote or row.
        text: the words.
    """

    role: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Both texts of one version.

    Attributes:
        pieces: one after the other they are the extracted text.
        removed: all passages, those without a place among them.
        unplaced: whose offsets do not fit the text.
        paragraphs: the cleaned text.
        left_out: letters of both that the page does not show.
    """

    pieces: tuple[Piece, ...] = ()
    removed: tuple[Removed, ...] = ()
    unplaced: tuple[Removed, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    left_out: int = 0


def text_of(row: Mapping[str, Any]) -> Text:
    """The texts of a row of history/.

    The offsets are the lake's word, and the lake may be damaged: a passage that does not stand where its
    offsets say is told apart, and never moves the text around it.
    """
    extracted = row["extracted_text"] or ""
    placed, unplaced = _placed(extracted, row["removed"] or ())
    tones = {rule: tone for tone, rule in enumerate(dict.fromkeys(one["rule"] for one in placed), start=1)}
    for one in unplaced:
        tones.setdefault(one["rule"], len(tones) + 1)
    passages = [_removed(number, one, tones) for number, one in enumerate((*placed, *unplaced), start=1)]
    paragraphs, cut = _paragraphs(row)
    return Text(
        pieces=tuple(_pieces(extracted, list(zip(placed, passages, strict=False)))),
        removed=tuple(passages),
        unplaced=tuple(passages[len(placed) :]),
        paragraphs=tuple(paragraphs),
        left_out=cut + max(0, len(extracted) - MOST_LETTERS),
    )


def _placed(
    extracted: str, removed: Iterable[Mapping[str, Any]]
) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Those that stand in the text one after the other, and the others."""
    placed: list[Mapping[str, Any]] = []
    unplaced: list[Mapping[str, Any]] = []
    end = 0
    for one in sorted(removed, key=lambda one: (one["start"], one["end"])):
        fits = end <= one["start"] < one["end"] <= len(extracted)
        if fits and extracted[one["start"] : one["end"]] == one["text"]:
            placed.append(one)
            end = one["end"]
        else:
            unplaced.append(one)
    return placed, unplaced


def _removed(number: int, one: Mapping[str, Any], tones: Mapping[str, int]) -> Removed:
    return Removed(
        number=number,
        rule=one["rule"],
        is_lift=one["kind"] == "lift",
        text=legible(one["text"][:MOST_LETTERS]),
        tone=tones[one["rule"]],
    )


def _pieces(extracted: str, passages: list[tuple[Mapping[str, Any], Removed]]) -> Iterable[Piece]:
    at = 0
    for one, passage in passages:
        if one["start"] >= MOST_LETTERS:
            break
        if one["start"] > at:
            yield Piece(text=legible(extracted[at : one["start"]]))
        yield from _passage(extracted[one["start"] : min(one["end"], MOST_LETTERS)], passage)
        at = one["end"]
    if at < min(len(extracted), MOST_LETTERS):
        yield Piece(text=legible(extracted[at:MOST_LETTERS]))


def _passage(text: str, removed: Removed) -> Iterable[Piece]:
    """The passage, with the white space around it beside it: a line's end is nothing to point at."""
    bare = text.strip()
    start = text.index(bare) if bare else len(text)
    for one, passage in ((text[:start], None), (bare, removed), (text[start + len(bare) :], None)):
        if one:
            yield Piece(text=legible(one), removed=passage)


def _paragraphs(row: Mapping[str, Any]) -> tuple[list[Paragraph], int]:
    """The cleaned paragraphs, and how many letters of them are left out."""
    stated = row["paragraphs"] or [{"role": "p", "text": line} for line in row["body_text"].splitlines()]
    found, room = [], MOST_LETTERS
    for one in stated:
        if (shown := one["text"][:room]) or not one["text"]:
            found.append(Paragraph(role=one["role"], text=legible(shown)))
        room -= len(shown)
    return found, sum(len(one["text"]) for one in stated) - (MOST_LETTERS - room)
