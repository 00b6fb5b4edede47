"""htmldate's pages and cases: the day that wirelake's evidence settles on, and never an exception.

The gold of many pages is the day of their last change, which htmldate may look for. wirelake keeps such a day
as a candidate of its own, and takes it where a page states no other: the reasons below say where they part.

A page is extracted and cleaned as a source without facts of its own would have it, without a feed's date. The
other functions of htmldate, and its options (formats, bounds, the date of the last change), have no
counterpart here: such cases ask for no exception alone. Where wirelake states no day at all it is by rule:
a day that a page does not state as its article's is not guessed.
"""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bench.suites import Result

from wirelake.clean import clean
from wirelake.config import SourceConfig
from wirelake.extract import extract
from wirelake.records import Article, Kind, Link, RawArticle, Rejection

CHANGE = "the gold is the day of a last change, which the page states or shows beside that of publication"
STATED = "the page states for machines that it was published on the day that was taken"
CHANGED = "the page states no day but that of its last change"
SHOWN = "the page shows both days without a word, and the one next to the headline was taken"
NONE = "a day that the page does not state as its article's is not guessed"
UTC_DAY = (
    "a neighbouring day: the gold is that of another zone than the instant in UTC, or than the page's words"
)
SOURCE = SourceConfig.model_validate(
    {
        "name": "quay",
        "title": "Harbour Quay",
        "description": "A source without facts of its own.",
        "homepage": "https://quay.example/",
        "contact": "operator@quay.example",
        "discover": [{"kind": "drop_folder", "prefix": "drop/quay/{day}"}],
    }
)


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result a page or a case."""
    place = (folder / entry["file"]).parent
    with (folder / entry["file"]).open(encoding="utf-8") as lines:
        for line in lines:
            yield _result(json.loads(line), place)


def _result(case: dict[str, Any], place: Path) -> Result:
    options = {} if "date" in case else (case["kwargs"] or len(case["args"]) > 1)
    try:
        article = _article(*_page(case, place))
    except Exception as error:
        return Result(
            id=case["id"], passed=False, got=f"{type(error).__name__}: {error}", wanted="a day or none"
        )
    got = str(article and article.published_date)
    if options or case.get("func", "find_date") != "find_date":
        return Result(id=case["id"], passed=True, got=got, wanted="no exception")
    wanted = str(case.get("date") or case.get("expected"))[:10]
    passed = got == wanted or (got == "None" and wanted == "nan")
    return Result(
        id=case["id"], passed=passed, got=got, wanted=wanted, reason="" if passed else _why(article, wanted)
    )


def _why(article: Article | None, wanted: str) -> str:
    if article is None or article.published_date is None:
        return NONE
    if _next_to(article.published_date.isoformat(), wanted):
        return UTC_DAY
    if any(one.value[:10] == wanted for one in article.date_candidates if one.origin == "modified"):
        return CHANGE
    if article.date_source == "modified":
        return CHANGED
    if any(one.value[:10] == wanted for one in article.date_candidates if one.origin == article.date_source):
        return SHOWN
    return STATED if article.date_source in ("json_ld", "meta") else ""


def _next_to(day: str, wanted: str) -> bool:
    try:
        return abs((date.fromisoformat(day) - date.fromisoformat(wanted)).days) == 1
    except ValueError:  # "nan": the gold has no day
        return False


def _page(case: dict[str, Any], place: Path) -> tuple[bytes, str]:
    if "html" in case:
        return gzip.decompress((place / case["html"]).read_bytes()), case["url"]
    return str(case["args"][0]).encode("utf-8", "replace"), "https://quay.example/news/1"


def _article(data: bytes, url: str) -> Article | None:
    found = extract(
        RawArticle(
            link=Link(url=url, origin="sitemap"),
            kind=Kind.ARTICLE,
            fetched_at=datetime.now(UTC),
            body=data,
            status=200,
            raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
        )
    )
    if isinstance(found, Rejection):
        return None
    return clean(found[0], SOURCE)
