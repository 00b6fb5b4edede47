"""What the desk's pages show: a context a page, made from a store; of Airflow and of HTML it knows nothing.

A context is a frozen dataclass. The ``Attributes`` of its docstring document its fields, one each; a page's
template uses these and no others, and a test holds both to it.
"""

from typing import TYPE_CHECKING

from wirelake.faces import lazily

if TYPE_CHECKING:
    from wirelake.desk.article.page import ArticlePage, read_article
    from wirelake.desk.day.page import DayPage, latest_day, read_day
    from wirelake.desk.find.page import FindPage, read_find
    from wirelake.desk.obligations.page import ObligationsPage, read_obligations
    from wirelake.desk.source.page import SourcePage, read_source
    from wirelake.desk.source.preview import PreviewPage, preview_of
    from wirelake.desk.today_page import Today, read_today

__all__ = [
    "ArticlePage",
    "DayPage",
    "FindPage",
    "ObligationsPage",
    "PreviewPage",
    "SourcePage",
    "Today",
    "latest_day",
    "preview_of",
    "read_article",
    "read_day",
    "read_find",
    "read_obligations",
    "read_source",
    "read_today",
]

__getattr__ = lazily(
    __name__,
    {
        "article.page": ("ArticlePage", "read_article"),
        "day.page": ("DayPage", "latest_day", "read_day"),
        "find.page": ("FindPage", "read_find"),
        "obligations.page": ("ObligationsPage", "read_obligations"),
        "source.preview": ("PreviewPage", "preview_of"),
        "source.page": ("SourcePage", "read_source"),
        "today_page": ("Today", "read_today"),
    },
)
