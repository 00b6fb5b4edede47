"""The columns of stories/ and story_aliases/: ids, numbers and names of wires, and no word of a text."""

import pyarrow as pa

from wirelake.lake.schema.columns import INSTANT, Column, column

STORY_COLUMNS: tuple[Column, ...] = (
    column("story_id", pa.string(), "the story; never that of another one", "!"),
    column("article_id", pa.string(), "the article that carries its text", "!"),
    column("source", pa.string(), "the article's source", "!"),
    column("article_date", pa.date32(), "the article's published_date", "!"),
    column("relation", pa.string(), "first, same, or contains: its text within a longer one", "!"),
    column("of", pa.string(), "the article that it was compared with, of whose text the shares speak"),
    column(
        "share",
        pa.float32(),
        "of same: Jaccard similarity of the two; of contains: the part of the text of `of` that stands here",
    ),
    column("share_back", pa.float32(), "the part of this article's text that stands in `of`"),
    column("first_id", pa.string(), "the earliest article of the story, as known on that day", "!"),
    column("first_at", INSTANT, "when that was published; of a day alone, its end", "!"),
    column("origin", pa.string(), "the originating wire, as an article of the story names it"),
    column("origin_by", pa.string(), "what names it: provider, credit or wire_id"),
)
ALIAS_COLUMNS: tuple[Column, ...] = (
    column("alias", pa.string(), "an id that was given to a story, or would have been", "!"),
    column("story_id", pa.string(), "the story that it is one with; that may be an alias too", "!"),
)
