"""What the stages hand to each other: frozen, fully named, without behaviour.

Field names follow IPTC ninjs 3, NewsML-G2 and schema.org. Times are aware datetimes in UTC; a day
without a time is a ``date``, never a midnight.
"""

from wirelake.records.articles import ITEMS, Article, Extract, Rejection
from wirelake.records.changing import with_changes
from wirelake.records.evidence import Candidate, Cut, DateCandidate, Removal, Span
from wirelake.records.exchanges import (
    DROPPED,
    GONE,
    HIDDEN,
    IMPORT,
    USED_UP,
    Http,
    Kind,
    Link,
    Outcome,
    RawArticle,
    Rights,
    Seen,
)
from wirelake.records.lying import Lying
from wirelake.records.parts import (
    AltId,
    Association,
    AssociationSpan,
    Author,
    Before,
    EdNote,
    Member,
    Paragraph,
    PlaceCode,
    Reading,
    Rendition,
    Subject,
    SubjectCode,
)

__all__ = [
    "DROPPED",
    "GONE",
    "HIDDEN",
    "IMPORT",
    "ITEMS",
    "USED_UP",
    "AltId",
    "Article",
    "Association",
    "AssociationSpan",
    "Author",
    "Before",
    "Candidate",
    "Cut",
    "DateCandidate",
    "EdNote",
    "Extract",
    "Http",
    "Kind",
    "Link",
    "Lying",
    "Member",
    "Outcome",
    "Paragraph",
    "PlaceCode",
    "RawArticle",
    "Reading",
    "Rejection",
    "Removal",
    "Rendition",
    "Rights",
    "Seen",
    "Span",
    "Subject",
    "SubjectCode",
    "with_changes",
]
