"""An article's fields, each with what speaks for its value, and why what else was found lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wirelake.desk.article.reasons import MADE, WHY_CHOSEN, WHY_LOST, refusal
from wirelake.desk.article.rules import lifts
from wirelake.evidence.published import AGREE, HAS_A_SAY, MODIFIED
from wirelake.legible import letters_alone, one_line

Row = Mapping[str, Any]
MOST_LETTERS = 400  # of a value
MOST_CANDIDATES = 40  # of a field
MOST_LISTED = 30  # people, subjects and the like
DATE = "published"
CHOSEN, AGREES, LOST, REFUSED = "chosen", "agrees", "lost", "refused"
WEIGHED = ("headline", "authors", "language", "description")  # of which candidates are kept
OTHERS = (
    "headline_prefix", "slugline", "byline", "dateline_text", "dateline_place", "dateline_country", "located",
    "provider", "credit_line", "copyright_notice", "correction_note", "contacts", "wire_id", "version",
    "urgency", "embargoed_until", "expires", "usage_terms", "copyright_holder", "rights_reserved", "subjects",
    "is_truncated", "word_count", "quality_flags", "extractor", "source_format",
)  # fmt: skip
SUMMED = ("headline",)  # whose places are weighed together where they agree


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One place that states the field.

    Attributes:
        value: what it states.
        origin: json_ld, og_title, h1, byline, wire_stamp ….
        weight: how much its place says; of dates 0 to 1.
        outcome: chosen, agrees, lost or refused.
        why: in words.
    """

    value: str
    origin: str
    weight: float
    outcome: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the article, and why it is what it is.

    Attributes:
        name: of its column.
        value: "" where nothing was found to be it.
        why: in words.
        candidates: the chosen first.
        left_out: candidates that the page does not show.
    """

    name: str
    value: str
    why: str
    candidates: tuple[Candidate, ...] = ()
    left_out: int = 0


def fields_of(row: Row) -> tuple[Field, ...]:
    """The fields of a row of history/ that say something, those with candidates first."""
    weighed = [_weighed(row, name) for name in WEIGHED]
    found = [weighed[0], _dated(row), *weighed[1:], *(_other(row, name) for name in OTHERS)]
    return tuple(one for one in found if one.value or one.candidates)


def _weighed(row: Row, name: str) -> Field:
    """A field whose candidates say the same or otherwise: those of a headline that agree count together."""
    own = [one["name"] for one in row["authors"] or ()] if name == "authors" else [row[name] or ""]
    wanted = {letters_alone(one.casefold()) for one in own if one}
    mine = [one for one in row["candidates"] or () if one["field"] == name]
    # What a language is stated as comes before what the text is found to be written in.
    mine.sort(key=lambda one: (name == "language" and one["origin"] == "text", -(one["weight"] or 0.0)))
    says = [not one["refused"] and _says(name, one["value"], wanted) for one in mine]
    exact = [
        one and letters_alone(each["value"].casefold()) in wanted
        for one, each in zip(says, mine, strict=True)
    ]
    chosen = (exact if any(exact) else says).index(True) if any(says) else None
    total = sum(one["weight"] for one, agrees in zip(mine, says, strict=True) if agrees)
    shown = [
        _judged(name, one, agrees=agrees, is_chosen=place == chosen, total=total)
        for place, (one, agrees) in enumerate(zip(mine, says, strict=True))
    ]
    shown.sort(key=lambda one: one.outcome != CHOSEN)
    value = ", ".join(own[:MOST_LISTED])
    return _field(name, value, _why(row, name, value, shown), shown)


def _judged(name: str, one: Row, *, agrees: bool, is_chosen: bool, total: float) -> Candidate:
    if one["refused"]:
        return _candidate(one, REFUSED, refusal(one["refused"]))
    if is_chosen or (agrees and name == "authors"):
        return _candidate(one, CHOSEN, WHY_CHOSEN.get(name, "the weightiest that says it"))
    if agrees:
        return _candidate(one, AGREES, "it says the same")
    against = f", {one['weight']:.2f} against {total:.2f}" if name in SUMMED and total else ""
    return _candidate(one, LOST, f"{WHY_LOST.get(name, 'it says otherwise')}{against}")


def _says(name: str, value: str, wanted: Iterable[str]) -> bool:
    """The candidate says the value, perhaps with a prefix or a site's name that the field was freed of."""
    said = letters_alone(value.casefold())
    if name == "language":  # en says en-GB, though not all of it
        return any(said[:2] == one[:2] for one in wanted)
    if value.endswith("…") and said:  # candidates are cut
        return any(one.startswith(said) for one in wanted)
    return any(one == said or (len(one) > 1 and one in said) for one in wanted)


