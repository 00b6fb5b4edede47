"""Flashes: short items that a wire sends without a headline, or with nothing but one."""

import re
from dataclasses import replace

from wirelake.records import Article
from wirelake.statements.lines import letters

FLAG = "headline_from_text"
PAGES = ("html", "rss", "json_feed")  # a page without a headline is no flash, but one that was not understood
SHORT = 600  # characters of the text; CJK scripts say more in them
LINE = 150  # characters up to which a first line is a headline as it stands
LONGEST = 250
BULLETIN = 2  # urgency of flashes and bulletins
SENTENCE = re.compile(r".{20,250}?[^\W\d_]{3}[.!?…。！？؟](?=\s|[^\x00-\x7f]|$)")


def read_as_text(article: Article) -> Article:
    """A one-line item as text without a headline, so that no rule takes its only line for a repetition.

    ``FLASH: Basin closed`` alone in a file, or as the headline of a bulletin without text.
    """
    if article.source_format in PAGES or article.pub_status == "canceled" or not article.headline:
        return article
    text = article.extracted_text.strip()
    if "\n" not in text and letters(text) == letters(article.headline):
        return replace(article, headline="")
    is_bulletin = (article.urgency or BULLETIN + 1) <= BULLETIN or "flash" in dict(article.extra)
    if not text and is_bulletin and article.type == "text":
        return replace(article, headline="", extracted_text=article.headline, spans=())
    return article


def headed(article: Article) -> Article:
    """A short item without a headline with its first line as headline, or the sentence that begins it."""
    text = article.body_text.strip()
    if article.headline or not text or len(text) > SHORT or article.source_format in PAGES:
        return article
    line = text.partition("\n")[0]
    if len(line) > LINE:
        sentence = SENTENCE.match(line)
        line = sentence[0] if sentence else line[:LONGEST].rpartition(" ")[0] + "…"
    flags = article.quality_flags if FLAG in article.quality_flags else (*article.quality_flags, FLAG)
    return replace(article, headline=line, quality_flags=flags)
