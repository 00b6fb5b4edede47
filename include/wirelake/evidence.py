"""Candidates for a field, each with origin and weight → the value, with all its candidates kept.

A date is never invented: a day stays a day, an instant keeps its zone, and what is refused says why.
"""

import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from wirelake.addresses import canonicalise
from wirelake.config import SourceConfig
from wirelake.records import Article, DateCandidate

AGREE = timedelta(days=1)
YEARS = range(1900, 2201)
EPOCH = date(1970, 1, 1)  # what a page states whose own date is broken
HAS_A_SAY = 0.5
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# A page clock: "Tuesday, 02 January 2024 12:17 GMT", the whole line
CLOCK = re.compile(
    rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)(\d{{1,2}})\s+({MONTHS})\s+(\d{{4}})"
    r"\s+(\d{1,2}:\d{2})(?::\d{2})?\s*(GMT|UTC)?",
    re.IGNORECASE,
)
URL_DATE = re.compile(r"/(20\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/\-_.]|$)")
PREFIX = re.compile(r"((?:UPDATE|WRAPUP)\s+\d+|CORRECTED|CORRECTION|REFILE|RPT|URGENT)\s*[-–:]\s*(?=\S)")


def page_clock(line: str) -> DateCandidate | None:
    """A line that is a page's running clock, as a candidate that is refused; None for any other line."""
    found = CLOCK.fullmatch(line.strip())
    if not found:
        return None
    day, month, year, time, _ = found.groups()
    try:
        value = datetime.strptime(f"{day} {month} {year} {time}", "%d %B %Y %H:%M").replace(tzinfo=UTC)
    except ValueError:
        return None
    return DateCandidate(
        value=value.isoformat(),
        raw=line.strip(),
        origin="page_clock",
        precision="minute",
        refused="page_clock_above_headline",
    )


def settle(article: Article, source: SourceConfig) -> Article:
    """Decide identity, headline prefix, version and published date from what was found."""
    article = _freed_headline(article)
    article = replace(article, date_candidates=_all_dates(article, source))
    article = _dated(article, source)
    digest = hashlib.sha256(f"{article.headline}\n{article.body_text}".encode()).hexdigest()
    shown = f"{digest} {article.published_at or article.published_date}"
    return replace(
        article,
        is_correction=article.is_correction or article.correction_note is not None,
        article_id=identify(article, source),
        version=article.version or _short(shown)[:16],
        content_sha256=digest,
        provider=article.provider or source.provider,
    )


def identify(article: Article, source: SourceConfig) -> str:
    """source, colon, and the first available of wire id, guid and hash of the canonical URL.

    The order is the source's. A dropped file without any of them goes by its name in the drop folder.
    """
    by_role = {alt.role: alt.value for alt in reversed(article.alt_ids)}
    stated = article.canonical_url or article.url
    if "wire" not in by_role and source.wire_id_in_url and stated:
        found = re.search(source.wire_id_in_url, stated)
        if found:
            by_role["wire"] = found.group(1)
    url = canonicalise(stated, source.drop_query) if stated else None
    for role in source.identity:
        value = _short(url) if role == "url" and url else by_role.get(role)
        if value:
            return f"{source.name}:{_id_safe(value)}"
    fallback = by_role.get("wire") or by_role.get("guid") or (url and _short(url)) or by_role.get("file", "")
    return f"{source.name}:{_id_safe(fallback)}"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _id_safe(value: str) -> str:
    """The value itself where it is plain, else its hash: ids go into paths, URLs and SQL."""
    return value if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", value) else _short(value)


def _freed_headline(article: Article) -> Article:
    # CORRECTED-Port of Example reopens; UPDATE 2-Shares fall. PRECIOUS- and SOCCER- are column labels.
    found = PREFIX.match(article.headline)
    if not found:
        return article
    prefix = found.group(1)
    corrects = prefix.startswith("CORRECT")
    return replace(
        article,
        headline=article.headline[found.end() :],
        headline_prefix=prefix,
        is_correction=article.is_correction or corrects,
        signals=(
            *article.signals,
            *(("correction",) if corrects else ("update",) * prefix.startswith("UPD")),
        ),
    )


def _all_dates(article: Article, source: SourceConfig) -> tuple[DateCandidate, ...]:
    found = [_plausible(_zoned(candidate, source)) for candidate in article.date_candidates]
    if stated := URL_DATE.search(article.canonical_url or article.url or ""):
        year, month, day = map(int, stated.groups())
        try:
            value = date(year, month, day).isoformat()
            found.append(
                DateCandidate(value=value, raw=stated.group(), origin="url", precision="day", weight=0.6)
            )
        except ValueError:  # /2025/02/30/
            pass
    unique = {(one.origin, one.value, one.raw): one for one in reversed(found)}
    return tuple(sorted(unique.values(), key=lambda one: (-one.weight, one.origin, one.value)))


def _zoned(candidate: DateCandidate, source: SourceConfig) -> DateCandidate:
    """Local time without a zone is the source's local time, and says that this was assumed."""
    if candidate.precision == "day":
        return candidate
    moment = datetime.fromisoformat(candidate.value)
    if moment.tzinfo is not None:
        return candidate
    return replace(
        candidate, value=moment.replace(tzinfo=source.zone).isoformat(), zone_assumed=source.timezone
    )


def _plausible(candidate: DateCandidate) -> DateCandidate:
    day = datetime.fromisoformat(candidate.value).date()
    if candidate.refused or (day.year in YEARS and abs(day - EPOCH) > AGREE):
        return candidate
    return replace(candidate, refused="implausible_date")


def _dated(article: Article, source: SourceConfig) -> Article:
    """The best-weighted candidate decides the day; an instant that agrees with it gives the time."""
    voters = [one for one in article.date_candidates if not one.refused and one.weight >= HAS_A_SAY]
    if not voters:
        return article
    best = voters[0]
    agreeing = [one for one in voters if abs(_utc_day(one) - _utc_day(best)) <= AGREE]
    if best.precision == "day":
        same_day = {_utc_day(best)}
        best = next(
            (
                one
                for one in agreeing
                if one.precision != "day" and {_utc_day(one), _local_day(one, source)} & same_day
            ),
            best,
        )
    flags = article.quality_flags
    if len(agreeing) < len(voters):
        flags = (*flags, "dates_contradict")
    instant = None if best.precision == "day" else datetime.fromisoformat(best.value).astimezone(UTC)
    return replace(
        article,
        published_at=instant,
        published_date=_utc_day(best),
        published_precision=best.precision,
        date_source=best.origin,
        date_confidence=best.weight,
        quality_flags=flags,
    )


def _utc_day(candidate: DateCandidate) -> date:
    if candidate.precision == "day":
        return date.fromisoformat(candidate.value)
    return datetime.fromisoformat(candidate.value).astimezone(UTC).date()


def _local_day(candidate: DateCandidate, source: SourceConfig) -> date:
    return datetime.fromisoformat(candidate.value).astimezone(source.zone).date()
