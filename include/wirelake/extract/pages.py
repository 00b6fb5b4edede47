"""One article out of the pages over which its site spread it."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

from wirelake.errors import ParseError
from wirelake.records import Article, RawArticle, with_changes

MISSING = "page_missing"
Parse = Callable[[RawArticle], list[Article]]


def joined(article: Article, raw: RawArticle, parse: Parse, digest: str) -> Article:
    """The article of the first page with the texts of the later ones, in order; ``digest`` is of its bytes.

    At the first page that is not there, or holds no article, it ends: it is flagged and truncated.
    """
    digests, urls, missing = [digest], [], ""
    for page in raw.pages:
        try:
            (more,) = [] if page.failure else parse(page)
        except (ParseError, ValueError) as error:
            missing = f"{page.link.url}: {page.failure or getattr(error, 'reason', 'no_article')}"
            break
        article = _longer(article, more)
        digests.append(page.received_sha256)
        urls.append(page.link.url)
    told = (("pages", "; ".join(urls)), ("page_missing", missing))
    return with_changes(
        article,
        raw_sha256=hashlib.sha256("\n".join(digests).encode()).hexdigest() if len(digests) > 1 else digest,
        extra=(*article.extra, *((name, value[:4_000]) for name, value in told if value)),
        is_truncated=article.is_truncated or bool(missing),
        quality_flags=(*article.quality_flags, MISSING) if missing else article.quality_flags,
    )


def _longer(article: Article, more: Article) -> Article:
    """The article with another page's text and pictures behind its own, all at their places."""
    if not more.extracted_text:
        return article
    at = len(article.extracted_text) + 1 if article.extracted_text else 0
    count = len(article.associations)
    spans = tuple(replace(one, start=one.start + at, end=one.end + at) for one in more.spans)
    places = tuple(
        replace(one, association=one.association + count, start=one.start + at, end=one.end + at)
        for one in more.association_spans
    )
    return with_changes(
        article,
        extracted_text="\n".join(filter(None, (article.extracted_text, more.extracted_text))),
        spans=(*article.spans, *spans) if article.spans or not article.extracted_text else (),
        associations=(*article.associations, *more.associations),
        association_spans=(*article.association_spans, *places),
        quality_flags=tuple(dict.fromkeys((*article.quality_flags, *more.quality_flags))),
    )
