"""Whether a source's lists, as raw/ holds them, named an address that no capture asked for."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

from wirelake import archive
from wirelake.config import Batch, SourceConfig
from wirelake.discover import unwanted
from wirelake.discover.search import matches
from wirelake.errors import ParseError
from wirelake.inquiry.answers import Answer, Verdict
from wirelake.inquiry.question import Question
from wirelake.lake.exchanges import read_index
from wirelake.lake.reading import picked, read_days
from wirelake.payloads import payload
from wirelake.records import Kind, RawArticle
from wirelake.storage import Store

DAYS, LISTS = 3, 60  # that are looked through, the newest first
LEAST = 6  # characters of a path that is looked for; shorter ones stand in any page


def listed(store: Store, question: Question, batches: Sequence[Batch]) -> Answer:
    """What the lists of the newest of these batches say of an address that raw/ does not hold.

    Raises:
        FormatError: an index cannot be read.
    """
    source, looked = question.source, batches[:DAYS]
    if not batches:
        what = f"nothing of {source.name} stands in raw/ for the days that were looked at"
        return Answer(
            verdict=Verdict.NEVER_CAPTURED,
            told=what,
            source=source.name,
            url=question.url,
            next=(f"wirelake discover {source.name}", f"wirelake run {source.name} DAY"),
        )
    searched = 0
    for batch, raw in islice(_lists(store, looked), LISTS):
        searched += 1
        if _names(raw, question):
            return _not_asked(question, source, batch, raw)
    seen = f"{searched} lists of {', '.join(str(one.day) for one in looked)} were looked through"
    what = "no list of the source named it" if searched else "raw/ holds no list that could have named it"
    return Answer(
        verdict=Verdict.NEVER_LISTED,
        told=what,
        source=source.name,
        url=question.url,
        evidence=(seen, *_accounts(store, looked)),
        next=(
            f"wirelake why {question.url} --day DAY   (if it is of another day)",
            f"wirelake discover {source.name}   (what its lists hold now)",
            f"wirelake preview {question.url} --source {source.name}   (would it be an article?)",
        ),
    )


def _lists(store: Store, batches: Sequence[Batch]) -> Iterator[tuple[Batch, RawArticle]]:
    for batch in batches:
        for row in reversed(read_index(store, batch)):
            if row["kind"] not in (Kind.ARTICLE, Kind.PAGE) and row["failure"] is None:
                yield batch, archive.read_row(store, batch, row)


def _names(raw: RawArticle, question: Question) -> bool:
    """The list's bytes hold the address, whole or as its path."""
    if raw.failure is not None:
        return False
    try:
        text = unquote(unescape(payload(raw).decode("utf-8", "replace")))
    except ParseError:
        return False
    return any(re.search(rf"{re.escape(one)}(?![\w-])", text) for one in _wanted(question.url or ""))


def _wanted(url: str) -> Iterator[str]:
    parts = urlsplit(unquote(url))
    path = parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    if len(path) >= LEAST:
        yield path
    elif parts.netloc and path:
        yield f"{parts.netloc}{path}"


def _not_asked(question: Question, source: SourceConfig, batch: Batch, raw: RawArticle) -> Answer:
    """It was listed: the YAML's patterns leave it out, or its day does."""
    url, where = question.url or "", f"{raw.link.url} named it on {batch.day}"
    facts: dict[str, Any] = {
        "source": source.name,
        "url": url,
        "capture_date": batch.day,
        "raw_ref": raw.raw_ref,
    }
    parts = [(number, part) for number, part in enumerate(source.discover) if part.kind == raw.kind]
    patterns = [(number, found) for number, part in parts if (found := getattr(part, "link_pattern", None))]
    if patterns and not any(matches(pattern, url) for _, pattern in patterns):
        told = "; ".join(f"discover[{number}].link_pattern {pattern!r}" for number, pattern in patterns)
        steps = (f"correct it in {source.name}.yaml, then: wirelake discover {source.name} {batch.day}",)
        return Answer(
            verdict=Verdict.NOT_CHOSEN, told=f"{where}, and {told} does not fit it", next=steps, **facts
        )
    if rule := unwanted(source, url):
        steps = (
            f"where it is wanted, correct it in {source.name}.yaml, then: wirelake run {source.name} DAY",
        )
        return Answer(verdict=Verdict.NOT_CHOSEN, told=f"{where}, and {rule.told}", next=steps, **facts)
    if raw.kind is Kind.SITEMAP:
        what = f"{where}, with a date of another day, or of none: it is captured with the day of its date"
        steps = (f"wirelake run {source.name} DAY   (the day that the list states for it)",)
        return Answer(verdict=Verdict.OUTSIDE_DAY, told=what, next=steps, **facts)
    what = f"{where}, and no capture asked for it"
    select = [part.select for part in source.discover if part.kind == "link_page"]
    if raw.kind is Kind.LINK_PAGE and select:
        what += f": it may stand outside of select {select[0]!r}"
    both = (f"wirelake discover {source.name} {batch.day}", f"wirelake run {source.name} {batch.day}")
    return Answer(verdict=Verdict.LISTED, told=what, next=both, **facts)


def _accounts(store: Store, batches: Sequence[Batch]) -> Iterator[str]:
    """What the newest runs of these days said of their lists, and what of them may be missing."""
    wanted = picked("runs", ["mode", "listed", "matched", "of_day", "gaps", "started_at"])
    for batch in batches:
        rows = read_days(store, "runs", batch.day, batch.day, source=batch.source, wanted=wanted).to_pylist()
        mine = [row for row in rows if row["listed"] is not None and row["mode"] in ("run", "poll")]
        if last := max(mine, key=lambda row: row["started_at"], default=None):
            yield f"{batch}: {last['listed']} listed, {last['matched']} match, {last['of_day']} of the day"
            yield from (f"{batch}: {gap}" for gap in (last["gaps"] or ())[:5])
