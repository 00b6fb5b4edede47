"""Feeds of an OPML file, as readers of feeds export them → a proposal each. No address is asked."""

import re
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from wirelake.addresses import address
from wirelake.config import NAME, POLL, RESERVED
from wirelake.errors import ConfigError, ParseError
from wirelake.language.tags import canonical_tag
from wirelake.legible import one_line
from wirelake.markup import xml_tree
from wirelake.proposals.found import Listed, Proposal
from wirelake.proposals.zones import UNKNOWN
from wirelake.records import Kind, Link, RawArticle

MOST_FEEDS = 1_000
LONGEST = 200  # characters of a title
NO_LETTERS = re.compile(r"[^a-z0-9]+")
LETTERS = 36  # of a name, which may get a number


def feeds_of(path: Path, contact: str, taken: Collection[str]) -> list[Proposal]:
    """A proposal for each feed of the file, in its order, each address once.

    Args:
        taken: names that sources have already.

    Raises:
        ConfigError: no file, no OPML, or one that lists no feed, or more than 1,000.
    """
    found: dict[str, Proposal] = {}
    names = set(taken)
    for outline in _outlines(path):
        url = address(_said(outline, "xmlurl"))
        if url is None or url in found:
            continue
        if len(found) == MOST_FEEDS:
            raise ConfigError(f"{path}: more than {MOST_FEEDS} feeds: cut it into several files")
        proposal = _proposal(outline, url, contact, names, path)
        names.add(proposal.name)
        found[url] = proposal
    if not found:
        raise ConfigError(f"{path}: no feed is listed: no outline has an xmlUrl of http or https")
    return [*found.values()]


def _outlines(path: Path) -> Iterator[Any]:
    try:
        data = path.read_bytes() if path.stat().st_size <= xml_tree.MAX_BYTES else None
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    if data is None:
        raise ConfigError(f"{path}: more than {xml_tree.MAX_BYTES:,} bytes: no list of feeds is so long")
    link = Link(url=path.name, origin="drop_folder")
    raw = RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=datetime.now(UTC), body=data)
    try:
        root = xml_tree.read(raw).root
    except ParseError as error:
        raise ConfigError(f"{path}: no OPML: {error.detail or error.reason}") from error
    if xml_tree.name(root) != "opml":
        raise ConfigError(f"{path}: no OPML: its root is {xml_tree.name(root)[:40]!r}")
    return (one for one in root.iter() if xml_tree.name(one) == "outline")


def _proposal(outline: Any, url: str, contact: str, taken: Collection[str], path: Path) -> Proposal:
    parts = urlsplit(url)
    title = (_said(outline, "title") or _said(outline, "text"))[:LONGEST] or parts.netloc
    home = address(_said(outline, "htmlurl")) or f"{parts.scheme}://{parts.netloc}/"
    language = canonical_tag(_said(outline, "language"))
    return Proposal(
        name=_free(title, parts.hostname or "", taken),
        homepage=home,
        contact=contact,
        title=title,
        description=_said(outline, "description")[:LONGEST] or title,
        zone="UTC",
        zone_why=UNKNOWN,
        language=language,
        language_why=f"{path.name} says so" if language else "",
        lists=(Listed(kind="feed", url=url, listed=None),),
        asked=(),
        by=f"`wirelake import-opml {one_line(path.name)}`, without a look at the feed",
    )


def _said(outline: Any, name: str) -> str:
    """An attribute by its name in any case, as one line: xmlUrl, xmlurl and XMLURL are all about."""
    values = (value for key, value in outline.attrib.items() if key.lower() == name)
    return one_line(next(values, "")).strip()


def _free(title: str, host: str, taken: Collection[str]) -> str:
    """A name made of the title, or else of the host, that no source has."""
    stems = (NO_LETTERS.sub("_", text.lower()).strip("_")[:LETTERS].strip("_") for text in (title, host))
    stem = next((one for one in stems if _is_name(one)), "feed")
    numbers = (f"{stem}_{number}" for number in range(2, MOST_FEEDS + len(taken) + 3))
    return next(one for one in (stem, *numbers) if one not in taken)


def _is_name(text: str) -> bool:
    return bool(NAME.fullmatch(text)) and text not in RESERVED and not text.endswith(POLL)
