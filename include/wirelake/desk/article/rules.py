"""What the docs say of a cleaning rule, and how often it acted on a source in the last days."""

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from wirelake.legible import legible
from wirelake.storage import Store

if TYPE_CHECKING:
    from wirelake.desk.article.text import Text

TABLE = "rules.md"  # the table of docs/rules.md as it ships with the package
DAYS = 7  # capture days of the source that are counted, its newest
CELLS = 5
READERS = 4
MOST_KNOWN = 5_000  # days whose counts are kept by this process
# By store and path: the ETag of the object, and its counts.
_known: dict[tuple[str, str], tuple[str, tuple[int, Counter[str]]]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A rule's row in docs/rules.md, as Markdown.

    Attributes:
        takes_out: what it takes out.
        example: before → after.
        field: which it fills.
        leaves_alone: what looks like it and stays.
    """

    takes_out: str
    example: str
    field: str
    leaves_alone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """The source's records in which the acts of rules are counted.

    Attributes:
        records: how many of history/; 0 where there is none.
        first: the first of their capture days.
        last: the last.
    """

    records: int = 0
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that acted on the article.

    Attributes:
        id: its name everywhere.
        tone: as its passages have it.
        takes_out: in the words of docs/rules.md; "" where this version has no such rule.
        example: before → after.
        field: which it fills.
        leaves_alone: what looks like it and stays.
        numbers: of its passages here.
        records: on how many of the source's last records it acted.
    """

    id: str
    tone: int
    takes_out: str
    example: str
    field: str
    leaves_alone: str
    numbers: tuple[int, ...]
    records: int


@cache
def words() -> dict[str, Words]:
    """Rule → its words, for every rule of this version, in the order in which they act."""
    table = files("wirelake.desk.article").joinpath(TABLE).read_text(encoding="utf-8")
    found = {}
    for line in table.splitlines()[2:]:  # below the head and its line
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) == CELLS:
            name, takes_out, example, field, leaves_alone = cells
            found[name.strip("` ")] = Words(
                takes_out=takes_out, example=example, field=field.strip("– "), leaves_alone=leaves_alone
            )
    return found


def acts(store: Store, source: str) -> tuple[Looked, Counter[str]]:
    """The source's records of its newest capture days, and on how many of them each rule acted.

    Raises:
        DamagedError, FormatError: a day cannot be read.
    """
    from wirelake.lake import layout, whereabouts

    listed = whereabouts.listed(store, layout.HISTORY, source)
    days = sorted(listed)[-DAYS:]
    with ThreadPoolExecutor(READERS) as pool:
        counts = [*pool.map(lambda path: _counted(store, path, listed[path]), days)]
    dates = [_day_of(path) for path in days]
    looked = Looked(
        records=sum(records for records, _ in counts),
        first=min(dates, default=None),
        last=max(dates, default=None),
    )
    return looked, sum((counted for _, counted in counts), Counter())


def _day_of(path: str) -> date:
    """The capture day that the folder of an object of history/ names."""
    return date.fromisoformat(path.split("capture_date=", 1)[1].partition("/")[0])


def _counted(store: Store, path: str, etag: str) -> tuple[int, Counter[str]]:
    """Of one day; as it was counted before, where it is the same object still."""
    from wirelake.lake import layout
    from wirelake.lake.reading import picked, read_objects

    key = (store.uri, path)
    known = _known.get(key)
    if known and known[0] == etag:
        return known[1]
    rows = read_objects(store, layout.HISTORY, [path], wanted=picked("history", ["rule_hits"]))
    hits = Counter(rule for one in rows["rule_hits"].to_pylist() for rule in set(one or ()))
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[key] = (etag, (len(rows), hits))
    return len(rows), hits


def rules_of(text: "Text", counted: Counter[str]) -> tuple[Rule, ...]:
    """The rules that acted on the text, in its order."""
    tones = dict(sorted((one.tone, one.rule) for one in text.removed))
    return tuple(_rule(id_, tone, text, counted) for tone, id_ in tones.items())


def _rule(id_: str, tone: int, text: "Text", counted: Counter[str]) -> Rule:
    told = words().get(id_, Words(takes_out="", example="", field="", leaves_alone=""))
    return Rule(
        id=legible(id_),
        tone=tone,
        takes_out=told.takes_out,
        example=told.example,
        field=told.field,
        leaves_alone=told.leaves_alone,
        numbers=tuple(one.number for one in text.removed if one.rule == id_),
        records=counted[id_],
    )


def lifts(rules: Iterable[str], field: str) -> Sequence[str]:
    """Those of the rules that fill this field, by their words."""
    return [one for one in rules if one in words() and f"`{field}`" in words()[one].field]