def _candidate(one: Row, outcome: str, why: str) -> Candidate:
    return Candidate(
        value=_brief(one["value"]),
        origin=one_line(one["origin"]),
        weight=one["weight"] or 0.0,
        outcome=outcome,
        why=why,
    )


def _why(row: Row, name: str, value: str, shown: Sequence[Candidate]) -> str:
    said = [one.origin for one in shown if one.outcome in (CHOSEN, AGREES)]
    if said:
        more = len(said) - 1
        return f"{said[0]} says it" + (f", and {more} more say{'s' if more == 1 else ''} so" if more else "")
    if shown and value:
        return "no candidate alone says it so: it was put together from them, or " + _stated(row, name, value)
    return _stated(row, name, value) if value else "none that was found may speak for it"


def _dated(row: Row) -> Field:
    value = row["published_at"] or row["published_date"]
    mine = sorted(row["date_candidates"] or (), key=lambda one: -(one["weight"] or 0.0))
    chosen = next((one for one in mine if _is_chosen(row, one)), None)
    shown = [_judged_date(row, one, is_chosen=one is chosen) for one in mine]
    shown.sort(key=lambda one: one.outcome != CHOSEN)
    why = f"{one_line(row['date_source'])} says it" if row["date_source"] else "no date was found"
    if chosen and chosen["zone_assumed"]:
        why += f"; its zone was assumed: {one_line(chosen['zone_assumed'])}"
    if row["published_precision"]:
        why += f"; known to the {row['published_precision']}"
    return _field(DATE, _brief(value), why, shown)


def _is_chosen(row: Row, one: Row) -> bool:
    if one["refused"] or one["origin"] != row["date_source"]:
        return False
    if row["published_at"] is None:
        return bool(one["value"][:10] == str(row["published_date"]))
    moment = _moment(one["value"])
    return moment is not None and moment.tzinfo is not None and moment == row["published_at"]


def _judged_date(row: Row, one: Row, *, is_chosen: bool) -> Candidate:
    if one["refused"]:
        return _candidate(one, REFUSED, refusal(one["refused"]))
    if is_chosen:
        return _candidate(one, CHOSEN, "the weightiest that has a say, or the time of its day")
    if one["origin"] == MODIFIED:
        return _candidate(one, LOST, "a date of the last change, which counts only where no other stands")
    if one["weight"] < HAS_A_SAY:
        return _candidate(one, LOST, f"too light to have a say: below {HAS_A_SAY}")
    moment, day = _moment(one["value"]), row["published_date"]
    if moment and day and abs(moment.date() - day) <= AGREE:
        return _candidate(one, AGREES, "it agrees to the day")
    return _candidate(
        one, LOST, f"another day, {one['weight']:.2f} against {row['date_confidence'] or 0:.2f}"
    )


def _moment(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def _other(row: Row, name: str) -> Field:
    value = row[name]
    if isinstance(value, bool):
        shown = "yes" if value else ""
    elif isinstance(value, list | tuple):
        shown = _brief(", ".join(str(one) for one in value[:MOST_LISTED]))
    else:
        shown = "" if value is None else _brief(value)
    return Field(name=name, value=shown, why=_stated(row, name, shown) if shown else "")


def _stated(row: Row, name: str, value: str) -> str:
    """What a rule lifted out of the text; else where the reading of the format found it."""
    if name in MADE:
        return MADE[name]
    took = {one["rule"]: one["text"] for one in row["removed"] or () if one["kind"] == "lift"}
    letters = letters_alone(value)
    for rule in lifts(took, name):
        if letters and letters in letters_alone(took[rule]):
            return f"the rule {rule} lifted it out of the text"
    return f"read in the {row['source_format']}, or a fact of the source's YAML"


def _field(name: str, value: str, why: str, shown: list[Candidate]) -> Field:
    kept = tuple(shown[:MOST_CANDIDATES])
    return Field(name=name, value=_brief(value), why=why, candidates=kept, left_out=len(shown) - len(kept))


def _brief(value: Any) -> str:
    """One line of it, bounded; an instant in UTC."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}Z"
    text = "" if value is None else str(value) if isinstance(value, date) else one_line(str(value))
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
