"""The columns of media and packages, which are computed from history/."""

import pyarrow as pa

from wirelake.lake.schema.articles import ARTICLE_COLUMNS, CHANGED, UPDATED_AT, VERSION_SEQ
from wirelake.lake.schema.columns import TEXTS, Column, column, rows_of

NAMES = (
    "article_id version row_id alt_ids wire_id url canonical_url type profile signals is_correction"
    " correction_note urgency headline headline_prefix slugline description language dateline_place"
    " dateline_country located provider provider_id credit_line byline authors published_at"
    " published_precision local_date first_created version_created expires first_seen_at"
    " copyright_notice copyright_holder usage_terms rights_reserved rights_status subjects"
    " subjects_detail subject_codes places place_codes people organisations genres associations"
    " source_format raw_ref quality_flags"
)
BOTH = tuple(NAMES.split())


def _columns(*names: str) -> tuple[Column, ...]:
    known = {one.name: one for one in ARTICLE_COLUMNS}
    return (*(known[name] for name in names), VERSION_SEQ, UPDATED_AT, CHANGED)


MEDIA_COLUMNS: tuple[Column, ...] = (
    *_columns(*BOTH, "extracted_text", "renditions"),
    column(
        "shown_by",
        rows_of(article_id=pa.string(), rel=pa.string()),
        "the articles and packages of its source that may be read and name it, and how they do",
    ),
)
PACKAGE_COLUMNS: tuple[Column, ...] = (
    *_columns(*BOTH, "members"),
    column(
        "member_ids",
        TEXTS,
        "of each member the article_id, null where no such item of its source may be read",
    ),
)
