"""What a settle tells the feed of changes: how what articles/ is to show differs from what the feed said.

The order keeps every change. The feed's last number is read before history/ is known to stand, what is to be
told is announced before articles/ is touched, and the entry is put at the very next number after it: so
entries are in the order of the writes, and whoever meets another writer's entry there starts anew. A writer
that dies in between has announced what is missing, and the next one tells it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from wirelake.errors import FormatError
from wirelake.lake import layout
from wirelake.lake.changes import announced, feed
from wirelake.lake.changes.announced import Announced
from wirelake.lake.changes.change import Change, State
from wirelake.lake.changes.feed import Entry
from wirelake.lake.decisions.events import Events
from wirelake.lake.files import parse_parquet
from wirelake.lake.pending import Touched, merged
from wirelake.storage import Store
from wirelake.write.kinds import kind_of

FEW = 50  # runs of a source whose feed is to begin; one with more had articles before

Row = dict[str, Any]


@dataclass(kw_only=True)
class Telling:
    """One try's part in its source's feed. ``left`` is what earlier writers announced and have not told."""

    store: Store
    source: str
    now: datetime
    left: dict[str, Announced]
    number: int = 0
    is_anew: bool = False
    _is_whole: bool = False
    _changes: list[Change] = field(default_factory=list)
    _at: Touched = field(default_factory=dict)
    _announced: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, store: Store, source: str, now: datetime, paths: Collection[str] | None = None) -> "Telling":
        """Beginning with what is announced by now; ``paths`` are the objects of the source's pending/."""
        if paths is None:
            paths = [one.path for one in store.objects(layout.pending_of(source))]
        return cls(store=store, source=source, now=now, left=announced.left(store, paths))

    @property
    def untold(self) -> Touched:
        """The articles that are announced, and where they may stand."""
        return merged(one.at for one in self.left.values())

    def look(
        self,
        touched: Touched,
        shown: Iterable[Row],
        resolved: Iterable[Row],
        rows: Iterable[Row],
        events: Events,
    ) -> None:
        """Find out what is to be told of the touched articles, and at which number.

        Args:
            shown: what articles/ shows of them, as it reads back.
            resolved: what it is to show, as it will.
            rows: theirs of history/.
        """
        before = {row["article_id"]: State.of(row) for row in shown}
        after = {row["article_id"]: row for row in resolved}
        states = {id_: State.of(row) for id_, row in after.items()}
        told = self._said()
        found = _differing(told, touched, before, states)
        seen: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if row["article_id"] in found:
                seen[row["article_id"]].append(row)
        self._changes = [
            Change(
                article_id=id_,
                kind=kind_of(id_, was, after.get(id_), seen[id_], events),
                before=was,
                now=states.get(id_),
            )
            for id_, was in sorted(found.items())
        ]
        self._at = {id_: touched[id_] for id_ in found}
        if self._changes or self.is_anew:
            # What stands there may be what a first writer put before it died: it was told to nobody.
            untold = {id_ for said in told for id_, one in said.items() if one is None}
            self._choose_number(is_empty=before.keys() <= untold)

    def _said(self) -> list[announced.Said]:
        by_number = sorted(self.left.values(), key=lambda one: one.number)
        # What only names articles, as a day on its way to other buckets, has said nothing of them.
        saying = [one for one in by_number if one.said or one.is_anew]
        found = [announced.last_said(self.store, self.source, one) for one in saying]
        self.is_anew |= any(said is None for said in found)
        return [said for said in found if said is not None]

    def _choose_number(self, *, is_empty: bool) -> None:
        last = feed.newest(self.store, self.source)
        self._is_whole = not last and is_empty and not self.is_anew and _had_none(self.store, self.source)
        self.number = last + 1 if last else feed.beginning(self.now)

    def announce(self) -> None:
        """Before articles/ is touched."""
        if self.number:
            said = {one.article_id: one.before for one in self._changes}
            new = Announced(number=self.number, said=said, at=self._at, is_anew=self.is_anew)
            self._announced.append(announced.put(self.store, self.source, new))

    def tell(self) -> None:
        """After the last write to articles/.

        Raises:
            ConflictError: another writer told something meanwhile.
        """
        if self.number:
            new = Entry(
                number=self.number,
                at=self.now,
                is_whole=self._is_whole,
                is_anew=self.is_anew,
                changes=[one.stated() for one in self._changes],
            )
            feed.append(self.store, self.source, new)
        # Whoever moves articles may still put what we took away; what is damaged names none any more.
        moves = {
            path for path, one in self.left.items() if layout.is_announced_move(path) and not one.is_anew
        }
        for path in (*self.left, *self._announced):
            if path not in moves:
                self.store.delete(path)


def _differing(
    told: list[announced.Said], touched: Touched, before: dict[str, State], after: dict[str, State]
) -> dict[str, State | None]:
    """The articles of which something else is to be told, with what the feed said of them.

    Each writer that died may have told other things, so any of them that differs is told anew.
    """
    found: dict[str, State | None] = {}
    for id_ in touched:
        candidates = [*(said[id_] for said in told if id_ in said), before.get(id_)]
        if any(_digest(one) != _digest(after.get(id_)) for one in candidates):
            found[id_] = candidates[0]
    return found


def _digest(state: State | None) -> str:
    return state.digest if state else ""


def _had_none(store: Store, source: str) -> bool:
    """The source never had an article in articles/, as its runs say."""
    mine = [one.path for one in store.objects(layout.RUNS) if f"/source={source}/" in one.path]
    if len(mine) > FEW:
        return False
    try:
        answers = ((path, store.read(path)) for path in mine)
        rows = [parse_parquet(answer[0], path, columns=["added"]) for path, answer in answers if answer]
    except FormatError:  # a damaged one too: nobody knows what it told
        return False
    return not any(count for table in rows for count in table["added"].to_pylist())
