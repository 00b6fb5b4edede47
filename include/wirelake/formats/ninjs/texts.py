"""Which of an item's headlines, descriptions and bodies is the one that a record has, and what is left."""

from collections.abc import Iterator, Sequence

from wirelake.formats.ninjs.model import Item, Valued
from wirelake.markup import media
from wirelake.markup.paragraphs import Part, in_a_line, of_markup, of_parts
from wirelake.markup.wrapping import unwrapped
from wirelake.records import Association, Span

MARKUP = ("html", "xml", "nitf")


def in_role(texts: Sequence[Valued], *roles: str, fallback: bool = True) -> str:
    """The text of the first of the roles that is there, else that without a role, else the first of all.

    What is plain comes before what is markup. Without ``fallback`` the roles alone count.
    """
    filled = sorted((one for one in texts if one.value.strip()), key=_is_markup)
    for role in (*roles, *((None,) if fallback else ())):
        for one in filled:
            if (one.role or "").rpartition(":")[2] == (role or ""):
                return in_a_line(one.value)
    return in_a_line(filled[0].value) if filled and fallback else ""


def body(item: Item) -> tuple[Span, ...]:
    """The text of the item: of the body in markup, which tells headings and lists, else of the plain one."""
    chosen = _body(item)
    return _spans(chosen) if chosen else ()


def pictures(item: Item) -> tuple[Association, ...]:
    """What the markup of the body shows, whose captions are no text of it."""
    chosen = _body(item)
    return media.of_markup(chosen.value) if chosen else ()


def others(item: Item) -> Iterator[tuple[str, str]]:
    """The texts of roles that no field has: ``headline_extended``. The body's other forms say the same."""
    shown = {
        in_role(item.headlines, "main"),
        in_role(item.descriptions, "main", "text", "summary", "abstract", "caption"),
    }
    for stem, texts in (("headline", item.headlines), ("description", item.descriptions)):
        for one in texts:
            line = in_a_line(one.value)
            if line and line not in shown and one.role != "creditline":
                shown.add(line)
                yield f"{stem}_{one.role}" if one.role else stem, line
    chosen = _body(item)
    said = {chosen.role} if chosen else set()
    for one in item.bodies:
        if one is not chosen and one.value.strip() and not _is_form_of(one, said):
            yield f"body_{one.role}", one.value


def _body(item: Item) -> Valued | None:
    filled = [one for one in item.bodies if one.value.strip() and not _is_beside(one)]
    return next((one for one in filled if _is_markup(one)), filled[0] if filled else None)


def _is_beside(one: Valued) -> bool:
    """A text of another kind than the article's: a summary, a list of links, a box."""
    return (one.role or "") in ("summary", "abstract", "teaser", "sidebar", "infobox", "links", "script")


def _is_form_of(one: Valued, roles: set[str | None]) -> bool:
    return not _is_beside(one) and (one.role in roles or (one.role or "main") in FORMS)


FORMS = ("main", "text", "plain", "html", "xhtml", "richtext", "simple")


def _is_markup(one: Valued) -> bool:
    stated = (one.contenttype or one.role or "").lower()
    return any(word in stated for word in MARKUP)


def _spans(one: Valued) -> tuple[Span, ...]:
    looks = _is_markup(one) or "</p>" in one.value or "<br" in one.value
    return of_markup(one.value) if looks else of_parts(Part("p", line) for line in unwrapped(one.value))
