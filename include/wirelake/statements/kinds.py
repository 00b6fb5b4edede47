"""What kind of record an item is: IPTC's item class says so, and a composite's own text does.

A picture item often repeats its caption as a text: it stays a picture. dpa and Business Wire call every
message ``composite``, the text and its pictures together: what has a text of its own is an article.
"""

from wirelake.records import Article, with_changes

MEDIA = frozenset({"picture", "photo", "image", "graphic", "audio", "video", "animation"})
PACKAGES = frozenset({"composite", "package"})


def kind_of(article: Article) -> str:
    """article, media, package or control."""
    if article.record_kind == "control":
        return "control"
    class_ = article.type.lower()
    if class_ in MEDIA:
        return "media"
    return "package" if class_ in PACKAGES and not article.extracted_text.strip() else "article"


def of_kind(article: Article) -> Article:
    """The record with its kind, and of forms and members those that the kind has.

    The caption of media is the item's description, else its text; the text stays what was extracted.
    """
    kind = kind_of(article)
    if kind == "media":
        own = {one for form in article.renditions for one in (form.href, form.uri) if one}
        return with_changes(
            article,
            record_kind=kind,
            description=article.description or article.extracted_text.strip() or None,
            associations=tuple(one for one in article.associations if not {one.href, one.uri} & own),
            members=(),
        )
    if kind == "package":
        return with_changes(article, record_kind=kind, renditions=())
    return with_changes(article, record_kind=kind, renditions=(), members=())
