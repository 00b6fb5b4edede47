"""What a page states that speaks for reading it in full, whatever its layout."""

from collections.abc import Iterator

from wirelake.formats.html.head import Head

LIVE = "LiveBlogPosting"


def signs(head: Head) -> Iterator[str]:
    """Each sign in words: a text that is not free may be a part of one, a live blog is many."""
    for one in (head.thing, *head.things.values()):
        if str(one.get("isAccessibleForFree")).lower() == "false":
            yield "not accessible for free"
        if LIVE in str(one.get("@type")):
            yield "a live blog"
