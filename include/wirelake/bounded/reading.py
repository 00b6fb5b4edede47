"""What a bounded process does with a payload: it extracts its articles and cleans them."""

from dataclasses import replace

from wirelake.bounded.comparing import compared, is_of_sample
from wirelake.clean import clean
from wirelake.config import SourceConfig
from wirelake.errors import ParseError
from wirelake.extract import extract, extract_mail, reject
from wirelake.payloads.mail import is_mail
from wirelake.records import GONE, ITEMS, Article, Extract, RawArticle, Rejection

NO_NEWS = "mail_without_news"


def read(source: SourceConfig, raw: RawArticle) -> Extract:
    """What one payload is read as; runs in a process which a hostile document may cost its life."""
    if is_mail(raw):
        return _mail(source, raw)
    outcome = cleaned(source, raw)
    if isinstance(outcome, Rejection):
        return Extract(rejections=(outcome,))
    return Extract(articles=tuple(outcome))


def cleaned(source: SourceConfig, raw: RawArticle) -> list[Article] | Rejection:
    """One payload's clean articles; of a message of mail those of all its parts."""
    if raw.failure == GONE and raw.body:
        return _gone(source, raw)
    if is_mail(raw):
        message = _mail(source, raw)
        none = message.rejections or (reject(raw, "extract", NO_NEWS, "no part of it is an item"),)
        return list(message.articles) or none[0]
    paid_text = source.rights.paid_text == "licensed"
    outcome = extract(raw, source.format, source.layouts, paid_text=paid_text)
    if isinstance(outcome, Rejection):
        return outcome
    articles = [clean(article, source) for article in outcome]
    if len(articles) == 1 and is_of_sample(articles[0]):
        return [compared(articles[0], raw, source)]
    return articles


def _mail(source: SourceConfig, raw: RawArticle) -> Extract:
    try:
        found, passed_over = extract_mail(raw, source)
    except ParseError as error:
        return Extract(rejections=(reject(raw, "extract", error.reason, error.detail),))
    articles = (one for outcome in found if not isinstance(outcome, Rejection) for one in outcome)
    return Extract(
        articles=tuple(clean(article, source) for article in articles),
        rejections=tuple(outcome for outcome in found if isinstance(outcome, Rejection)),
        no_item="" if found else NO_NEWS,
        passed_over=passed_over,
    )


def _gone(source: SourceConfig, raw: RawArticle) -> list[Article] | Rejection:
    """The articles of the page that stood there, which say that it is gone."""
    read = replace(raw, failure=None, failure_detail=None, received_sha256=raw.stood_sha256)
    stood = cleaned(source, read)
    articles = [] if isinstance(stood, Rejection) else [one for one in stood if one.record_kind in ITEMS]
    if not articles:
        return extract(raw)  # no article of it was ever there
    answered = raw.received_sha256  # which holds nothing; the version is of what stood
    return [replace(one, signals=(*one.signals, GONE), raw_sha256=answered) for one in articles]
