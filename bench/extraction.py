"""Extraction by the pipeline's own code, scored on a corpus of real pages beside other extractors.

    python bench/extraction.py [CORPUS] [--tier body] [--python PYTHON] [--folds 5]

CORPUS (``../shared/corpus``, beside the checkout) holds pages, gold and an ``evaluate.py``, whose measures
are used. The others run in the same run, by this Python after ``make bench-setup`` or by the one that
``--python`` names; where they are not installed, wirelake stands alone. ``extract_page`` serves the corpus's
own script too: ``evaluate.py --callable bench.extraction:extract_page``. How fast it is, says
bench/extraction_speed.py.
"""

import argparse
import hashlib
import importlib.util
import json
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
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
COLUMNS = {
    "f1": "F1",
    "precision": "P",
    "recall": "R",
    "extra_par": "extra",
    "noise_par": "noise",
    "fail": "fail",
    "title_norm": "title",
    "date_day": "day",
    "date_instant": "instant",
    "authors_f1": "authors",
}
OTHERS = (
    "trafilatura",
    "trafilatura, precision",
    "trafilatura, fast",
    "newspaper4k",
    "readability-lxml",
    "goose3",
    "resiliparse",
)
MODULES = ("goose3", "newspaper", "readability", "resiliparse")  # of the bench extra
CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
Found = dict[str, dict[str, Any]]


def extract_page(html: str, url: str) -> dict[str, Any]:
    """title, body, published (ISO 8601, with its zone where one is stated) and authors of a page."""
    outcome = extract(received(html, url))
    if isinstance(outcome, Rejection):
        return {"error": f"{outcome.reason}: {outcome.detail}"}
    article = clean(outcome[0], SOURCE)
    return {
        "title": article.headline,
        "body": article.body_text,
        "published": published(article),
        "authors": [one.name for one in article.authors],
    }


def received(html: str, url: str) -> RawArticle:
    """The page as a capture of a source without facts would hold it."""
    body = html.encode("utf-8", "replace")
    return RawArticle(
        link=Link(url=url, origin="sitemap"),
        kind=Kind.ARTICLE,
        fetched_at=datetime.now(UTC),
        body=body,
        received_sha256=hashlib.sha256(body).hexdigest(),  # as raw/ tells it
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
    if "evaluate" not in sys.modules:
        spec = importlib.util.spec_from_file_location("evaluate", corpus / "evaluate.py")
        if spec is None or spec.loader is None or not (corpus / "evaluate.py").exists():
            raise SystemExit(f"{corpus}: holds no evaluate.py")
        sys.modules["evaluate"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["evaluate"])
    return sys.modules["evaluate"]


def ours(corpus: Path, gold: list[dict[str, Any]]) -> Found:
    """wirelake's predictions, by page."""
    with ProcessPoolExecutor() as pool:
        futures = [pool.submit(_one, corpus, one["id"], one["url"]) for one in gold]
        return {one["id"]: future.result() for one, future in zip(gold, futures, strict=True)}


def _one(corpus: Path, page: str, url: str) -> dict[str, Any]:
    return extract_page(evaluator(corpus).load_html(corpus, page), url)


def others(python: str, corpus: Path, gold: list[dict[str, Any]], name: str) -> Found:
    """Another extractor's predictions, by page."""
    pages = "\n".join(json.dumps({"id": one["id"], "url": one["url"]}) for one in gold)
    with TemporaryDirectory() as folder:
        out = Path(folder) / "found.jsonl"
        script = Path(__file__).with_name("extractors.py")
        answer = subprocess.run(
            [python, script, corpus, name, out], input=pages, text=True, stderr=subprocess.PIPE, check=False
        )
        if answer.returncode:
            raise SystemExit(f"{name}: {answer.stderr.splitlines()[-1]} (install wirelake[bench] there)")
        return {row["id"]: row for row in map(json.loads, out.read_text(encoding="utf-8").splitlines())}


def row(name: str, result: dict[str, Any]) -> str:
    """One line of the table; shares as such, and a dash where the corpus tier has no gold."""
    cells = (f"{result[column]:.3f}" if column in result else "–" for column in COLUMNS)
    return f"| {name} | {' | '.join(cells)} |"


def folds(measures: ModuleType, gold: list[dict[str, Any]], found: Found, count: int) -> None:
    """The same measures on so many groups of publishers: how far they lie apart."""
    parts: list[list[dict[str, Any]]] = [[] for _ in range(count)]
    for one in gold:
        parts[int.from_bytes(hashlib.sha256(one["publisher"].encode()).digest()[:4]) % count].append(one)
    for number, part in enumerate(parts, start=1):
        publishers = len({one["publisher"] for one in part})
        result = measures.evaluate(part, found, rounds=0)
        print(row(f"wirelake, fold {number}: {len(part)} pages, {publishers} publishers", result))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path, nargs="?", default=CORPUS)
    parser.add_argument("--tier", default="body", choices=("body", "meta", "secondary"))
    parser.add_argument("--python", help="a Python that has the other extractors; this one by default")
    parser.add_argument("--folds", type=int, default=0, help="groups of publishers to show apart")
    asked = parser.parse_args()
    if asked.python and not which(asked.python):
        parser.error(f"--python {asked.python}: no such program; name a Python, or leave it out for this one")
    measures = evaluator(asked.corpus)
    gold = measures.load_gold(asked.corpus, None, {asked.tier})
    print(f"{len(gold)} pages\n\n| | {' | '.join(COLUMNS.values())} |\n|---{'|---' * len(COLUMNS)}|")
    found = ours(asked.corpus, gold)
    print(row("**wirelake**", measures.evaluate(gold, found, rounds=0)), flush=True)
    if asked.folds:
        folds(measures, gold, found, asked.folds)
    if not asked.python and not all(map(importlib.util.find_spec, MODULES)):
        print("wirelake alone: 'make bench-setup' installs the other extractors", file=sys.stderr)
        return
    for name in OTHERS:
        result = measures.evaluate(
            gold, others(asked.python or sys.executable, asked.corpus, gold, name), rounds=0
        )
        print(row(name, result), flush=True)


if __name__ == "__main__":
    main()
