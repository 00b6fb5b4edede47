"""Layouts are what nearly all pages of a template share, tried before they are proposed."""

from dataclasses import replace
from datetime import date

from wirelake.config import LearnedLayout
from wirelake.formats.html.layout import Sight
from wirelake.learn.layouts import Seen, Trial, judged, templates

DAY = date(2026, 3, 2)
SIGHT = Sight(
    text=(("main", ("page",)), ("div", ("body",))),
    headline=(("main", ("page",)), ("h1", ())),
    bylines=((("main", ("page",)), ("p", ("by",))), (("main", ("page",)), ("div", ("body",)), ("p", ()))),
    dates=(),
    places=((".", 6, 6), ("div.promo > a", 1, 0)),
    characters=900,
)


def seen(sight: Sight, count: int, day: date = DAY) -> list[Seen]:
    return [Seen(sight=sight, captured=day)] * count


def layout(pages: list[Seen]) -> LearnedLayout:
    (found,) = templates(pages, min_pages=8)
    return found


def test_a_layout_tells_where_all_stands_with_its_evidence() -> None:
    other = replace(SIGHT, characters=400)
    found = layout([*seen(SIGHT, 9), *seen(other, 1, date(2026, 3, 9))])
    assert (found.text, found.headline) == ("main.page > div.body", "main.page > h1")
    assert found.bylines == ("main.page > p.by",)  # what stands in the text is read with it
    assert (found.keeps, found.leaves) == ((".",), ("div.promo > a",))
    assert (found.shortest, found.longest, found.pages, found.share, found.days) == (400, 900, 10, 1.0, 2)
    assert (found.first_seen, found.last_seen) == (DAY, date(2026, 3, 9))


def test_a_class_of_a_few_pages_is_no_part_of_the_path() -> None:
    special = replace(SIGHT, text=(("main", ("page", "sport")), ("div", ("body",))))
    assert layout([*seen(SIGHT, 8), *seen(special, 2)]).text == "main.page > div.body"
    odd = replace(SIGHT, text=(("main", ()), ("div", ("body",))))
    assert layout([*seen(SIGHT, 19), *seen(odd, 1)]).text == "main.page > div.body"


def test_a_place_that_is_text_now_and_then_is_none_of_the_layout() -> None:
    once = replace(SIGHT, places=((".", 6, 6), ("div.box", 2, 2)))
    never = replace(SIGHT, places=((".", 6, 6), ("div.box", 2, 0)))
    found = layout([*seen(once, 5), *seen(never, 5)])
    assert (found.keeps, found.leaves) == ((".",), ())


def test_few_pages_teach_nothing_and_rare_templates_neither() -> None:
    assert templates(seen(SIGHT, 7), min_pages=8) == []
    rare = replace(SIGHT, text=(("table", ()),))
    assert [one.text for one in templates([*seen(SIGHT, 91), *seen(rare, 9)], min_pages=8)] == [
        "main.page > div.body"
    ]
    assert len(templates([*seen(SIGHT, 90), *seen(rare, 10)], min_pages=8)) == 2


def trials(layout: str | None, count: int, *differs: str) -> list[Trial]:
    return [Trial(captured=DAY, layout=layout, differs=differs)] * count


def test_a_layout_that_fits_and_reads_as_in_full_has_nothing_against_it() -> None:
    found = layout(seen(SIGHT, 40))
    (one,) = judged([found], [*trials(found.text, 38), *trials(found.text, 1, "text"), *trials(None, 1)])
    assert (one.against, one.layout.fit, one.layout.agreed) == (None, 39, 38)


def test_a_layout_that_fits_few_or_reads_otherwise_is_not_proposed() -> None:
    found = layout(seen(SIGHT, 40))
    (one,) = judged([found], [*trials(found.text, 19), *trials(None, 21)])
    assert one.against == "fits 19 of 40 pages"
    (one,) = judged([found], [*trials(found.text, 35), *trials(found.text, 5, "date")])
    assert one.against == "reads 5 of 40 pages otherwise than the full way"
