"""Why an article is, or is not, where a reader looks for it: ``wirelake.inquiry``, within a page's bounds."""

import re
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from dataclasses import dataclass
from datetime import date

from wirelake.errors import ConfigError, FormatError
from wirelake.inquiry import Answer, Verdict, why
from wirelake.inquiry.question import questions
from wirelake.legible import one_line
from wirelake.storage import Store

DAYS = 14  # capture days of raw/ that are looked through
MOST_SOURCES = 5  # that are asked at once
SECONDS = 15.0  # that the page waits
CONCEALED = (Verdict.EMBARGOED, Verdict.WITHHELD, Verdict.KILLED, Verdict.TAKEN_DOWN, Verdict.REPLACED)
SLOW = f"There is no answer within {SECONDS:.0f} seconds: ask wirelake why instead."


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquired:
    """What one source knows of it.

    Attributes:
        source: the source.
        verdict: where it is, or why it is not there, in a word or two.
        tone: good where readers may read it, else warn.
        told: the same in a sentence.
        article_id: its id; "" where none is known.
        day: the capture day that shows it; None: none does.
        facts: what else is known of it, name and value.
        evidence: by what it is known.
        next: commands and steps, the likeliest first.
    """

    source: str
    verdict: str
    tone: str
    told: str
    article_id: str
    day: date | None
    facts: tuple[tuple[str, str], ...]
    evidence: tuple[str, ...]
    next: tuple[str, ...]


def asked_of(named: str, source: str, readable: Collection[str]) -> list[str]:
    """The sources that it may be about, of those that the user may read; of no other a word is said.

    Raises:
        ConfigError: no id, address or raw_ref; no such source.
    """
    of = source or ("" if "://" in named else re.split("[:/]", named)[0])
    if of and of not in readable:
        return []
    found = dict.fromkeys(one.source.name for one in questions(named, source or None))
    return [name for name in found if name in readable]


def inquire(store: Store, named: str, sources: list[str]) -> tuple[tuple[Inquired, ...], str]:
    """What each of these sources knows, who knows it first; and what went wrong, "" where nothing did."""
    pool = ThreadPoolExecutor(max(1, len(sources)))
    waiting = [pool.submit(why, named, store=store, source=one, days=DAYS) for one in sources]
    try:
        found = [one.result(SECONDS) for one in waiting]
    except TooLong:
        return (), SLOW
    except (ConfigError, FormatError) as error:
        return (), str(error)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    unknown = (Verdict.NEVER_CAPTURED, Verdict.NEVER_LISTED)
    found.sort(key=lambda one: (not one.is_readable, one.verdict in unknown))
    return tuple(map(_inquired, found)), ""


def _inquired(answer: Answer) -> Inquired:
    hidden = {"headline", "detail"} if answer.verdict in CONCEALED else set()
    facts = [(name, one_line(value)) for name, value in answer.facts() if name not in hidden]
    return Inquired(
        source=answer.source,
        verdict=str(answer.verdict).replace("_", " "),
        tone="good" if answer.is_readable else "warn",
        told=one_line(answer.told),
        article_id=answer.article_id or "",
        day=answer.capture_date,
        facts=tuple((name.replace("_", " "), value) for name, value in facts),
        evidence=tuple(map(one_line, answer.evidence)),
        next=tuple(map(one_line, answer.next)),
    )
