"""The context of the page "a source": its state, its rules, what was learned, its YAML, its rhythm."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from wirelake.config import SourceConfig, checked, load_source, source_files
from wirelake.desk.charts import width
from wirelake.desk.configured import Facts, configured
from wirelake.desk.judging import LOOK_BACK, Days, judged
from wirelake.desk.source.days import DayActs, last_days
from wirelake.desk.source.learned import Taught, furniture_of, layouts_of
from wirelake.desk.source.rhythm import HOURS, SHOWN, Past, Weekday, past_of, week_of
from wirelake.desk.source.rules import RuleActs, rules_of
from wirelake.desk.source.yaml_text import yaml_text
from wirelake.errors import ConfigError, WirelakeError
from wirelake.lake.counts import Month, months_of, read_months
from wirelake.legible import legible, one_line
from wirelake.storage import Store

T = TypeVar("T")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePage:
    """Page of a source.

    Attributes:
        source: the source.
        title: what its YAML calls it.
        description: what its YAML says it is.
        homepage: its address; "" where the YAML cannot be read.
        terms_url: of its terms; "" where none is stated.
        licence: under which its articles are kept.
        licence_url: that, where it is an address; else "".
        licence_until: when that ends; "" where no end is stated.
        zone: its time zone.
        state: in one word, as on Today.
        tone: good, warn, bad or calm: how the state is coloured.
        why: what is behind the word, "" where all is well.
        latest: its newest capture day; None: it has no run.
        past: 90 days up to the one asked for, its newest by default.
        earlier: the last of the 90 days before.
        later: the last of those after; None: these are the newest.
        week: Monday to Sunday.
        hours_width: of the charts of hours.
        first: the first of the capture days whose records are counted; None: there is none.
        last: the last of them.
        records: how many records these have.
        rules: what each rule did on them.
        furniture: what was learned of its furniture.
        layouts: what was learned of its layouts.
        outcome: of `wirelake check`: right, wrong or ended.
        outcome_tone: good, bad or warn.
        told: what `wirelake check` says, a line a mistake.
        yaml: the YAML file as it stands; "" where there is none.
        file: the file's name.
        may_preview: this user may have an address previewed.
        troubles: what cannot be read, and why.
    """

    source: str
    title: str
    description: str
    homepage: str
    terms_url: str
    licence: str
    licence_url: str
    licence_until: str
    zone: str
    state: str
    tone: str
    why: str
    latest: date | None
    past: Past
    earlier: date
    later: date | None
    week: tuple[Weekday, ...]
    hours_width: int
    first: date | None
    last: date | None
    records: int
    rules: tuple[RuleActs, ...]
    furniture: tuple[Taught, ...]
    layouts: tuple[Taught, ...]
    outcome: str
    outcome_tone: str
    told: tuple[str, ...]
    yaml: str
    file: str
    may_preview: bool
    troubles: tuple[str, ...]


def read_source(
    store: Store, source: str, now: datetime, *, end: date | None = None, may_preview: bool = False
) -> SourcePage | None:
    """The source as it stands, and its days up to ``end``; None where it has neither a YAML nor a run.

    What cannot be read costs its own section, and is told in ``troubles``.
    """
    today = now.astimezone(UTC).date()
    months = _months(store, source, today)
    path = source_files().get(source)
    if path is None and not months:
        return None
    facts = configured().get(source) or Facts(name=source, title=source, zone=ZoneInfo("UTC"), enabled=False)
    one = judged(facts, _days(months), now)
    last = min(end, today) if end else now.astimezone(facts.zone).date()
    then = judged(facts, _days(_months(store, source, last), last), now) if end else one
    troubles: list[str] = []
    nothing: list[DayActs] = []
    acts = _told(lambda: last_days(store, source, then.days), nothing, troubles)
    check = checked(source, now)
    return SourcePage(
        source=source,
        title=facts.title,
        zone=facts.zone.key,
        state=one.state,
        tone=one.state.tone,
        why=one.why,
        latest=max(one.days, default=None),
        past=past_of(then, last),
        earlier=last - SHOWN * DAY,
        later=min(last + SHOWN * DAY, today) if last < today else None,
        week=week_of(then, acts, facts.zone),
        hours_width=width(len(HOURS)),
        first=acts[0].day if acts else None,
        last=acts[-1].day if acts else None,
        records=sum(day.records for day in acts),
        rules=_told(lambda: rules_of(store, source, acts), (), troubles),
        furniture=_told(lambda: furniture_of(path), (), troubles) if path else (),
        layouts=_told(lambda: layouts_of(path), (), troubles) if path else (),
        outcome=check.outcome,
        outcome_tone={"right": "good", "wrong": "bad"}.get(check.outcome, "warn"),
        told=tuple(legible(check.told).splitlines()),
        yaml=_told(lambda: yaml_text(path), "", troubles) if path else "",
        file=path.name if path else "",
        may_preview=may_preview and check.outcome != "wrong",
        troubles=tuple(dict.fromkeys(troubles)),
        **_stated(path),
    )


def _months(store: Store, source: str, last: date) -> tuple[Month, ...]:
    """The counts of the days that a page up to ``last`` shows, and of those that say what is usual."""
    return read_months(store, months_of(last - max(LOOK_BACK, SHOWN * DAY), last + DAY)).get(source, ())


def _days(months: Iterable[Month], last: date = date.max) -> Days:
    return {day: one for month in months for day, one in month.days.items() if day <= last}


def _told(read: Callable[[], T], instead: T, troubles: list[str]) -> T:
    try:
        return read()
    except (WirelakeError, OSError) as error:
        troubles.append(one_line(str(error)))
        return instead


def _stated(path: Path | None) -> dict[str, str]:
    """What the YAML says of the wire; nothing where it cannot be read."""
    config: SourceConfig | None = None
    try:
        config = load_source(path) if path else None
    except ConfigError:  # the check tells of it
        config = None
    return {
        "description": one_line(config.description) if config else "",
        "homepage": _address(config.homepage) if config else "",
        "terms_url": _address(config.terms_url or "") if config else "",
        "licence": one_line(config.licence) if config else "",
        "licence_url": _address(config.licence) if config else "",
        "licence_until": str(config.licence_until or "") if config else "",
    }


def _address(url: str) -> str:
    return url if url.startswith(("https://", "http://")) and legible(url) == url and " " not in url else ""
