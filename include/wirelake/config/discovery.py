"""The ways in which a source's links are found: one model each, told apart by ``kind``."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, field_validator

from wirelake.config.fields import Expression, Facts, HttpUrl, Prefix, Selector, is_dated


class _Part(Facts):
    enabled: bool = True

    def _described(self, what: str) -> str:
        return what + ("" if self.enabled else " (disabled)")


class Feed(_Part):
    """An RSS, RDF or Atom feed. Without ``{day}`` (or its parts) in its URL it shows the open day only."""

    kind: Literal["feed"]
    url: HttpUrl
    full_text: bool = Field(default=False, description="its entries carry the articles: fetch no pages")

    @property
    def dated(self) -> bool:
        """It can be asked for any day."""
        return is_dated(self.url)

    def describe(self) -> str:
        """One line for people."""
        return self._described(f"feed {self.url}")


class Sitemap(_Part):
    """A sitemap, a Google News sitemap or an index of them; for a past day its entries of that day count."""

    kind: Literal["sitemap"]
    url: HttpUrl
    link_pattern: Expression | None = Field(default=None, description="found in an article's whole URL")

    @property
    def dated(self) -> bool:
        """It can be asked for any day."""
        return is_dated(self.url)

    def describe(self) -> str:
        """One line for people."""
        return self._described(f"sitemap {self.url}")


class ArchivePage(_Part):
    """A dated page of links: ``{day}`` (2025-12-07), ``{year}``, ``{month}`` and ``{date}`` are filled in."""

    kind: Literal["archive_page"]
    dated: ClassVar[bool] = True  # it can be asked for any day
    url: HttpUrl
    link_pattern: Expression = Field(description="a regular expression, found in an article's whole URL")

    def describe(self) -> str:
        """One line for people."""
        return self._described(f"archive page {self.url}")

    @field_validator("url")
    @classmethod
    def _dated(cls, value: str) -> str:
        if not is_dated(value):
            raise ValueError("write {day}, or {year}, {month} and {date}, where the page's date stands")
        return value


class LinkPage(_Part):
    """A page, such as a front page, whose links stand where a CSS selector says; it shows the open day."""

    kind: Literal["link_page"]
    dated: ClassVar[bool] = False
    url: HttpUrl
    select: Selector = Field(description="a CSS selector of the links, such as 'main h2 a'")
    link_pattern: Expression | None = Field(default=None, description="found in an article's whole URL")

    def describe(self) -> str:
        """One line for people."""
        return self._described(f"link page {self.url}")


class DropFolder(_Part):
    """Files that an operator or an SFTP job leaves under a prefix of the lake, by day."""

    kind: Literal["drop_folder"]
    dated: ClassVar[bool] = True
    prefix: Prefix

    def describe(self) -> str:
        """One line for people."""
        return self._described(f"drop folder {self.prefix}")


class WarcFiles(_Part):
    """WARC files under a prefix of the lake, by day: CC-NEWS, or what another archive captured."""

    kind: Literal["warc"]
    dated: ClassVar[bool] = True
    prefix: Prefix
    link_pattern: Expression | None = Field(default=None, description="found in an article's whole URL")

    def describe(self) -> str:
        """One line for people."""
        return self._described(f"WARC files {self.prefix}")


Discovery = Annotated[
    Feed | Sitemap | ArchivePage | LinkPage | DropFolder | WarcFiles, Field(discriminator="kind")
]
MODELS: dict[str, type[_Part]] = {
    "feed": Feed,
    "sitemap": Sitemap,
    "archive_page": ArchivePage,
    "link_page": LinkPage,
    "drop_folder": DropFolder,
    "warc": WarcFiles,
}
KINDS = "feed, sitemap, archive_page, link_page, drop_folder or warc"


def filled_in(template: str, day: date) -> str:
    """The template with ``{day}``, ``{year}``, ``{month}`` and ``{date}`` filled in."""
    parts = {"{day}": str(day), "{year}": f"{day:%Y}", "{month}": f"{day:%m}", "{date}": f"{day:%d}"}
    for name, value in parts.items():
        template = template.replace(name, value)
    return template
