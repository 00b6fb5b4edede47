"""Versions within a day, and which articles a kill is about. Across days see ``wirelake.lake.versions``."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from wirelake.evidence.references import slug_key
from wirelake.records import ITEMS, Article, with_changes

Row = dict[str, Any]
State = tuple[Any, ...]
# What names other articles on other days: a transmission's number begins anew every day, a slugline says what
# a desk writes about. Such a name counts for articles that were seen within this time before the advisory.
PASSING = {"transref": timedelta(days=2), "slugline": timedelta(days=3), "headline": timedelta(days=7)}
LASTING = 7  # characters; a shorter name is a number of the day, whatever the wire calls it
# 0123 of a desk that leaves out the circuit is a0123
NUMBERED = re.compile(r"[^\W\d_]{0,4}(?P<number>\d+)")
BOUND_BY = (
    "article_id",
    "version",
    "record_kind",
    "pub_status",
    "signals",
    "refers_to",
    "alt_ids",
    "wire_id",
    "url",
    "canonical_url",
    "slugline",
    "headline",
    "first_seen_at",
    "raw_ref",
    "raw_sha256",
    "content_sha256",
    "published_at",
    "published_date",
)


def one_a_version(articles: Iterable[Article]) -> list[Article]:
    """Of each article the first of every run of equal versions, in the order in which they were seen.

    A, A, B, A are three; the raw_refs of the others of a run stay with its first. A version that comes with
    another status or text, such as a kill of the very version that stands, is no repetition.
    """
    ordered = sorted(articles, key=lambda one: (one.article_id, one.first_seen_at, one.version, one.raw_ref))
    return [_first_of(run) for _, run in groupby(ordered, key=_state)]


def _state(one: Article) -> State:
    status = one.pub_status, one.embargoed_until, one.record_kind
    # Of media and packages what is shown of them stands in no text.
    content = one.content_sha256 if one.record_kind in ("media", "package") else ""
    is_named = one.version != one.raw_sha256  # by its wire, or else by its payload: no two of those are equal
    version = (one.version, None) if is_named else ("", one.published_at or one.published_date)
    return one.article_id, version, *status, one.headline, one.body_text, content


def _first_of(run: Iterable[Article]) -> Article:
    first, *others = shown = list(run)
    refs = dict.fromkeys((*first.duplicate_refs, *(one.raw_ref for one in others)))
    refs.pop(first.raw_ref, None)
    # What one of them follows on, they all do: their content is one.
    before = next((one.stood_before for one in shown if one.stood_before), None)
    if not others and before == first.stood_before and tuple(refs) == first.duplicate_refs:
        return first
    return with_changes(first, duplicate_refs=tuple(refs), stood_before=before)


def is_advisory(row: Row) -> bool:
    """The row is a message that kills another article, or an item that says so of another."""
    return "kill" in (row["signals"] or ())


@dataclass(slots=True)
class Names:
    """What the articles of a source are named by: role → name → article_id → when it was seen first."""

    by_role: dict[str, dict[str, dict[str, datetime]]] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)  # media and packages, which share the names of texts

    def add(self, row: Row, aliases: Iterable[str] = ()) -> None:
        """Note by what this row of history/ names its item; control records are no items."""
        if not is_item(row):
            return
        id_, seen = row["article_id"], row["first_seen_at"]
        if row["record_kind"] in ("media", "package"):
            self.shown.add(id_)
        for kind, name in stated_names(row, aliases):
            times = self.by_role.setdefault(kind, {}).setdefault(name, {})
            times[id_] = min(seen, times.get(id_, seen))

    def named(self, role: str, name: str, at: datetime) -> set[str]:
        """The articles that go by this name in a message received at that instant."""
        kind = role if role in ("slugline", "headline") else "id"
        times = self._times(kind, _key(kind, name), role == "transref")
        if role not in PASSING and len(name) >= LASTING:
            return set(times)
        within = PASSING.get(role, PASSING["transref"])
        return {id_ for id_, seen in times.items() if at - within <= seen <= at}

    def _times(self, kind: str, key: str, is_number: bool) -> dict[str, datetime]:
        known = self.by_role.get(kind, {})
        if not (is_number and key.isdecimal()):
            return known.get(key, {})
        ends = ((NUMBERED.fullmatch(name), times) for name, times in known.items())
        found = (times for numbered, times in ends if numbered and numbered["number"] == key)
        return {id_: seen for times in found for id_, seen in times.items()}


def is_item(row: Row) -> bool:
    """The row of history/ shows an item, or what a takedown has left of one."""
    return row["record_kind"] in ITEMS or "taken_down" in (row["signals"] or ())


def stated_names(row: Row, aliases: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """By what the row, or an alias, names its item: kind and name, as messages are compared with it."""
    id_ = row["article_id"]
    ids = [id_, id_.partition(":")[2], row["wire_id"], row["url"], row["canonical_url"]]
    ids += [alt["value"] for alt in row["alt_ids"] or ()]
    ids += [name for alias in aliases for name in (alias, alias.partition(":")[2])]
    for kind, names in (("id", ids), ("slugline", [row["slugline"]]), ("headline", [row["headline"]])):
        yield from ((kind, name) for name in (_key(kind, one) for one in names) if name)


def findable(row: Row) -> Iterator[tuple[str, str]]:
    """Kind and name of all that ``looked_for`` may ask to find the row of history/."""
    for kind, name in stated_names(row) if is_item(row) else ():
        yield kind, name
        if kind == "id" and (numbered := NUMBERED.fullmatch(name)):
            yield "number", numbered["number"]


def looked_for(advisory: Row) -> Iterator[tuple[str, str]]:
    """Kind and name of all by which ``bound`` looks for what the advisory kills."""
    yield "id", _key("id", advisory["article_id"])
    for one in advisory["refers_to"] or ():
        kind = one["role"] if one["role"] in ("slugline", "headline") else "id"
        key = _key(kind, one["value"])
        yield ("number" if one["role"] == "transref" and key.isdecimal() else kind), key


def bound(advisory: Row, names: Names) -> tuple[str, ...]:
    """The ids of the articles that the advisory kills; none where what it says fits none, or several.

    A message that comes under an article's own id is about that one. Else what names one article for good (an
    id, a guid, an address) goes before a number of the day, and that before a slugline and a headline; a name
    that fits several counts where those after it leave one of them. A wire gives pictures and packages the
    slugline and the headline of their text: such a name means the text.
    """
    own, at = advisory["article_id"], advisory["first_seen_at"]
    if advisory["record_kind"] == "control" and own in names.named("id", own, at):
        return (own,)
    stated: dict[str, list[set[str]]] = {}
    for one in advisory["refers_to"] or ():
        role = one["role"] if one["role"] in PASSING else "id"
        found = names.named(one["role"], one["value"], at) - {own}
        if role in PASSING:
            found = (found - names.shown) or found
        if found:
            stated.setdefault(role, []).append(found)
    for role in ("id", *PASSING):
        sure = [one for found in stated.get(role, ()) if len(one := _narrowed(found, role, stated)) == 1]
        if sure:
            return tuple(sorted(set().union(*sure)))
    return ()


def _narrowed(found: set[str], role: str, stated: dict[str, list[set[str]]]) -> set[str]:
    """Those of several that the weaker names fit too, one after the other."""
    roles = ("id", *PASSING)
    for weaker in roles[roles.index(role) + 1 :]:
        both = found & set().union(*stated.get(weaker, ()))
        found = both or found
    return found


def _key(kind: str, name: str | None) -> str:
    """By which two statements of a name are the same: BC-EU--Ship-Fire, 2nd Ld and EU-Ship-Fire."""
    if kind == "slugline":
        return slug_key(name or "")
    return re.sub(r"[\W_]+", " ", name or "").strip().casefold()
