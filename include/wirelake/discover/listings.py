"""What each list of a discovery held, by which "all of it is known" differs from "nothing is there"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wirelake.config import SourceConfig

NOT_THERE = frozenset({"http_404", "http_410"})
MENU = 10  # links that a dated page may have on a day without articles


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list that was looked at: how many links it held, how many match, how many are of the day.

    ``part`` is its place in the source's ``discover``, ``field`` what of that part chooses among its links;
    ``example`` is one that was not chosen. Of a list that failed all counts are 0.
    """

    url: str
    part: int = 0
    dated: bool = False  # its address names the day: that it is not there may mean a day without articles
    field: str = "url"
    listed: int = 0
    matched: int = 0
    of_day: int = 0
    example: str = ""
    failure: str | None = None


def totals(listings: Sequence[Listing]) -> dict[str, int]:
    """The columns of runs/ that count what was listed."""
    return {
        name: sum(getattr(one, name) for one in listings if one.failure is None)
        for name in ("listed", "matched", "of_day")
    }


def mistakes(source: SourceConfig, listings: Sequence[Listing], *, is_new: bool) -> list[str]:
    """What of the source's YAML cannot be right, by what its lists hold; nothing where any list may be.

    An undated list that is not there is one always. That it holds nothing, or nothing that matches, is one
    of a new source, which never brought an article: of an older one it is news. A day's own page may have
    no link but those of its menu.
    """
    found = [list(_mistakes(source, one, is_new=is_new)) for one in listings]
    return [said for one in found for said in one] if all(found) else []


def _mistakes(source: SourceConfig, one: Listing, *, is_new: bool) -> Iterator[str]:
    place = f"{source.name}.yaml: discover[{one.part}]"
    if one.failure in NOT_THERE and not one.dated:
        status = one.failure.removeprefix("http_")
        yield f"{place}.url: {one.url} answers {status}: no list stands there; correct the address"
    elif one.failure is None and is_new and not one.dated and not one.listed:
        yield f"{place}.url: {one.url} holds no link; is it the list of the articles?"
    elif one.failure is None and is_new and not one.matched and one.listed >= (MENU if one.dated else 1):
        value = getattr(source.discover[one.part], one.field)
        such = f", such as {one.example}" if one.example else ""
        yield f"{place}.{one.field}: {value!r} fits none of the {one.listed} links of {one.url}{such}"
