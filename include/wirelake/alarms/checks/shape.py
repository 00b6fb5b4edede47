"""A list or a page is not what it was: a list of several is lost, links fit no more, a template changed."""

import re

from wirelake.alarms.view import LIKE, Alarm, Day, View, is_beyond

RUN, RARELY = 3, 0.05  # days in a row on which a list is lost; the share of days on which it was before
LEAST, FEWER = 10, 4  # links of a list; times fewer of them fit
TEMPLATE = frozenset({"layout_unfit", "layout_differs"})
PAGES, MOST = 3, 0.5  # pages that no layout fits, and their share
LISTS = ("feed ", "sitemap ", "archive_page ", "link_page ", "api ")  # how a run begins to tell of a lost one


def shape(view: View) -> Alarm | None:
    """One of the source's lists, what fits in them, or the pages' template has changed."""
    day = view.judged
    if day is None or len(view.before(day)) < LIKE:
        return None
    return _lost(view) or _unfit(view) or _template(view, day)


def _lost(view: View) -> Alarm | None:
    """A list is lost day by day, of a source whose other lists go on."""
    *past, _, _, last = view.closed
    names = set.intersection(*({*map(_list_of, _lists(one))} for one in view.closed[-RUN:]))
    for told in _lists(last):
        name = _list_of(told)
        often = sum(name in map(_list_of, _lists(one)) for one in past)
        if name in names and often <= RARELY * len(past):
            return Alarm(
                check="shape",
                about="list",
                message=f"{RUN} days in a row a list was lost: {told}",
                cure=f"wirelake discover {view.source.name} shows what it answers; correct the YAML",
            )
    return None


def _lists(day: Day) -> list[str]:
    return [one for one in day.lost if one.startswith(LISTS)]


def _list_of(told: str) -> str:
    """Which list is meant, also where its address names the day: ``archive_page https://wire.example/0-0``."""
    return re.sub(r"\d+", "0", " ".join(told.split()[:2]).rstrip(":"))


def _unfit(view: View) -> Alarm | None:
    """Two days in a row far fewer of the listed links fit the YAML's selectors and patterns."""
    *past, before, last = view.closed
    listed = sum(one.listed for one in past)
    usual = sum(one.matched for one in past) / max(listed, 1)
    if not all(_is_beyond(one, min(usual, 1)) for one in (before, last)):
        return None
    return Alarm(
        check="shape",
        about="links",
        message=f"{last.matched} of {last.listed} links of {last.day} fit the YAML: usually {usual:.0%}",
        cure=f"wirelake discover {view.source.name} shows the links that are left out, and by which field",
    )


def _is_beyond(day: Day, usual: float) -> bool:
    left = day.listed - day.matched
    few = day.listed >= LEAST and day.matched * FEWER < usual * day.listed
    return few and is_beyond(left, day.listed, 1 - usual)


def _template(view: View, day: Day) -> Alarm | None:
    """Most pages of the day fit none of the source's learned layouts, which they did before."""
    past = view.before(day)
    usual = sum(one.flags.get("layout_unfit", 0) for one in past) / max(sum(one.items for one in past), 1)
    unfit = day.flags.get("layout_unfit", 0)
    if (
        unfit < PAGES
        or unfit <= MOST * day.items
        or not is_beyond(unfit, max(day.items, unfit), min(usual, 1))
    ):
        return None
    return Alarm(
        check="shape",
        about="page",
        message=f"{unfit} of {day.items} pages of {day.day} fit no learned layout: they were read in full",
        cure=f"has the site's template changed? wirelake learn {view.source.name} learns it anew",
    )
