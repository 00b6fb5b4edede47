"""A round: what is wrong now, what of it people have not heard yet, and what is well again.

One message a cause a day, of what is urgent one an hour: a cause that comes and goes is told once, and that
it is well once it has stayed away for ``STEADY``. One cause of several sources is one message; a source that
joins an incident of which people heard meanwhile adds none.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from wirelake import config
from wirelake.alarms.book import Book, is_silent
from wirelake.alarms.checks import alarms
from wirelake.alarms.messages import Message, Telling, grouped, unreadable
from wirelake.alarms.reading import views
from wirelake.alarms.standing import rooms, standing, tried
from wirelake.alarms.view import Alarm, View
from wirelake.batches.lakes import lake, utc_now
from wirelake.config import SourceConfig
from wirelake.errors import ConfigError, FormatError, StorageError
from wirelake.lake.reading import READERS
from wirelake.storage import Store

DAY = timedelta(days=1)
HOURLY = timedelta(minutes=50)  # the Dag's rounds are an hour apart, and some begin late
STEADY = timedelta(hours=6)
SECOND = timedelta(seconds=1)
Clock = Callable[[], datetime]
Sender = Callable[[Message], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An alarm of a source that stands now; ``silent`` up to and with that day, None: it is told."""

    source: SourceConfig
    alarm: Alarm
    silent: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What a round found: every open alarm, and what was sent; ``lost`` says why it saw nothing."""

    open: tuple[Open, ...]
    sent: tuple[Message, ...] = ()
    lost: str = ""

    @property
    def summary(self) -> str:
        """In one line."""
        if self.lost:
            return f"the lake cannot be read: {self.lost}"
        loud = sum(one.silent is None for one in self.open)
        silenced = len(self.open) - loud
        told = f"{loud} alarms open" if loud != 1 else "1 alarm open"
        return f"{told}{f', {silenced} silenced' if silenced else ''}, {len(self.sent)} messages sent"


def open_alarms(*, store: Store | None = None, clock: Clock = utc_now) -> Round:
    """What is wrong now. Nothing is written, but that a damaged object below staging/ is moved aside."""
    store, now = store or lake(), clock()
    book = Book(store)
    return Round(open=tuple(_open(book, _views(store, now, keeps=False, refused=""))))


def watch(send: Sender, *, store: Store | None = None, clock: Clock = utc_now) -> Round:
    """A round that keeps what it found, and sends what people have not heard. Of a lake that is not there, or
    cannot be read, people hear with each round.

    Raises:
        Whatever ``send`` raises. What it had sent before is kept; the rest comes with the next round.
    """
    now = clock()
    try:
        store = store or lake()
        refused = tried(store, now)
        book = Book(store, keeps=not refused)
        found = _views(store, now, keeps=not refused, refused=refused)
    except (ConfigError, FormatError, StorageError) as error:
        message = unreadable(str(error))
        send(message)
        return Round(open=(), sent=(message,), lost=str(error))
    open_ = _open(book, found)
    _keep(book, found, open_, now)
    sent = []
    tell = [one for one in open_ if one.silent is None and _is_due(book, one, now)]
    tell = [one for one in tell if not _joins(book, one, now)]
    for message, tellings in grouped([Telling(source=one.source, alarm=one.alarm) for one in tell]):
        send(message)
        sent.append(message)
        for one in tellings:
            about, owner = one.about, one.source.owner
            many = len(tellings) > 1
            book.add(
                one.source.name,
                one.check,
                "told",
                now,
                about=about,
                owner=owner,
                many=many,
                text=message.text,
            )
    for message, tellings in grouped(_well(book, found, now)):
        send(message)
        sent.append(message)
        for one in tellings:
            book.add(one.source.name, one.check, "well", now)
    return Round(open=tuple(open_), sent=tuple(sent))


def _views(store: Store, now: datetime, *, keeps: bool, refused: str) -> list[View]:
    """Of every source that is enabled; one whose YAML is broken is an import error in Airflow."""
    sources = []
    for path in config.source_files().values():
        try:
            sources.append(config.load_source(path))
        except ConfigError:
            continue
    found, disks = views(store, [one for one in sources if one.enabled], now, keeps=keeps), rooms(store)
    with ThreadPoolExecutor(READERS) as pool:
        told = pool.map(lambda one: standing(store, one, disks, refused), found)
        return [replace(view, standing=one) for view, one in zip(found, told, strict=True)]


def _open(book: Book, found: list[View]) -> list[Open]:
    result = []
    for view in found:
        until = book.silent_until(view.source.name)
        silent = until if is_silent(until, view.today) else None
        result += [Open(source=view.source, alarm=one, silent=silent) for one in alarms(view)]
    return result


def _keep(book: Book, found: list[View], open_: list[Open], now: datetime) -> None:
    """What began and what is gone since the last round."""
    standing = {(one.source.name, one.alarm.check): one.alarm for one in open_}
    for (source, check), alarm in standing.items():
        if not book.state(source, check).is_open:
            book.add(source, check, "began", now, about=alarm.about, text=alarm.message)
    for view in found:
        name = view.source.name
        for check in book.checks(name):
            if book.state(name, check).is_open and (name, check) not in standing:
                book.add(name, check, "gone", now)


def _is_due(book: Book, one: Open, now: datetime) -> bool:
    told_at = book.state(one.source.name, one.alarm.check).told_at
    return told_at is None or now - told_at >= _again_after(one.alarm)


def _again_after(alarm: Alarm) -> timedelta:
    return HOURLY if alarm.is_urgent else DAY


def _joins(book: Book, one: Open, now: datetime) -> bool:
    """People heard of this incident within the day; the source is kept as told with it."""
    alarm, owner = one.alarm, one.source.owner
    if not alarm.shared or book.state(one.source.name, alarm.check).awaits_well:
        return False
    told_at = book.incident(alarm.check, alarm.about, owner, now - _again_after(alarm) + SECOND)
    if told_at is None:
        return False
    facts = {"about": alarm.about, "owner": owner, "many": True, "text": alarm.message}
    book.add(one.source.name, alarm.check, "told", told_at, **facts)
    return True


def _well(book: Book, found: list[View], now: datetime) -> list[Telling]:
    """Of which people heard, and which has stayed away for a while; a silenced one is told later."""
    result = []
    for view in found:
        name = view.source.name
        if is_silent(book.silent_until(name), view.today):
            continue
        for check in sorted(book.checks(name)):
            state = book.state(name, check)
            if state.awaits_well and not state.is_open and state.gone_at and now - state.gone_at >= STEADY:
                result.append(Telling(source=view.source, check=check))
    return result
