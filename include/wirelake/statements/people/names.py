"""Names of people as bylines write them: led in, joined, followed by roles, dates and buttons."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from wirelake.statements.lines import letters, line
from wirelake.statements.people import byline_words as words
from wirelake.statements.people.name_kinds import (
    AGENCY,
    BODY,
    DESK,
    MAX_NAME,
    NOT_NAME,
    PLACE,
    ROLE,
    SUFFIX,
    UNCASED,
    House,
    any_of,
    is_body,
    is_inverted,
    is_titled,
    looks_like_name,
    refusal,
)

MAX_TEXT = 600  # characters of a byline that are looked at
MAX_NAMES = 30
MAX_ROLE = 120
MAX_WORDS = 8


LEADING = any_of(rf"(?<!\w)(?:{'|'.join(words.LEADING)})\s*[:：]?\s*")
# "von Anna Quaybell", not "Von Trier" and not "von der Mole"
LEADING_SMALL = re.compile(rf"(?i:{words.LEADING_SMALL})\s+(?=[^\W\d_a-zß-ÿ][\w.'’-]*\s+\S)")
LEADING_BODY = re.compile(rf"(?i:{words.LEADING_SMALL})\s+(?=(?i:{'|'.join(words.AGENCIES)})$)")
STOP = any_of(rf"(?<!\w)(?:{'|'.join(words.STOPS)})")
PARTING = re.compile(r"\s*[;|·•\n]\s*|\s+[-–—]+\s+|\s*/\s*|\s+\d+\s+")
COMMA = re.compile(r"\s*[,、，]\s*")
JOINT = re.compile(words.AND)
AND = re.compile(rf"\s+(?:{words.AND})\s+")
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s,;|]+|[\w.+-]{0,64}@[\w.-]+(?:/\S*)?|\S{1,64}\.(?:html?|php)\b", re.IGNORECASE
)


GLUED_ROLE = re.compile(
    rf"(?!{words.NAMELESS})((?:[^\W\d_a-zA-Z]\s?){{2,12}}?(?<![{words.DEPARTMENT_ENDS}]))\s?({words.GLUED_ROLES})"
)
# An agency with what it calls somebody: "AP Business Writer", "Press Association Political Correspondent"
OFFICE = re.compile(rf"\s(?:{AGENCY.pattern})(?:\s\w+){{0,2}}?(?:\s{ROLE.pattern})?$", re.IGNORECASE)
OFFICE_ALONE = re.compile(rf"(?:{AGENCY.pattern})(?:\s\w+){{0,2}}?\s{ROLE.pattern}", re.IGNORECASE)
UPPER = r"[^\W\d_a-zß-ÿ]"
CAPITALS = re.compile(rf"(?:{UPPER}+(?:[.'’-]{UPPER}*)?\s+){{2,5}}(?={UPPER}[a-zß-ÿ])")
LOOSE_END = re.compile(r"\s+(?:on|at|am|um|le|il|for|in|→|and|und)$")
BRACKETS = re.compile(r"\s*[(\[（【《]([^()\[\]（）]{0,80})[)\]）】》]?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name that a byline gives; ``refused`` says why it is nobody's, ``body`` that it is no person's."""

    text: str
    role: str | None = None
    refused: str | None = None
    body: bool = False


def names(text: str, house: House, *, stated: bool) -> list[Name]:
    """Everybody whom the text names, in its order, with what was refused.

    ``stated``: the page's markup calls the whole text an author, so a name may be a single word, in
    small letters, or a body's. Else it is a line of the page, and only what looks like a name is one.
    """
    whole = line(text[:MAX_TEXT]) or ""
    found = [Name(text=one[:MAX_NAME], refused="address") for one in ADDRESS.findall(whole)[:3]]
    whole = _led(ADDRESS.sub(" | ", whole))
    if stop := STOP.search(whole):
        whole = whole[: stop.start()].strip(" ,;|·•-–—/(")
        if not whole:
            return [*found, Name(text=text.strip()[:MAX_NAME], refused="not_a_name")]
    for part, affiliated in _parts(whole):
        if affiliated and _is_person(found) and not is_body(part, house):
            _give_role(found, _last(found), part)
        else:
            found += _read(part, found, house, stated)
        if len(found) >= MAX_NAMES:
            break
    return found


def _led(text: str) -> str:
    """Without "By", "Written by", "Von" and the like before the first name."""
    for _ in range(3):
        led = LEADING.match(text) or LEADING_SMALL.match(text) or LEADING_BODY.match(text)
        if not led:
            break
        text = text[led.end() :]
    return text.strip(" ,;|·•-–—:")


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """The parts, each with whether a bar, a slash or a dash parts it from what stands before it."""
    end, parting = 0, ""
    for found in (*PARTING.finditer(text), None):
        part = text[end : found.start()] if found else text[end:]
        pieces = [one for one in COMMA.split(part) if one]
        affiliated = parting not in ("", ";", "/") and parting.strip() != ";"  # "Anna Quaybell/Ben Molehaven"
        if len(pieces) == 2 and is_inverted(*pieces):
            yield f"{pieces[1]} {pieces[0]}", affiliated
            pieces = []
        for order, piece in enumerate(pieces):
            if order and SUFFIX.fullmatch(piece):
                yield f", {piece}", False
            else:
                yield from ((one, affiliated) for one in _joined(piece))
        if found:
            end, parting = found.end(), found[0]


