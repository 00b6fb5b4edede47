"""The extractor's lines, found again among the page's paragraphs.

The extractor runs some paragraphs together, parts others, and shortens a few.
"""

from collections.abc import Iterable

from wirelake.formats.html.body.blocks import Block, key

MOST_COMPARED, MOST_LEFT = 400, 50  # paragraphs compared with each other, lines with the paragraphs
PART, END = 15, 30  # letters by which a part of a paragraph, or its beginning or end, is known
Left = tuple[int, str]  # a line that is no paragraph, and the place of the paragraph that it follows


def choose(page: list[Block], lines: Iterable[str]) -> list[Left]:
    """Mark the paragraphs that the lines are; give the lines that are none, with the place they follow."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(page):
        places.setdefault(one.key, []).append(place)
    last, left = -1, []
    for line in lines:
        wanted = key(line)
        free = [place for place in places.get(wanted, ()) if not page[place].chosen]
        if wanted and free:
            place = next((one for one in free if one > last), free[0])
            page[place].chosen = True
            last = max(place, last)
        elif wanted and wanted not in places:
            left.append((last, line))
    compared, rest = left[:MOST_LEFT], left[MOST_LEFT:]
    return [one for one in compared if not (_is_row(page, one) or _nearly(page, key(one[1])))] + rest


def _is_row(page: list[Block], left: Left) -> bool:
    """Mark the table's row that has all of the line's cells: ``Mon | |`` is left of one that holds lists."""
    place, line = left
    if "|" not in line or not (cells := _cells(line)):
        return False
    for one in page[max(0, place) :]:
        if not one.chosen and "|" in one.text and cells <= _cells(one.text):
            one.chosen = True
            return True
    return False


def _cells(line: str) -> set[str]:
    return {found for cell in line.split("|") if (found := key(cell))}


def _nearly(page: list[Block], wanted: str) -> bool:
    """Mark the paragraph that the line is a part of, those that are its parts, or the one that is nearly it.

    The extractor runs some paragraphs together, parts others at a note or a ruby, and drops a time or an
    initial.
    """
    whole = [one for one in page if len(wanted) > PART and wanted in one.key]
    parts = [one for one in page if len(one.key) > PART and one.key in wanted]
    if not whole and sum(len(one.key) for one in parts) < len(wanted) / 2:
        near = (one for one in page if 0.7 < len(wanted) / (len(one.key) + 1) < 1.4)
        parts = [one for one in near if one.key[:END] == wanted[:END] or one.key[-END:] == wanted[-END:]][:1]
    for one in whole[:1] or parts:
        one.chosen = True
    return bool(whole or parts) or any(wanted in one.key for one in page if one.chosen)


def once(page: list[Block]) -> None:
    """Leave out a chosen paragraph that is several others run together: some pages hold their text twice."""
    chosen = [one for one in page if one.chosen and len(one.key) > END]
    whole = "\n".join(one.key for one in chosen)
    again = [one for one in chosen if whole.count(one.key) > 1] if len(chosen) < MOST_COMPARED else []
    for one in chosen if again else ():
        parts = [part for part in again if part is not one and part.key != one.key and part.key in one.key]
        if len(parts) > 1 and sum(len(part.key) for part in parts) > 0.8 * len(one.key):
            one.chosen = False
