"""What a page states that speaks for reading it in full, whatever its layout."""

import re
from collections.abc import Iterator

# In its JSON-LD, of the article or of a part: "isAccessibleForFree": "False"
NOT_FREE = re.compile(rb"""isAccessibleForFree["']?\s*:\s*["']?\s*false""", re.IGNORECASE)
LIVE = b"LiveBlogPosting"


def signs(markup: bytes) -> Iterator[str]:
    """Each sign in words: a text that is not free may be a part of one, a live blog is many."""
    if b"AccessibleForFree" in markup and NOT_FREE.search(markup):
        yield "not accessible for free"
    if LIVE in markup:
        yield "a live blog"
