"""What a wire delivers during an attack, what is taken down, and whether the lake holds just that."""

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.attacks.report import Faults
from tests.attacks.stage import Deed, Stage, deed
from tests.wirelake.lake.changes.copies import Copy
from tests.wirelake.lake.changes.copies import shown as digests
from tests.wirelake.obligations.decoding import holding
from tests.wirelake.quay import DAY, page

from wirelake import obligations
from wirelake.archive import spooled
from wirelake.config import Batch
from wirelake.lake.streams import read
from wirelake.storage import Store, temporary_files
from wirelake.upkeep import Scope, inspect

DAYS = tuple(DAY + timedelta(days=n) for n in range(3))
FIRST_ID = 1_000_000
ISSUE = re.compile(r"dredged for the (\d+)th time")
PROVEN = 3  # takedowns whose every sentence is searched for


@dataclass(slots=True)
class Deliveries:
    """By number, the text that an article has now; a number keeps to one day's drop folder.

    An article's published day may change (``moving``): then it stands in two files for a moment, as
    docs/lake.md says, so that scenes with readers leave it be.
    """

    chance: random.Random
    moving: bool = False
    texts: dict[int, str] = field(default_factory=dict)
    killed: set[int] = field(default_factory=set)
    sent: int = 0  # times that an article got a text: each text tells its own

    def send(self, store: Store, *, new: bool = False) -> int:
        """One more article, or another text of one that stands; also one that was taken down comes back."""
        number = self.chance.choice(sorted(self.texts)) if self.texts and not new else -1
        if new or number < 0 or self.chance.random() < 0.4:
            number = len(self.texts)
        text = self.texts.get(number, "")
        if number not in self.killed:
            self.sent += 1
            dredged = f"The berths of Holm {number} east were dredged for the {self.sent}th time."
            text = f"{dredged} {text[:300]}".strip()
            self.texts[number] = text
        published = self.chance.choice(DAYS) if self.moving else batch_of(number).day
        self._drop(store, number, published)
        return number

    def kill(self) -> Deed | None:
        """Takes down an article that was delivered; None where none is left that may go."""
        left = sorted(self.texts.keys() - self.killed)
        if len(left) < 2:
            return None
        number = self.chance.choice(left)
        self.killed.add(number)
        return deed("take_down", id_of(number))

    def _drop(self, store: Store, number: int, published: date) -> None:
        body = page(number, published, self.texts[number])
        store.write(f"drop/quay/{batch_of(number).day}/{number}.txt", body)

    def complete(self, stage: Stage) -> None:
        """Whatever died or failed is tried once more, by nobody disturbed."""
        takedowns = [deed("take_down", id_of(number)) for number in sorted(self.killed)]
        stage.race([*takedowns, *(deed("run", batch) for batch in self.batches())])

    def batches(self) -> list[Batch]:
        """Those that something was delivered for."""
        return sorted({batch_of(number) for number in self.texts})

    def faults(self, stage: Stage) -> Faults:
        """What the lake holds that it should not, and what it lacks."""
        faults, store = Faults(), stage.store
        rows = read(lake=stage.uri, columns=["article_id", "body_text"]).to_pylist()
        shown = Counter(number_of(row["article_id"]) for row in rows)
        expected = self.texts.keys() - self.killed
        faults.note("lost", sorted(expected - shown.keys()))
        faults.note("duplicate", (number for number, count in shown.items() if count > 1))
        newest = {number_of(row["article_id"]): row["body_text"] for row in rows}
        faults.note("stale", (n for n in expected & newest.keys() if newest[n] != self.texts[n]))
        faults.note("corrupt", (f"{one.path}: {one.what}" for one in inspect(Scope(), store=store).faults))
        faults.note("resurrected", sorted(self.killed & shown.keys()))
        sentences = [self.texts[number].partition(".")[0] for number in sorted(self.killed)]
        faults.note("resurrected", holding(store, *sentences) if sentences else ())
        faults.note("forgotten", self._forgotten(store))
        faults.note("untold", untold(store))
        left = [one for one in (*temporary_files(store), *spooled(store)) if not one.alive]
        faults.note("left over", (one.path for one in left))
        faults.note("left over", (one.path for one in store.objects("pending")))
        return faults

    def _forgotten(self, store: Store) -> list[str]:
        """Takedowns that no manifest holds to its end, or whose text a search finds."""
        known = {one.article_id: one for one in obligations.manifests("quay", store=store)}
        ids = [id_of(number) for number in sorted(self.killed)]
        proven = [
            id_
            for id_ in ids[:PROVEN]
            if id_ in known and obligations.verify(known[id_], store=store).is_proven
        ]
        return [id_ for id_ in ids[:PROVEN] if id_ not in proven] + [
            id_ for id_ in ids[PROVEN:] if id_ not in known or known[id_].done_at is None
        ]


def untold(store: Store) -> list[str]:
    """Articles of which a copy, kept by the feed of changes alone, is not what articles/ shows."""
    copy, stands = Copy(store), digests(store)
    copy.poll()
    if copy.resyncs:
        return ["resync, though nothing was damaged"]
    return sorted(id_ for id_ in copy.rows.keys() | stands.keys() if copy.rows.get(id_) != stands.get(id_))


def batch_of(number: int) -> Batch:
    """The batch whose drop folder the article lies in."""
    return Batch("quay", DAYS[number % len(DAYS)])


def id_of(number: int) -> str:
    return f"quay:{FIRST_ID + number}"


def issue_of(text: str) -> int:
    """Which of all texts that were sent it is: of two of an article, the later one has the higher."""
    return int(ISSUE.findall(text)[0])


def number_of(article_id: str) -> int:
    return int(article_id.partition(":")[2]) - FIRST_ID