def _joined(piece: str) -> Iterator[str]:
    """The names that "and" joins; not "José Ortega y Gasset", not "Center for Quays and Moles"."""
    rest = piece
    while found := next((one for one in AND.finditer(rest) if _both(rest, one)), None):
        yield rest[: found.start()]
        rest = rest[found.end() :]
    yield re.sub(rf"^(?:{words.AND})\s+", "", rest)


def _both(text: str, found: re.Match[str]) -> bool:
    left, right = text[: found.start()], text[found.end() :]
    right = BRACKETS.sub("", AND.split(right)[0])
    single = (
        " " not in left and " " not in right and found[0].strip() in ("and", "und", "et", "&", "och", "og")
    )
    # "Anna Quaybell in Marsa Nour and Ben Molehaven in Spitsand"
    left, right = PLACE.split(BRACKETS.sub("", left))[0], PLACE.split(right)[0]
    if single or not looks_like_name(left):
        return single
    unnamed = DESK.fullmatch(right) and not BODY.fullmatch(left)  # "Anna Quaybell and agencies"
    return bool(unnamed or AGENCY.fullmatch(right) or looks_like_name(right))


def _read(part: str, before: list[Name], house: House, stated: bool) -> list[Name]:
    """What one part is: a name, or a role or a suffix of the name before it, which is then changed."""
    if part.startswith(", "):
        if (person := _last(before)) is not None:
            before[person] = replace(before[person], text=before[person].text + part)
        return []
    part, role = _bare(part)
    if office := _office(part):
        part, role = office
    if not letters(part) or part.isdigit() or JOINT.fullmatch(part):
        return []
    if refused := refusal(part, house):
        return [Name(text=part[:MAX_NAME], refused=refused)]
    if _last(before) is not None and ROLE.fullmatch(part):
        _give_role(before, _last(before), part)
        return []
    if OFFICE_ALONE.fullmatch(part):
        _give_role(before, _last(before), part)
        return [] if _last(before) is not None else [Name(text=part[:MAX_NAME], body=True)]
    if kind := is_body(part, house):
        return [Name(text=part[:MAX_NAME], refused=kind if _last(before) is not None else None, body=True)]
    found = ROLE.search(part)
    read = _with_role(part, found, before, stated) if found else None
    return _named(part, role, before, stated) if read is None else read


def _bare(part: str) -> tuple[str, str | None]:
    """The name without what leads to it or hangs on, and the role or the place that stands in or behind it.

    "Anna Quaybell (Reporter)", "Anna Quaybell (aqu)", "Anna Quaybell in Marsa Nour"
    """
    part = LOOSE_END.sub("", _led(part).strip(" ,*_~'\"“”"))
    part = part if re.search(r"\b\w{1,2}\.$", part) else part.rstrip(".")
    role = None
    place = PLACE.search(part)
    if place and looks_like_name(part[: place.start()]) and not BODY.fullmatch(part[: place.start()]):
        part, role = part[: place.start()], part[place.end() :]
    if glued := GLUED_ROLE.fullmatch(part):
        part, role = glued[1].strip(), glued[2]
    if brackets := BRACKETS.search(part):
        inner = brackets[1]
        role = inner if ROLE.search(inner) else role
        part = part[: brackets.start()].strip() or inner.strip()
    return part, role


def _office(part: str) -> tuple[str, str] | None:
    """A name and the agency behind it, without a comma: "NORA SPITSAND AP Business Writer"."""
    for found in OFFICE.finditer(part):
        name, office = part[: found.start()], found[0].strip()
        if looks_like_name(name) and not is_titled(office.split()[0]):
            return name, office
    # "NORA SPITSAND Chief Harbour Correspondent": only the name stands in capitals
    run = CAPITALS.match(part)
    if run and ROLE.search(part, run.end()) and looks_like_name(run[0].strip()):
        return run[0].strip(), part[run.end() :]
    return None


def _with_role(part: str, found: re.Match[str], before: list[Name], stated: bool) -> list[Name] | None:
    """A part that holds a role: of the name before it or of its own; None where it may be a name still."""
    name, person = part[: found.start()].strip(" ,"), _last(before)
    if person is not None and not looks_like_name(name):
        _give_role(before, person, part)
        return []
    if looks_like_name(name) or (name and UNCASED.search(name)):
        return [Name(text=name, role=part[found.start() :][:MAX_ROLE])]
    return None if stated and name else [Name(text=part[:MAX_NAME], refused="role")]


def _named(part: str, role: str | None, before: list[Name], stated: bool) -> list[Name]:
    person = _last(before)
    if looks_like_name(part) or (stated and person is None and _may_be_stated(part)):
        return [Name(text=part[:MAX_NAME], role=role)]
    if person is not None and len(part) <= MAX_ROLE and not before[person].body:
        _give_role(before, person, part)
        return []
    return [Name(text=part[:MAX_NAME], refused="not_a_name")]


def _may_be_stated(part: str) -> bool:
    count = len(part.split())
    return count <= MAX_WORDS and not (count > 1 and NOT_NAME.search(part))


def _last(before: list[Name]) -> int | None:
    return next((at for at in reversed(range(len(before))) if not before[at].refused), None)


def _is_person(before: list[Name]) -> bool:
    person = _last(before)
    return person is not None and not before[person].body


def _give_role(before: list[Name], person: int | None, role: str) -> None:
    if person is None or before[person].body:
        return
    known = before[person].role
    before[person] = replace(before[person], role=(f"{known}, {role}" if known else role)[:MAX_ROLE])
