"""The ways in which a source's articles are found: one model each, told apart by ``kind``."""

from typing import Annotated

from pydantic import Field

from wirelake.config.discovery.api import Api
from wirelake.config.discovery.files import DropFolder, WarcFiles
from wirelake.config.discovery.inbox import Inbox
from wirelake.config.discovery.links import ArchivePage, Feed, LinkPage, Sitemap
from wirelake.config.discovery.part import Part, filled_in

Discovery = Annotated[
    Feed | Sitemap | ArchivePage | LinkPage | Api | DropFolder | Inbox | WarcFiles,
    Field(discriminator="kind"),
]
MODELS: dict[str, type[Part]] = {
    "feed": Feed,
    "sitemap": Sitemap,
    "archive_page": ArchivePage,
    "link_page": LinkPage,
    "api": Api,
    "drop_folder": DropFolder,
    "inbox": Inbox,
    "warc": WarcFiles,
}
KINDS = "feed, sitemap, archive_page, link_page, api, drop_folder, inbox or warc"

__all__ = [
    "KINDS",
    "MODELS",
    "Api",
    "ArchivePage",
    "Discovery",
    "DropFolder",
    "Feed",
    "Inbox",
    "LinkPage",
    "Part",
    "Sitemap",
    "WarcFiles",
    "filled_in",
]
