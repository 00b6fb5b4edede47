"""Why an article is, or is not, where a reader looks for it: from articles/ back to what its lists said."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from wirelake.batches.lakes import utc_now
from wirelake.config import Batch
from wirelake.evidence import identify_link
from wirelake.inquiry.answers import Answer, Verdict
from wirelake.inquiry.captures import became, ids_of, newest_captures, of_rejection, rejection_of
from wirelake.inquiry.dropped import ids_of_part, of_file, rejection_of_part
from wirelake.inquiry.lists import listed
from wirelake.inquiry.question import Question, questions
from wirelake.inquiry.runs import run_of
from wirelake.inquiry.standing import standing
from wirelake.lake.aliases import read_aliases
from wirelake.obligations.places import batches_in_raw
from wirelake.storage import Store

DAYS = 60  # capture days of raw/ whose indexes are read for an address, the newest first
UNKNOWN = (Verdict.NEVER_CAPTURED, Verdict.NEVER_LISTED)


def why(
    named: str,
    *,
    store: Store,
    source: str | None = None,
    day: date | None = None,
    days: int = DAYS,
    now: datetime | None = None,
) -> Answer:
    """Where the article of this id, address or raw_ref is, or why it is not there. Writes nothing.

    Args:
        named: an article_id, an address, or a raw_ref.
        source: of an address, the one that is asked; else those of its site, or all.
        day: this capture day alone; else the newest ``days`` of raw/.

    Raises:
        ConfigError: ``named`` is none of these, or no such source is known.
        DamagedError, FormatError: an object that has to be read for it cannot be.
    """
    now = now or utc_now()
    found = [_answer(store, one, day, days, now) for one in questions(named, source)]
    best = min(found, key=lambda one: (not one.is_readable, *_rank(one)))
    if best.run_id or not best.capture_date:
        return best
    return replace(best, run_id=run_of(store, Batch(best.source, best.capture_date)))


def _rank(answer: Answer) -> tuple[bool, bool]:
    """What some source knows comes before what none does."""
    return answer.verdict in UNKNOWN, answer.verdict is Verdict.NEVER_CAPTURED


def _answer(store: Store, question: Question, day: date | None, days: int, now: datetime) -> Answer:
    name = question.source.name
    if question.article_id:
        return _known(store, name, question.article_id, day, now) or _unknown(name, question.article_id)
    batches = _batches(store, question, day, days)
    found = newest_captures(store, question, batches)
    if found is None:
        return _by_address(store, question, day, now) or _of_no_capture(store, question, batches, now)
    for article_id, ref in ids_of(store, found):
        if answer := standing(store, name, article_id, now, raw_ref=question.raw_ref and ref):
            return answer
    return became(store, question, found)


def _batches(store: Store, question: Question, day: date | None, days: int) -> Sequence[Batch]:
    if question.batch:
        return [question.batch]
    if day:
        return [one for one in batches_in_raw(store, question.source.name) if one.day == day]
    return sorted(batches_in_raw(store, question.source.name), key=lambda one: one.day, reverse=True)[:days]


def _by_address(store: Store, question: Question, day: date | None, now: datetime) -> Answer | None:
    """By the id that the address makes: an article of days that were not looked at."""
    if not question.url:
        return None
    return _known(store, question.source.name, identify_link(question.url, question.source), day, now)


def _known(store: Store, source: str, named: str, day: date | None, now: datetime) -> Answer | None:
    """What history/, a decision or rejected/ knows of the id, or of the article of which it is an alias."""
    aliases = read_aliases(store, source)
    meant = aliases.meant(named)
    for article_id in dict.fromkeys((meant, aliases.merged.get(meant, meant))):
        if answer := standing(store, source, article_id, now):
            return answer
        if refused := rejection_of(store, source, article_id, day):
            return of_rejection(refused, source)
    return None


def _of_part(store: Store, question: Question, now: datetime) -> Answer | None:
    """What became of a part of a message of mail."""
    if not (question.url and question.batch):
        return None
    for article_id in ids_of_part(store, question.batch, question.url):
        if answer := standing(store, question.source.name, article_id, now):
            return answer
    refused = rejection_of_part(store, question.batch, question.url)
    return of_rejection(refused, question.source.name) if refused else None


def _of_no_capture(store: Store, question: Question, batches: Sequence[Batch], now: datetime) -> Answer:
    if question.url and question.batch:
        part = _of_part(store, question, now)
        return part or of_file(store, question.source, question.batch, question.url)
    if question.url:
        return listed(store, question, batches)
    what = f"no index of raw/ lists {question.raw_ref}"
    return Answer(
        verdict=Verdict.NEVER_CAPTURED,
        told=what,
        source=question.source.name,
        raw_ref=question.raw_ref,
        next=(f"wirelake verify {question.source.name} --all",),
    )


def _unknown(source: str, article_id: str) -> Answer:
    return Answer(
        verdict=Verdict.NEVER_CAPTURED,
        told="neither history/ nor rejected/ knows this id, and nothing was decided about it",
        source=source,
        article_id=article_id,
        next=("wirelake why URL   (by its address raw/ is looked through as well)",),
    )
