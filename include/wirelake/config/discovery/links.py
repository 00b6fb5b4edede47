"""Lists of links on the web: feeds, sitemaps, pages of an archive or a front page."""

from typing import ClassVar, Literal

from pydantic import Field, field_validator

from wirelake.config.discovery.part import Part
from wirelake.config.fields import Expression, HttpUrl, Selector, is_dated


class Feed(Part):
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
        return self.described(f"feed {self.url}")


class Sitemap(Part):
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
        return self.described(f"sitemap {self.url}")


class ArchivePage(Part):
    """A dated page of links: ``{day}`` (2025-12-07), ``{year}``, ``{month}`` and ``{date}`` are filled in."""

    kind: Literal["archive_page"]
    dated: ClassVar[bool] = True  # it can be asked for any day
    url: HttpUrl
    link_pattern: Expression = Field(description="a regular expression, found in an article's whole URL")

    def describe(self) -> str:
        """One line for people."""
        return self.described(f"archive page {self.url}")

    @field_validator("url")
    @classmethod
    def _dated(cls, value: str) -> str:
        if not is_dated(value):
            raise ValueError("write {day}, or {year}, {month} and {date}, where the page's date stands")
        return value


class LinkPage(Part):
    """A page, such as a front page, whose links stand where a CSS selector says; it shows the open day."""

    kind: Literal["link_page"]
    dated: ClassVar[bool] = False
    url: HttpUrl
    select: Selector = Field(description="a CSS selector of the links, such as 'main h2 a'")
    link_pattern: Expression | None = Field(default=None, description="found in an article's whole URL")

    def describe(self) -> str:
        """One line for people."""
        return self.described(f"link page {self.url}")
