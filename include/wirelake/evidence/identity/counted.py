"""A guid that counts its article's versions: ``https://quay.example/news/4711#0``, then ``#1``, then ``#2``.

Such a feed changes the guid with every version, and a reader that goes by it shows one story three times.
"""

import re
from typing import NamedTuple

from wirelake.addresses import canonicalise
from wirelake.config import SourceConfig
from wirelake.records import Article

COUNTED = re.compile(r"(?P<stem>https?://.+)#(?P<number>\d{1,3})", re.IGNORECASE)
POSTS = "guid_counts_posts"  # the flag of an entry beside others of the same stem: posts of one live page


class Counted(NamedTuple):
    """The guid of the article's first version, and the number of this one."""

    guid: str
    number: str


def stem(guid: str) -> str | None:
    """What the guid counts versions of; None where it counts none."""
    found = COUNTED.fullmatch(guid)
    return found["stem"] if found else None


def counted(guid: str | None, article: Article, source: SourceConfig) -> Counted | None:
    """What the guid says, where all of it but its number is the article's own address; else None.

    An address with a fragment that is not the article's, ``https://quay.example/feed#12``, is an id as it is.
    """
    found = COUNTED.fullmatch(guid or "")
    if not found or POSTS in article.quality_flags:
        return None
    own = {canonicalise(one, source.drop_query) for one in (article.url, article.canonical_url) if one}
    if canonicalise(found["stem"], source.drop_query) not in own - {None}:
        return None
    return Counted(f"{found['stem']}#0", str(int(found["number"])))
