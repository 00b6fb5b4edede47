"""An article as an item of IPTC ninjs 3.0, and its withdrawal as one that is canceled."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

Row = dict[str, Any]
STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
PLAIN = (  # ours → theirs, as text
    ("version", "version"),
    ("profile", "profile"),
    ("language", "language"),
    ("byline", "by"),
    ("slugline", "slugline"),
    ("located", "located"),
    ("urgency", "urgency"),
    ("copyright_holder", "copyrightHolder"),
    ("copyright_notice", "copyrightNotice"),
    ("usage_terms", "usageTerms"),
)


def item(row: Row) -> dict[str, Any]:
    """The item of a row of articles/, with its published date."""
    told = {theirs: row[ours] for ours, theirs in PLAIN if row.get(ours) is not None}
    texts = {
        "headlines": [{"role": "main", "contentType": "text/plain", "value": row["headline"]}],
        "descriptions": [
            {"role": role, "contentType": "text/plain", "value": value}
            for role, value in (("summary", row["description"]), ("creditline", row["credit_line"]))
            if value
        ],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/plain",
                "wordCount": row["word_count"],
                "value": row["body_text"],
            }
        ],
        "subjects": [_subject(one) for one in row["subject_codes"] or ()],
        "infosources": [{"name": one} for one in (row["provider"],) if one],
        "altIds": [
            {"role": role, "value": value}
            for role, value in (
                ("wirelake", row["article_id"]),
                ("wire", row["wire_id"]),
                ("url", row["url"]),
            )
            if value
        ],
    }
    return {
        "standard": STANDARD,
        "uri": uri_of(row["article_id"]),
        "type": "text",
        "representationType": "full",
        "pubStatus": "usable",
        **({"contentCreated": _instant(row["published_at"])} if row["published_at"] else {}),
        "versionCreated": _instant(row["updated_at"]),
        **told,
        **{name: listed for name, listed in texts.items() if listed},
    }


def canceled(article_id: str, at: datetime) -> dict[str, Any]:
    """The item that says that the article may not be read any more; it has no text."""
    return {
        "standard": STANDARD,
        "uri": uri_of(article_id),
        "type": "text",
        "representationType": "partial",
        "pubStatus": "canceled",
        "versionCreated": _instant(at),
        "altIds": [{"role": "wirelake", "value": article_id}],
    }


def uri_of(article_id: str) -> str:
    """The article's own URI: the same for all its versions."""
    return f"urn:wirelake:{quote(article_id, safe=':')}"


def _subject(one: dict[str, Any]) -> dict[str, Any]:
    named = {"name": one["name"], "uri": one["iri"], "literal": one["code"], "scheme": one["scheme"]}
    return {"rel": "about"} | {name: value for name, value in named.items() if value}


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
