"""What a run passes over: dropped files. They are named, and neither rejected nor judged."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wirelake.payloads.no_items import is_index
from wirelake.records import DROPPED, Article, RawArticle

Row = dict[str, Any]


def rows_of(passed_over: Mapping[str, str]) -> list[Row]:
    """Name → what it is, as ``runs.passed_over`` has it."""
    return [{"name": name, "reason": kind} for name, kind in sorted(passed_over.items())]


def added(rows: Iterable[Row], passed_over: Mapping[str, str]) -> list[Row]:
    """Those rows and these, each name once."""
    return rows_of({**{row["name"]: row["reason"] for row in rows}, **passed_over})


def in_words(rows: Iterable[Row]) -> str:
    """``12 passed over (10 picture, 2 checksum)``; nothing where there is none."""
    kinds = Counter(row["reason"] for row in rows).most_common()
    counted = ", ".join(f"{count} {kind}" for kind, count in kinds)
    return f"{sum(count for _, count in kinds)} passed over ({counted})" if kinds else ""


def name_of(raw: RawArticle) -> str:
    """The file's name below its day's folder, as its address has it; nothing of what was not dropped."""
    return raw.link.url.split("/", 2)[2] if raw.link.origin in DROPPED else ""


def says_nothing(raw: RawArticle, articles: Sequence[Article]) -> bool:
    """It is called an index, and holds neither an article nor a package."""
    if not is_index(name_of(raw)) or raw.failure:
        return False
    return not any(one.body_text or one.members or one.renditions for one in articles)
