"""An entry of a feed → the fields of an article."""

from collections.abc import Iterator
from typing import Any

from wirelake.formats.rss.captions import ITUNES, MEDIA, Said
from wirelake.formats.rss.dates import moment, published
from wirelake.formats.rss.feed import Feed
from wirelake.formats.rss.people import creators, provider, reached
from wirelake.formats.rss.shown import associations
from wirelake.formats.rss.texts import Text, contents, name, named
from wirelake.markup.paragraphs import layout, text_of
from wirelake.records import Subject
from wirelake.statements.statuses import Embargo, Status, status

ORIGINALS = ("feedburner_origlink", "pheedo_origlink")  # behind a link that only counts its readers
# WordPress exports drafts beside what it published; an attachment "inherits" its post's status.
POSTED = {"publish": "usable", "inherit": "usable"}
# What fields of the record take, by feedparser's names, and what only repeats them.
TAKEN = frozenset(
    "title link links id guidislink summary content author authors contributors publisher source tags"
    " language rights license published updated created expired media_content media_thumbnail"
    f" media_credit credit href app_control wp_postmeta {MEDIA} {ITUNES} {' '.join(ORIGINALS)}".split()
)


def fields(entry: Any, feed: Feed, said: dict[str, Said]) -> dict[str, Any]:
    """The record's fields that the entry states, or its feed for all of them; ``said`` is of its pictures."""
    title, summary = (named(entry, one, is_atom=feed.is_atom) for one in ("title", "summary"))
    texts = contents(entry, is_atom=feed.is_atom)
    if not summary and not texts:  # what podcasts have in place of a description
        summary = named(entry, ITUNES, is_atom=feed.is_atom)
    if summary and summary.value in [text.value for text in texts]:
        summary = None  # feedparser repeats a content as summary where there is none
    texts = [*texts, *((summary,) if summary else ())]
    read = sorted((text.spans() for text in texts), key=lambda spans: -len(text_of(spans)))
    found = published(entry)
    held = _status(entry)
    return {
        "url": _address(entry),
        "canonical_url": _canonical(entry),
        "headline": title.line() if title else "",
        **layout(read[0] if read else ()),
        "description": _description(summary, read),
        "creators": creators(entry, feed.about, is_atom=feed.is_atom),
        "provider": provider(entry, is_atom=feed.is_atom),
        **_subjects(entry),
        **_rights(entry, feed),
        "language": _language(entry, [*texts, *((title,) if title else ())], feed),
        "pub_status": held.pub_status,
        "date_candidates": (found,) if found else (),
        "first_created": moment(entry, "created"),
        "version_created": moment(entry, "updated"),
        "expires": moment(entry, "expired"),
        "associations": associations(entry, said, texts, _base(entry)),
        "extra": (*held.extra, *_extra(entry, feed)),
    }


def web(address: Any) -> str | None:
    """The address, if it is one of the web."""
    text = str(address or "").strip()
    return text if text.lower().startswith(("http://", "https://")) else None


def guid(entry: Any) -> str | None:
    """The entry's own id. One that only repeats the link tells nothing that the URL does not."""
    value = entry.get("id")
    return str(value) if value and value != entry.get("link") else None


def _address(entry: Any) -> str | None:
    """Its link, a malformed one too, which validation names; a guid that serves as one must be of the web."""
    link = entry.get("link") or None
    return link if link != entry.get("id") else web(link)


def _canonical(entry: Any) -> str | None:
    stated = [link.get("href") for link in entry.get("links", []) if link.get("rel") == "canonical"]
    return next(filter(None, map(web, (*stated, *(entry.get(one) for one in ORIGINALS)))), None)


def _description(summary: Text | None, read: list[Any]) -> str | None:
    """The summary beside the text; where it is longer it is the text, and the content stands here."""
    if summary is None or len(read) < 2:
        return None
    said = summary.spans()
    return text_of(said if said != read[0] else read[1]) or None


def _subjects(entry: Any) -> dict[str, Any]:
    """Atom's label is for readers and its term for machines; RSS has a term alone."""
    tags = [
        (name(tag.get("label")), name(tag.get("term")), tag.get("scheme") or None)
        for tag in entry.get("tags", [])
    ]
    return {
        "subjects": tuple(dict.fromkeys(label or term for label, term, _ in tags if label or term)),
        "subjects_detail": tuple(
            Subject(name=label or term, qcode=(term or None) if label else None, scheme=scheme)
            for label, term, scheme in tags
            if label or term
        ),
    }


def _rights(entry: Any, feed: Feed) -> dict[str, Any]:
    contexts = (entry, entry.get("source") or {}, feed.about)
    notices = (named(one, "rights", is_atom=feed.is_atom) for one in contexts)
    terms = (
        [one.get("license"), *(ln.get("href") for ln in one.get("links", []) if ln.get("rel") == "license")]
        for one in contexts
    )
    return {
        "copyright_notice": next((one.line() for one in notices if one), None),
        "usage_terms": next((str(one) for each in terms for one in each if one), None),
    }


def _language(entry: Any, texts: list[Text], feed: Feed) -> str | None:
    stated = (entry.get("language"), *(text.language for text in texts), feed.about.get("language"))
    return next((str(one).strip() for one in stated if one and str(one).strip()), None)


def _status(entry: Any) -> Status:
    """Usable, but for drafts and what a password protects."""
    is_draft = str(entry.get("app_draft", "")).strip().lower() == "yes" or entry.get("wp_post_password")
    word = entry.get("wp_status") or None
    return status("draft" if is_draft else POSTED.get(word or "", word), Embargo())


def _base(entry: Any) -> str:
    parts = [entry.get("title_detail"), entry.get("summary_detail"), *entry.get("content", [])]
    return next((part["base"] for part in parts if part and part.get("base")), "")


def _extra(entry: Any, feed: Feed) -> Iterator[tuple[str, Any]]:
    if title := named(feed.about, "title", is_atom=feed.is_atom):
        yield "feed_title", title.line()
    yield from reached(entry)
    for link in entry.get("links", []):
        if link.get("href") and link.get("rel") not in ("alternate", "enclosure", "license", "canonical"):
            yield f"link_{link.get('rel') or 'other'}", link["href"]
    for key, value in (entry.get("source") or {}).items():
        if isinstance(value, str) and key != "title":
            yield f"source_{key}", value
    for key, value in entry.items():
        if key not in TAKEN and not key.endswith(("_detail", "_parsed")) and isinstance(value, str):
            yield key, value
    if where := entry.get("where"):
        yield "where", {"type": where.get("type"), "coordinates": where.get("coordinates")}
