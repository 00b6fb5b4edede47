"""What a bounded process does with a payload: it extracts its articles and cleans them."""

from wirelake.clean import clean
from wirelake.config import SourceConfig
from wirelake.extract import extract
from wirelake.records import Article, RawArticle, Rejection


def cleaned(source: SourceConfig, raw: RawArticle) -> list[Article] | Rejection:
    """One payload's clean articles; runs in a process which a hostile document may cost its life."""
    outcome = extract(raw, source.format)
    return outcome if isinstance(outcome, Rejection) else [clean(article, source) for article in outcome]
