"""An article as its exchange tells it, before its format adds what the payload states."""

from typing import Any

from wirelake.records import AltId, Article, Author, Http, RawArticle, Rights
from wirelake.rights import from_headers, reserved, strictest
from wirelake.statements.candidates import date_candidate
from wirelake.statements.datelines import is_stamp, place
from wirelake.statements.extras import bounded
from wirelake.statements.lines import letters
from wirelake.statements.people.credits import Wire, credited


def begin(raw: RawArticle, source_format: str, **fields: Any) -> Article:
    """An article with what its exchange alone tells, and the fields that the format read.

    ``extra`` may be any pairs of names and values; they are bounded here. ``creators`` are the people and
    logins that the markup states; with the byline they make the authors, unless the format weighs its own.
    ``byline_parts`` is the byline with a bar before each title, where the markup parts them.
    """
    _credit(fields)
    _locate(fields)
    alt_ids: tuple[AltId, ...] = fields.pop("alt_ids", ())
    if raw.link.guid:
        alt_ids = (*alt_ids, AltId(role="guid", value=raw.link.guid))
    origin = raw.link.origin
    if origin in ("feed", "sitemap") and (said := date_candidate(raw.link.published, origin, 0.85)):
        fields["date_candidates"] = (*fields.get("date_candidates", ()), said)
    rights = strictest(raw.rights, from_headers(raw.headers), fields.pop("rights", Rights()))
    fields["extra"], cut = bounded(fields.pop("extra", ()))
    fields["quality_flags"] = tuple(dict.fromkeys((*fields.pop("quality_flags", ()), *cut)))
    web = raw.link.url if raw.link.url.startswith(("http://", "https://")) else None
    if web is None:
        alt_ids = (*alt_ids, AltId(role="file", value=raw.link.url))
    return Article(
        source=raw.raw_ref.partition("/")[0],
        raw_ref=raw.raw_ref,
        raw_sha256="",
        source_format=source_format,
        first_seen_at=raw.fetched_at,
        fetched_at=raw.fetched_at,
        alt_ids=alt_ids,
        url=fields.pop("url", None) or web,
        rights=rights,
        rights_reserved=reserved(rights),
        http=Http(
            status=raw.status,
            etag=raw.header("etag"),
            last_modified=raw.header("last-modified"),
            final_url=raw.final_url,
        ),
        **fields,
    )


def _locate(fields: dict[str, Any]) -> None:
    """A dateline's place from its text, where the markup has no element for it; a machine's time is none."""
    stated = fields.get("dateline_text") or ""
    if is_stamp(stated):
        fields["dateline_text"] = None
        fields["extra"] = [*fields.get("extra", ()), ("dateline", stated)]
    elif stated:
        fields["dateline_place"] = place(fields.get("dateline_place") or "") or place(stated)


def _credit(fields: dict[str, Any]) -> None:
    creators: tuple[Author, ...] = fields.pop("creators", ())
    byline, parts = fields.get("byline"), fields.pop("byline_parts", None)
    if letters(parts) == letters(byline):  # else it is that of inline markup, and the item has its own
        byline = parts
    if "authors" in fields:
        return
    wire = Wire.of(fields.get("provider"), fields.get("credit_line"), fields.get("copyright_holder"))
    found = credited(byline, creators, wire)
    fields["authors"] = found.authors
    fields["candidates"] = (*fields.get("candidates", ()), *found.candidates)
    aside = [f"{one.name} ({one.role})" if one.role else one.name for one in found.contributors]
    fields["extra"] = [*fields.get("extra", ()), *(("contributors", one) for one in aside)]
