"""The record that some bytes would make, without writing anything."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from wirelake.config import SourceConfig

if TYPE_CHECKING:
    from wirelake.records import RawArticle


def preview(source: SourceConfig, raw: "RawArticle") -> list[dict[str, Any]]:
    """Per article in the bytes its record, with ``verdict``: outcome, stage, reasons, flags, detail.

    Where no article could be read there is one entry with empty ``removed`` and ``date_candidates``.
    """
    from wirelake.clean import clean
    from wirelake.extract import extract
    from wirelake.pipeline.staging import articles_table
    from wirelake.records import Rejection
    from wirelake.validate import explain, validate

    outcome = extract(raw)
    if isinstance(outcome, Rejection):
        verdict = _verdict("rejection", outcome.stage, outcome.reasons, (), outcome.detail)
        return [{"removed": [], "date_candidates": [], "verdict": verdict}]
    articles = [clean(article, source) for article in outcome]
    table = articles_table(articles)
    judged = zip(articles, table.to_pylist(), validate(table), strict=True)
    return [
        {
            **asdict(article),
            "verdict": _verdict(
                "rejection" if verdict.reasons else article.record_kind,
                "validate",
                verdict.reasons,
                (*article.quality_flags, *verdict.flags),
                explain(row, verdict.reasons),
            ),
        }
        for article, row, verdict in judged
    ]


def _verdict(
    outcome: str, stage: str, reasons: tuple[str, ...], flags: tuple[str, ...], detail: str
) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "stage": stage,
        "reasons": list(reasons),
        "flags": list(dict.fromkeys(flags)),
        "detail": detail,
    }
