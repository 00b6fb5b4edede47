"""Extraction by the pipeline's own code, scored on a corpus of real pages beside other extractors.

    python bench/extraction.py CORPUS [--tier body] [--peers] [--folds]

CORPUS holds pages, gold and an ``evaluate.py``, whose measures are used. ``extract_page`` serves that script
as well: ``evaluate.py --callable bench.extraction:extract_page``.
"""

import argparse
import importlib.util
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from wirelake.clean import clean
from wirelake.config import SourceConfig
from wirelake.extract import extract
from wirelake.records import Article, Kind, Link, RawArticle, Rejection

SOURCE = SourceConfig.model_validate(
    {
        "name": "quay",
        "title": "Harbour Quay",
        "description": "A source without facts of its own.",
        "homepage": "https://quay.example/",
        "contact": "operator@quay.example",
        "discover": [{"kind": "drop_folder", "prefix": "drop/quay/{day}"}],
    }
)
COLUMNS = [
    "f1",
    "precision",
    "recall",
    "extra_par",
    "noise_par",
    "fail",
    "title_norm",
    "date_day",
    "date_instant",
    "authors_f1",
]


def extract_page(html: str, url: str) -> dict[str, Any]:
    """title, body, published (ISO 8601, with its zone where one is stated) and authors of a page."""
    outcome = extract(received(html, url))
    if isinstance(outcome, Rejection):
        return {"error": outcome.reason}
    article = clean(outcome[0], SOURCE)
    return {
        "title": article.headline,
        "body": article.body_text,
        "published": published(article),
        "authors": [one.name for one in article.authors],
    }


def received(html: str, url: str) -> RawArticle:
    """The page as a capture of a source without facts would hold it."""
    return RawArticle(
        link=Link(url=url, origin="sitemap"),
        kind=Kind.ARTICLE,
        fetched_at=datetime.now(UTC),
        body=html.encode("utf-8", "replace"),
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    )


def published(article: Article) -> str | None:
    """The chosen candidate's own words, which keep the zone."""
    if article.published_at is None:
        return article.published_date.isoformat() if article.published_date else None
    for one in article.date_candidates:
        if one.precision != "day" and datetime.fromisoformat(one.value) == article.published_at:
            return one.value
    return article.published_at.isoformat()


def evaluator(corpus: Path) -> ModuleType:
    """The corpus's own measures."""
    spec = importlib.util.spec_from_file_location("evaluate", corpus / "evaluate.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{corpus}: holds no evaluate.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["evaluate"] = module
    spec.loader.exec_module(module)
    return module


def _one(corpus: Path, page: str, url: str) -> dict[str, Any]:
    return extract_page(evaluator(corpus).load_html(corpus, page), url)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--tier", default="body")
    asked = parser.parse_args()
    measures = evaluator(asked.corpus)
    gold = measures.load_gold(asked.corpus, None, {asked.tier})
    with ProcessPoolExecutor() as pool:
        futures = [pool.submit(_one, asked.corpus, one["id"], one["url"]) for one in gold]
        found = {one["id"]: future.result() for one, future in zip(gold, futures, strict=True)}
    result = measures.evaluate(gold, found, rounds=0)
    print(" ".join(f"{name}={result[name]:.3f}" for name in COLUMNS if name in result))


if __name__ == "__main__":
    main()
