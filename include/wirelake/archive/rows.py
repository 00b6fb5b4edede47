"""An exchange ↔ its row of the index."""

import hashlib
import re
import uuid
from typing import Any
from urllib.parse import urlsplit

from wirelake.addresses import canonicalise
from wirelake.config import Batch
from wirelake.lake.exchanges import Row, link_of
from wirelake.records import Kind, RawArticle, Rights
from wirelake.warc import Record

IDS = uuid.UUID("5b1b9f3c-33a1-5f0e-9b57-0c6d2d7a4f10")
CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?\s*([^\s;\"',]+)", re.IGNORECASE)
Key = tuple[str, str, str]  # url, payload_sha256, failure


def row_of(batch: Batch, raw: RawArticle) -> Row:
    """The exchange's row, but for its place; what a 304 stands for is the payload that was seen."""
    digest = raw.unchanged.payload_sha256 if raw.unchanged else hashlib.sha256(raw.body).hexdigest()
    # By content, not at random: a capture that is repeated after a crash gives the same raw_ref.
    metadata = raw.status is None and raw.failure
    row = {
        "record_id": record_id(identity(batch, raw.link.url, digest, raw.failure or "")),
        "record_type": "metadata" if metadata else "resource" if raw.status is None else "response",
        "refers_to": None,
        "follows": raw.follows,
        "kind": str(raw.kind),
        **_link_columns(raw),
        **_http_columns(raw),
        **_rights_columns(raw.rights),
        "fetched_at": raw.fetched_at,
        "failure": raw.failure,
        "failure_detail": raw.failure_detail,
        "payload_sha256": digest,
        "payload_bytes": len(raw.body),
    }
    return {name: _storable(value) for name, value in row.items()}


def _storable(value: Any) -> Any:
    """Text without halves of surrogate pairs, which JSON can spell (tdmrep.json) and no file can hold."""
    if isinstance(value, list):
        return [_storable(one) for one in value]
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def identity(batch: Batch, url: str, digest: str, failure: str) -> str:
    """What makes a record the one that it is."""
    return f"{batch}|{url}|{digest}|{failure}"


def record_id(identity: str) -> str:
    """The WARC-Record-ID that stands for these words."""
    return f"<urn:uuid:{uuid.uuid5(IDS, identity)}>"


def key_of(row: Row) -> Key:
    """Rows of one key hold the same payload of the same link."""
    return row["url"], row["payload_sha256"], row["failure"] or ""


def restored(batch: Batch, row: Row, record: Record | None) -> RawArticle:
    """The exchange of the row, with the bytes and the HTTP head of the record that holds its payload."""
    return RawArticle(
        link=link_of(row),
        kind=Kind(row["kind"]),
        fetched_at=row["fetched_at"],
        body=record.payload if record and record.type != "metadata" else b"",
        status=record.status if record else row["status"],
        headers=record.http_headers if record else (),
        final_url=row["final_url"],
        redirects=tuple(row["redirects"] or ()),
        ip=row["ip"],
        failure=row["failure"],
        failure_detail=row["failure_detail"],
        rights=Rights(
            tdm_reservation=row["tdm_reservation"],
            tdm_policy=row["tdm_policy"],
            robots_allowed=row["robots_allowed"],
            robots_meta=tuple(row["robots_meta"] or ()),
            rsl_license=row["rsl_license"],
            evidence=tuple(row["rights_evidence"] or ()),
        ),
        raw_ref=f"{batch}#{row['record_id']}",
        received_sha256=row["payload_sha256"],
    )


def damaged(batch: Batch, row: Row, why: str) -> RawArticle:
    """The exchange whose record does not read back, and where that is."""
    detail = f"{row['warc_file']} at {row['offset']}: {why}"
    return restored(batch, row | {"failure": "raw_damaged", "failure_detail": detail}, None)


def _link_columns(raw: RawArticle) -> dict[str, Any]:
    url = raw.link.url
    return {
        "url": url,
        "canonical_url": canonicalise(url),
        "host": urlsplit(url).hostname if url.startswith(("http://", "https://")) else None,
        "origin": raw.link.origin,
        "guid": raw.link.guid,
        "link_title": raw.link.title,
        "link_published": raw.link.published,
        "link_updated": raw.link.updated,
    }


def _http_columns(raw: RawArticle) -> dict[str, Any]:
    charset = CHARSET.search(raw.header("content-type") or "")
    return {
        "final_url": raw.final_url,
        "redirects": list(raw.redirects) or None,
        "ip": raw.ip,
        "status": raw.status,
        "media_type": (raw.header("content-type") or "").partition(";")[0].strip().lower() or None,
        "charset": charset[1].lower() if charset else None,
        "etag": raw.header("etag") or (raw.unchanged.etag if raw.unchanged else None),
        "last_modified": raw.header("last-modified")
        or (raw.unchanged.last_modified if raw.unchanged else None),
    }


def _rights_columns(rights: Rights) -> dict[str, Any]:
    return {
        "robots_allowed": rights.robots_allowed,
        "tdm_reservation": rights.tdm_reservation,
        "tdm_policy": rights.tdm_policy,
        "robots_meta": list(rights.robots_meta) or None,
        "rsl_license": rights.rsl_license,
        "rights_evidence": list(rights.evidence) or None,
    }
