"""An article's versions one below the other, and the words that each changed."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from wirelake.legible import legible, one_line

if TYPE_CHECKING:
    from wirelake.lake.versions.sights import Sight

MOST_VERSIONS = 20  # the newest
MOST_LINES = 400  # of a text that is compared
MOST_WORDS = 600  # of a changed passage that is compared word by word: the time grows with their square
ALL_WORDS = 6_000  # that are compared for one page
WORDS = re.compile(r"\w+|\s+|[^\w\s]")
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Some words: ``kind`` is same, gone (stood before) or new.

    Attributes:
        kind: same, gone or new.
        text: the words.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph that changed, or with ``skipped`` how many did not.

    Attributes:
        changes: its words.
        skipped: how many paragraphs did not change.
    """

    changes: tuple[Change, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version as it was first seen.

    Attributes:
        seq: from 1, as we saw them.
        name: the wire's; of a page the beginning of its digest.
        first_seen_at: when its bytes were received first.
        status: usable, withheld or canceled, and the kind of what is no article.
        valid_from: since when it was the one to be read; None: never.
        valid_to: until when; None while it stands.
        changed: headline, text, date.
        is_recleaned: other rules read it otherwise since; its wire changed nothing.
        stands: in articles/.
        times: how often it was seen.
        headline: "" where it is not to be shown.
        is_shown: its text may be looked at here.
        headline_changes: against the version before that may be shown.
        lines: the paragraphs that changed, and how many did not between them.
        is_too_long: to be compared here.
    """

    seq: int
    name: str
    first_seen_at: datetime
    status: str
    valid_from: datetime | None
    valid_to: datetime | None
    changed: tuple[str, ...]
    is_recleaned: bool
    stands: bool
    times: int
    headline: str
    is_shown: bool
    headline_changes: tuple[Change, ...] = ()
    lines: tuple[Line, ...] = ()
    is_too_long: bool = False


def versions_of(
    sights: Sequence["Sight"], standing: int | None, may_show: Iterable[int]
) -> tuple[Version, ...]:
    """The versions, the newest first; of those in ``may_show``, by version_seq, with their words."""
    shown, budget = frozenset(may_show), ALL_WORDS
    found: list[Version] = []
    before: Sight | None = None
    for sight in sights[-MOST_VERSIONS:]:
        headline: tuple[Change, ...] = ()
        lines: tuple[Line, ...] = ()
        too_long = False
        if sight.seq in shown and before is not None:
            was, now = before.row, sight.row
            headline = words_changed(was["headline"], now["headline"])
            words = len(WORDS.findall(now["body_text"][: ALL_WORDS * 20]))
            too_long, budget = words > budget, budget - words
            lines = () if too_long else lines_changed(was["body_text"], now["body_text"])
        found.append(_version(sight, standing, shown, headline, lines, too_long))
        before = sight if sight.seq in shown else before
    return tuple(reversed(found))


def _version(
    sight: "Sight",
    standing: int | None,
    shown: frozenset[int],
    headline: tuple[Change, ...],
    lines: tuple[Line, ...],
    too_long: bool,
) -> Version:
    row, is_shown = sight.row, sight.seq in shown
    name = row["version"]
    kind = "" if row["record_kind"] == "article" else f", {row['record_kind']}"
    return Version(
        seq=sight.seq,
        name=f"{name[:12]}…" if name == row["raw_sha256"] else one_line(name[:100]),
        first_seen_at=sight.seen_at,
        status=f"{row['pub_status']}{kind}",
        valid_from=sight.valid_from,
        valid_to=sight.valid_to,
        changed=sight.changed,
        is_recleaned=sight.is_recleaned,
        stands=sight.seq == standing,
        times=len(sight.run),
        headline=one_line(row["headline"][:500]) if is_shown else "",
        is_shown=is_shown,
        headline_changes=headline if any(one.kind != SAME for one in headline) else (),
        lines=lines,
        is_too_long=too_long,
    )


def lines_changed(was: str, now: str) -> tuple[Line, ...]:
    """The paragraphs that changed, with the words that did; how many did not stands between them."""
    old, new = was.splitlines()[:MOST_LINES], now.splitlines()[:MOST_LINES]
    found: list[Line] = []
    for kind, first, last, other, end in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            found.append(Line(skipped=last - first))
        else:
            found.append(Line(changes=words_changed("\n".join(old[first:last]), "\n".join(new[other:end]))))
    return tuple(found) if any(one.changes for one in found) else ()


def words_changed(was: str, now: str) -> tuple[Change, ...]:
    """Both texts as one: what stayed, what is gone, what is new. Long ones are not looked into."""
    old, new = WORDS.findall(was), WORDS.findall(now)
    if max(len(old), len(new)) > MOST_WORDS:
        return _merged([(GONE, legible(was)), (NEW, legible(now))])
    parts: list[tuple[str, str]] = []
    for kind, first, last, other, end in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            parts.append((SAME, "".join(old[first:last])))
        else:
            parts += [(GONE, "".join(old[first:last])), (NEW, "".join(new[other:end]))]
    return _merged([(kind, legible(text)) for kind, text in parts])


def _merged(parts: Iterable[tuple[str, str]]) -> tuple[Change, ...]:
    """Without what is empty."""
    return tuple(Change(kind=kind, text=text) for kind, text in parts if text)
