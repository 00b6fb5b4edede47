"""Compares what the rules removed before and remove now: of one text by paragraph, of a day by rule."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

Removed = list[dict[str, Any]]  # as in the column removed
MAX_PARAGRAPHS = 5_000  # of a text: difflib takes the square of their number
MAX_REPLACED = 50  # paragraphs in one place that are looked at for parts
REST = "…"  # what stands of a paragraph both before and after


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph that a text loses (``-``) or gains (``+``), and why, where that is known."""

    sign: str
    text: str
    why: str = ""


@dataclass(slots=True, kw_only=True)
class RuleDifference:
    """What one rule removes: times and characters, before and now, over all rows of history/.

    ``newly_removed`` and ``newly_kept`` count texts, each with the other rule that removed it before or
    removes it now ("" for none), in the articles that stand in history/ before and after.
    """

    rule: str
    times_before: int = 0
    times_now: int = 0
    characters_before: int = 0
    characters_now: int = 0
    newly_removed: Counter[tuple[str, str]] = field(default_factory=Counter)
    newly_kept: Counter[tuple[str, str]] = field(default_factory=Counter)


def lines(column: str, old: dict[str, Any], new: dict[str, Any]) -> tuple[Line, ...]:
    """The paragraphs that a text of two rows loses and gains, in its order; of one that is cut or made whole
    again the part alone: ``(GULFWIRE- Port Desk) …``.

    Why is told of ``body_text``, where the rows hold ``removed`` and ``extracted_text`` as well.
    """
    was, now = ((row[column] or "").split("\n") for row in (old, new))
    if max(len(was), len(now)) > MAX_PARAGRAPHS:
        lost, gained = Counter(was) - Counter(now), Counter(now) - Counter(was)
        moves = [(list(lost.elements()), list(gained.elements()))]
    else:
        steps = SequenceMatcher(None, was, now).get_opcodes()
        moves = [(was[a:b], now[c:d]) for tag, a, b, c, d in steps if tag != "equal"]
    told = column == "body_text" and "removed" in old and "removed" in new
    return tuple(
        replace(line, why=_why(line, old, new)) if told else line
        for lost, gained in moves
        for line in _moved([*filter(None, lost)], [*filter(None, gained)])
    )


def _moved(lost: list[str], gained: list[str]) -> list[Line]:
    found = []
    for one, other, sign in ((lost, gained, "-"), (gained, lost, "+")):
        for whole in list(one) if len(one) <= MAX_REPLACED else ():
            rests = (text for text in other if text in whole and 2 * len(text) > len(whole))
            if rest := max(rests, key=len, default=None):
                found.append(Line(sign=sign, text=whole.replace(rest, REST, 1)))
                one.remove(whole)
                other.remove(rest)
    found += (Line(sign="-", text=text) for text in lost)
    return [*found, *(Line(sign="+", text=text) for text in gained)]


def _why(line: Line, old: dict[str, Any], new: dict[str, Any]) -> str:
    """The rules that take the line's text from the row that lacks it; or its extracted text lacks it too."""
    without, having = (new, old) if line.sign == "-" else (old, new)
    also = having["removed"] or []
    taken = [(one["rule"], one["text"].strip()) for one in without["removed"] or [] if one not in also]
    cut = line.text.replace(REST, "").strip()
    rules = [rule for rule, text in taken if text in (line.text, cut)]
    rules = rules or [rule for rule, text in taken if text and text in line.text]
    if rules:
        verb = "now removed" if line.sign == "-" else "no longer removed"
        return f"{verb} by {' and '.join(dict.fromkeys(rules))}"
    if REST in line.text or line.text in (without["extracted_text"] or ""):
        return ""
    return "no longer extracted" if line.sign == "-" else "newly extracted"


def by_rule(
    old: "pa.Table", new: "pa.Table", pairs: Iterable[tuple[int, int]], order: Iterable[str]
) -> list[RuleDifference]:
    """Every rule that removed or removes something, in the order given and others after it, by name.

    Args:
        old, new: rows of history/.
        pairs: places in old and new of one article, where ``removed`` differs.
    """
    found: dict[str, RuleDifference] = {}
    before, now = ([rows or [] for rows in table["removed"].to_pylist()] for table in (old, new))
    for one in (one for removed in before for one in removed):
        rule = found.setdefault(one["rule"], RuleDifference(rule=one["rule"]))
        rule.times_before += 1
        rule.characters_before += len(one["text"])
    for one in (one for removed in now for one in removed):
        rule = found.setdefault(one["rule"], RuleDifference(rule=one["rule"]))
        rule.times_now += 1
        rule.characters_now += len(one["text"])
    for was, is_ in pairs:
        _note_news(found, before[was], now[is_])
    place = {name: number for number, name in enumerate(order)}
    return sorted(found.values(), key=lambda one: (place.get(one.rule, len(place)), one.rule))


def _note_news(found: dict[str, RuleDifference], before: Removed, now: Removed) -> None:
    stood, stands = (Counter((one["rule"], one["text"]) for one in side) for side in (before, now))
    lost, gained = stood - stands, stands - stood
    earlier = {text: rule for rule, text in lost}
    later = {text: rule for rule, text in gained}
    for (rule, text), times in gained.items():
        found[rule].newly_removed[text, earlier.get(text, "")] += times
    for (rule, text), times in lost.items():
        found[rule].newly_kept[text, later.get(text, "")] += times
