"""An API: pages of JSON or XML behind an address, with a cursor that tells from where to go on."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from wirelake.config.discovery.part import Part
from wirelake.config.fields import HttpUrl, is_dated

MAX_PATH = 500  # characters
PATHS = ("items", "next", "cursor", "rendition", "guid", "title", "updated")


def _path(value: str) -> str:
    if len(value) > MAX_PATH:
        raise ValueError(f"write at most {MAX_PATH} characters")
    return _json_path(value) if value.startswith("$") else _xpath(value)


def _json_path(value: str) -> str:
    import jsonpath

    try:
        jsonpath.compile(value, strict=True)
    except jsonpath.JSONPathError as error:
        why, at = (str(error).splitlines() or [""])[0], error.token.index if error.token else -1
        place = f"character {at + 1}" if 0 <= at < len(value) else "its end"
        raise ValueError(
            f"not a JSONPath (RFC 9535): {why}, at {place}: write one such as $.data.items[*]"
        ) from error
    return value


def _xpath(value: str) -> str:
    from lxml import etree

    try:
        etree.XPath(value)
    except etree.XPathSyntaxError as error:
        raise ValueError(
            f"neither a JSONPath, which begins with $, nor an XPath: {error}, {_place(error, value)}: "
            "write one such as $.data.items[*] or /feed/entry"
        ) from error
    return value


def _place(error: Any, value: str) -> str:
    at = max((entry.column for entry in error.error_log), default=len(value))
    return f"at character {at + 1}" if at < len(value) else "at its end"


Path = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True), AfterValidator(_path)]
Parameter = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.\[\]-]{1,60}$")]
Prefix = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_.-]{0,39}$")]
Uri = Annotated[str, StringConstraints(pattern=r"^\S{1,300}$")]
# Pairs, as facts are frozen; written as a mapping.
Namespaces = Annotated[
    tuple[tuple[Prefix, Uri], ...],
    BeforeValidator(lambda value: tuple(value.items()) if isinstance(value, dict) else value),
]


class Api(Part):
    """A list of a wire's API, in JSON or XML, whose cursor the lake keeps.

    Places are JSONPaths (``$.data.items[*]``) or XPaths, all of one kind; those of an item begin at the item.
    Without ``{day}`` (or its parts) in its URL it shows what came since the cursor: the open day only.
    """

    kind: Literal["api"]
    url: HttpUrl
    begin: HttpUrl | None = Field(
        default=None, description="where to begin without a cursor, if not at url; it may hold {day}"
    )
    items: Path = Field(description="the items of a page: $.data.items[*], or /feed/entry")
    next: Path | None = Field(default=None, description="the address of the page that follows")
    cursor: Path | None = Field(default=None, description="the value from which to go on, where it is none")
    cursor_parameter: Parameter | None = Field(
        default=None, description="of the query, where the value of cursor goes"
    )
    rendition: Path | None = Field(
        default=None, description="in an item, the address of its text, where that stands apart"
    )
    guid: Path | None = Field(default=None, description="in an item, its id")
    title: Path | None = Field(default=None, description="in an item, its headline")
    updated: Path | None = Field(default=None, description="in an item, what changes with its version")
    namespaces: Namespaces = Field(default=(), max_length=20, description="of XPaths: {g2: http://…}")
    cursor_refused: Literal["stop", "begin"] = Field(
        default="stop", description="what to do where the wire does not know the cursor any more"
    )
    wait_seconds: int = Field(
        default=0, ge=0, le=120, description="so long the wire may wait for news before it answers"
    )
    wait_parameter: Parameter | None = Field(
        default=None, description="of the query, which tells the wire wait_seconds"
    )
    max_pages: int = Field(default=50, ge=1, le=1000, description="that one run follows")

    @property
    def dated(self) -> bool:
        """It can be asked for any day."""
        return is_dated(self.url)

    @property
    def first(self) -> str:
        """The address to begin at, whose day is to be filled in."""
        return self.begin or self.url

    @property
    def is_json(self) -> bool:
        """Its places are JSONPaths."""
        return self.items.startswith("$")

    def describe(self) -> str:
        """One line for people."""
        return self.described(f"API {self.url}")

    @model_validator(mode="after")
    def _places_of_one_kind(self) -> Self:
        for name in PATHS:
            value = getattr(self, name)
            if value is not None and value.startswith("$") != self.is_json:
                raise ValueError(
                    f"{name}: {value!r}: items and {name} are not of one kind: JSONPath or XPath"
                )
        if self.namespaces and self.is_json:
            raise ValueError("namespaces are those of XPaths, and items is a JSONPath: delete them")
        self._check_prefixes()
        return self

    @model_validator(mode="after")
    def _parameters_of_their_values(self) -> Self:
        if (self.cursor is None) != (self.cursor_parameter is None):
            raise ValueError("cursor and cursor_parameter go together: write both, or neither")
        if self.wait_parameter and not self.wait_seconds:
            raise ValueError("wait_parameter tells the wire wait_seconds: write that as well")
        return self

    def _check_prefixes(self) -> None:
        """Name the prefix that no namespace is given for: lxml says so only once there is a document."""
        if self.is_json:
            return
        from lxml import etree

        nothing: Any = etree.Element("nothing")
        for name in PATHS:
            if value := getattr(self, name):
                try:
                    etree.XPath(value, namespaces=dict(self.namespaces))(nothing)
                except etree.XPathError as error:
                    raise ValueError(
                        f"{name}: {value!r}: {error}: name each prefix in namespaces, as {{g2: http://…}}"
                    ) from error
