"""Feeds of all forms: which bytes are one, and who reads them."""

from wirelake.formats import json_feed, rss, sniff
from wirelake.payloads import payload
from wirelake.payloads.openings import told
from wirelake.records import Article, Link, RawArticle


def links(raw: RawArticle) -> tuple[list[Link], list[str]]:
    """The links of a feed, in its order, and in words what of it was left out.

    Raises:
        ParseError: what the reader of such feeds raises; not_a_feed for what is none.
    """
    return json_feed.links(raw) if told(payload(raw)) == "json_feed" else rss.links(raw)


def articles(raw: RawArticle) -> list[Article]:
    """An article for each entry of a feed, whatever text it has; of anything else none.

    Raises:
        ParseError: it is a feed that cannot be read.
    """
    match sniff(payload(raw)):
        case "rss":
            return rss.parse(raw)
        case "json_feed":
            return json_feed.parse(raw)
    return []
