"""Who may share text with whom."""

import random
from datetime import date, timedelta

from tests.wirelake.stories.planted import DAY, rewritten, text

from wirelake.stories.sketch import TEMPLATE_DAYS, Sketch, candidates, sketch

Said = dict[str, str]


def of(day: date, said: Said) -> Sketch:
    return sketch(day, [(id_, id_.partition(":")[0], said[id_]) for id_ in sorted(said)])


def found(today: Sketch, *earlier: Sketch) -> set[tuple[str, str]]:
    ids = {one.day: one.ids for one in (*earlier, today)}
    return {(today.ids[one.text], ids[one.day][one.other]) for one in candidates(today, earlier)}


def test_copies_and_excerpts_are_found_and_little_else() -> None:
    earlier = of(DAY, {f"a:{n}": text(n, 80 + n) for n in range(200)})
    said = {f"b:{n}": f"{text(('x', n), 500)} {text(n, 80 + n)}" for n in range(60)}
    said |= {f"c:{n}": rewritten(text(n, 80 + n), n, 0.1) for n in range(60, 120)}
    pairs = found(of(DAY + timedelta(1), said), earlier)
    meant = {(id_, f"a:{id_.partition(':')[2]}") for id_ in said}
    assert len(meant & pairs) >= 0.97 * len(meant)
    assert len(pairs - meant) < 20


def test_pairs_of_one_day_come_once() -> None:
    pairs = found(of(DAY, {"a:1": text(1), "b:1": text(1), "c:1": text(1)}))
    assert pairs == {("b:1", "a:1"), ("c:1", "a:1"), ("c:1", "b:1")}


def test_short_texts_are_left_out() -> None:
    assert of(DAY, {"a:1": text(1, 20), "a:2": text(2)}).ids == ("a:2",)


def test_a_day_without_texts_has_no_pairs() -> None:
    assert found(of(DAY, {})) == set()
    assert found(of(DAY, {}), of(DAY - timedelta(1), {"a:1": text(1)})) == set()


def test_what_one_source_prints_on_several_days_is_known_as_a_template() -> None:
    days = [DAY + timedelta(n) for n in range(TEMPLATE_DAYS)]
    form = text("form", 150)
    all_ = [of(day, {f"a:{day}": f"{form} {text(day, 30)}"}) for day in days]
    parts = [one.template for one in candidates(all_[-1], all_[:-1])]
    assert len(parts) == TEMPLATE_DAYS - 1
    assert min(parts) > 0.9
    others = [
        of(day, {f"{name}:1": f"{form} {text(day, 30)}"}) for day, name in zip(days, "abc", strict=True)
    ]
    assert {one.template for one in candidates(others[-1], others[:-1])} == {0.0}


def test_a_text_that_everybody_prints_stays_found() -> None:
    said = {f"s{n:03}:1": rewritten(text("all"), n, 0.05) for n in range(300)}
    pairs = found(of(DAY, said))
    assert {later for later, _ in pairs} == {*sorted(said)[1:]}
    assert len(pairs) < 300 * 64


def test_the_order_of_arrival_plays_no_part() -> None:
    said = {f"a:{n}": rewritten(text(n % 7), n, 0.1) for n in range(40)}
    shuffled = [*said.items()]
    random.Random(1).shuffle(shuffled)  # noqa: S311
    assert found(of(DAY, said)) == found(of(DAY, dict(shuffled)))
