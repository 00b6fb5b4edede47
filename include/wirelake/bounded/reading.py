"""What a bounded process does with a payload: it extracts its articles and cleans them."""

from dataclasses import replace

from wirelake.bounded.comparing import compared, is_of_sample
from wirelake.clean import clean
from wirelake.config import SourceConfig
from wirelake.extract import extract
from wirelake.records import GONE, ITEMS, Article, RawArticle, Rejection


def cleaned(source: SourceConfig, raw: RawArticle) -> list[Article] | Rejection:
    """One payload's clean articles; runs in a process which a hostile document may cost its life."""
    if raw.failure == GONE and raw.body:
        return _gone(source, raw)
    paid_text = source.rights.paid_text == "licensed"
    outcome = extract(raw, source.format, source.layouts, paid_text=paid_text)
    if isinstance(outcome, Rejection):
        return outcome
    articles = [clean(article, source) for article in outcome]
    if len(articles) == 1 and is_of_sample(articles[0]):
        return [compared(articles[0], raw, source)]
    return articles


def _gone(source: SourceConfig, raw: RawArticle) -> list[Article] | Rejection:
    """The articles of the page that stood there, which say that it is gone."""
    read = replace(raw, failure=None, failure_detail=None, received_sha256=raw.stood_sha256)
    stood = cleaned(source, read)
    articles = [] if isinstance(stood, Rejection) else [one for one in stood if one.record_kind in ITEMS]
    if not articles:
        return extract(raw)  # no article of it was ever there
    answered = raw.received_sha256  # which holds nothing; the version is of what stood
    return [replace(one, signals=(*one.signals, GONE), raw_sha256=answered) for one in articles]
