"""The fields of IPTC ninjs, as 3.1 has them, with names in lower case. Ours: no schema file of others."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

MOST_WORDS = 10_000_000  # what more is no count, and no column could hold it
ROUNDS = 3  # a member that does not fit may hide another behind it
Model = TypeVar("Model", bound="Lenient")


class Lenient(BaseModel):
    """Reads numbers as text, and keeps what it does not know."""

    model_config = ConfigDict(extra="allow", coerce_numbers_to_str=True)


class Valued(Lenient):
    """A headline, description or body."""

    value: str = ""
    role: str | None = None
    contenttype: str | None = None


class AltIdentifier(Lenient):
    value: str
    role: str | None = None


class Concept(Lenient):
    """A person, place, subject, …; ``literal`` is its code in ``scheme``, opaque."""

    name: str | None = None
    uri: str | None = None
    literal: str | None = None
    scheme: str | None = None
    rel: str | None = None


class Rendition(Lenient):
    href: str | None = None
    name: str | None = None
    contenttype: str | None = None
    width: Any = None
    height: Any = None
    sizeinbytes: Any = None


class Author(Lenient):
    name: str | None = None
    role: str | None = None


class Associated(Lenient):
    """An item that stands in another, with a name of its own there."""

    uri: str | None = None
    guid: str | None = None
    name: str | None = None
    type: str | None = None
    version: str | None = None
    by: str | None = None
    credit: str | None = None
    headlines: list[Valued] = []
    descriptions: list[Valued] = []
    renditions: list[Rendition] = []


class Item(Associated):
    """A news item. ``guid`` and ``source`` are Superdesk's words for ``uri`` and ``infosources``."""

    profile: str | None = None
    firstcreated: str | None = None
    versioncreated: str | None = None
    contentcreated: str | None = None
    embargoed: Any = None
    expires: str | None = None
    pubstatus: str | None = None
    urgency: Any = None
    copyrightholder: str | None = None
    copyrightnotice: str | None = None
    usageterms: str | None = None
    ednote: str | None = None
    language: str | None = None
    title: str | None = None
    slugline: str | None = None
    located: str | None = None
    wordcount: Annotated[int, Field(ge=0, le=MOST_WORDS)] | None = None
    bodies: list[Valued] = []
    altids: list[AltIdentifier] = []
    authors: list[Author] = []
    people: list[Concept] = []
    places: list[Concept] = []
    organisations: list[Concept] = []
    subjects: list[Concept] = []
    objects: list[Concept] = []
    events: list[Concept] = []
    genres: list[Concept] = []
    infosources: list[Concept] = []
    provider: str | None = None
    source: str | None = None
    associations: list[Associated] = []


def checked(model: type[Model], fields: dict[str, Any]) -> tuple[Model, list[tuple[str, Any]]]:
    """The model of the fields that fit it, and those that do not: whole, or a list's members alone."""
    fields = dict(fields)
    misfits: list[tuple[str, Any]] = []
    for _ in range(ROUNDS):
        try:
            return model.model_validate(fields), misfits
        except ValidationError as error:
            places = {tuple(problem["loc"][:2]) for problem in error.errors()}
        for name in {str(place[0]) for place in places}:
            members = [place[1] for place in places if place[0] == name and len(place) > 1]
            value = fields.pop(name)
            if members and isinstance(value, list):
                misfits += [(name, value[int(at)]) for at in members]
                fields[name] = [one for at, one in enumerate(value) if at not in members]
            else:
                misfits.append((name, value))
    known = set(model.model_fields) & set(fields)
    misfits += [(name, fields.pop(name)) for name in known]
    return model.model_validate(fields), misfits
