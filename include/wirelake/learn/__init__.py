"""Finds in a source's history the paragraphs that are furniture: they stand on its articles, not in them.

Furniture does not depend on what an article says. From that follow the criteria (``criteria.CRITERIA``):
a paragraph is proposed if its shape (``wirelake.shapes``)

* stands on enough articles, of enough days; of an article with many versions the first alone counts;
* stands on articles that otherwise differ, in headline and in text: near copies of one story, a text that
  comes back every year and a daily feature under one headline count once;
* stands with providers and authors in about the mix that the source has: "About" the one company whose
  releases carry it, and a press office's contact, are part of those texts;
* has no word that its articles favour: where the articles around a paragraph share its words, it is about
  their subject, such as background, the label of a table, or again "About" somebody;
* leads to one host, where it has links: a press contact that is another on each article belongs to it;
* hedges no outlook: forward-looking statements are much the same with many companies, and are theirs;
* keeps enough fixed words beside what is masked: no rows of tables, no scores;
* stands where furniture stands: at the end; at the start or in the middle only with a prompt (``Sign up``,
  ``Share this``, a link), for without one it is a standing head, a dateline or "He added:".

Two passes over the history, a day at a time. The first counts shapes in a table of fixed size (count-min: it
may count too many, never too few); the second counts exactly, for those that the first found often. Beyond
``counting.MAX_CANDIDATES`` of them the rarest are let go. Beside these, memory holds a number an article.
"""

from wirelake.learn.counts import Document, Evidence, Example
from wirelake.learn.criteria import MIN_ARTICLES
from wirelake.learn.documents import COLUMNS, document
from wirelake.learn.learning import Findings, Judged, learn

__all__ = [
    "COLUMNS",
    "MIN_ARTICLES",
    "Document",
    "Evidence",
    "Example",
    "Findings",
    "Judged",
    "document",
    "learn",
]
