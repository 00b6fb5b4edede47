"""The export's metadata in Croissant 1.0, by which tools for training find files and columns."""

import json
from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from wirelake.exporting.choosing import Choice
from wirelake.exporting.rows import EXPORT_COLUMNS
from wirelake.lake.exports.record import ExportedFile
from wirelake.lake.freezes.frozen import Head

_OURS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileProperty", "fileObject", "fileSet"),
    *("format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField", "path", "recordSet"),
    *(
        "references",
        "regex",
        "repeated",
        "replace",
        "samplingRate",
        "separator",
        "source",
        "subField",
        "transform",
    ),
)
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    **{name: f"cr:{name}" for name in _OURS},
}
MEDIA_TYPES = {"parquet": "application/x-parquet", "jsonl": "application/jsonlines"}
TYPES = {pa.date32(): "sc:Date"}
UNKNOWN = "per source: see README.md"


def croissant(
    head: Head, choice: Choice, files: Sequence[ExportedFile], form: str, cited: str, licences: Sequence[str]
) -> str:
    """The document."""
    told = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": head.name,
        "description": f"{head.title}: {len(choice.rows):,} news articles of {', '.join(head.sources)}.",
        "license": list(licences) or UNKNOWN,
        "url": f"urn:wirelake:freeze:{head.name}:{head.digest}",
        "version": "1.0.0",
        "datePublished": head.frozen_at.date().isoformat(),
        "citeAs": cited,
        "creator": [{"@type": "sc:Organization", "name": one} for one in head.authors or ("wirelake",)],
        "distribution": [
            {
                "@type": "cr:FileSet",
                "@id": "articles-files",
                "encodingFormat": MEDIA_TYPES[form],
                "includes": f"data/*.{form}",
            },
            *(_file(one, form) for one in files),
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": "articles",
                "name": "articles",
                "key": {"@id": "articles/row_id"},
                "field": [_field(one.name, one.type, one.meaning) for one in EXPORT_COLUMNS],
            }
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _file(one: ExportedFile, form: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": one.path,
        "contentUrl": one.path,
        "contentSize": f"{one.size} B",
        "encodingFormat": MEDIA_TYPES[form],
        "sha256": one.sha256,
    }


def _field(name: str, type_: pa.DataType, meaning: str) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"articles/{name}",
        "name": name,
        "description": meaning,
        "dataType": TYPES.get(type_, "sc:DateTime" if pa.types.is_timestamp(type_) else "sc:Text"),
        "source": {"fileSet": {"@id": "articles-files"}, "extract": {"column": name}},
    }
