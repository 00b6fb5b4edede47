"""Headline, dateline, byline, header and words of ANPA transmissions against what is known of each.

    python bench/anpa.py FOLDER

FOLDER holds ``gold.jsonl``: path, and gold with headline, dateline, author, body_words and header fields.
Not compared are headlines that the gold does not have, and the words of the filler of the collection,
``Blah blah blah.`` Exit code 1 where a file raises or a field is right on less than 98 %.
"""

import argparse
import json
import re
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wirelake.extract import extract
from wirelake.records import Article, Kind, Link, RawArticle, Rejection

GOAL = 0.98
FILLER = "Blah blah blah."
HEADER = ("service", "sequence", "selector", "priority", "category", "cycle")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    if not (folder / "gold.jsonl").is_file():
        parser.error(f"{folder} holds no gold.jsonl")
    right: Counter[str] = Counter()
    compared: Counter[str] = Counter()
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = _read((folder / row["path"]).read_bytes())
        for name, holds in _judged(article, row["gold"]).items():
            compared[name] += 1
            right[name] += holds
            if not holds:
                print(f"{row['path']}: {name}")
    for name, count in compared.items():
        print(f"{name:12}{right[name]:>6} of {count:>4}{right[name] / count:>9.1%}")
    return int(any(right[name] < GOAL * count for name, count in compared.items()))


def _read(data: bytes) -> Article | None:
    """The one article of a file; None where there is none, or several."""
    now = datetime.now(UTC)
    link = Link(url="drop:bench/2026-03-05/1", origin="drop_folder")
    found = extract(RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=now, body=data, raw_ref="bench/x#1"))
    return None if isinstance(found, Rejection) or len(found) != 1 else found[0]


def _judged(article: Article | None, gold: dict[str, Any]) -> dict[str, bool]:
    """Whether each field that the gold knows is right."""
    if article is None:
        return {"article": False}
    kept = dict(article.extra)
    judged = {
        "article": True,
        "header": all(kept.get(name) == gold[name] for name in HEADER),
        "slugline": article.slugline == gold["slugline"],
        "word count": article.word_count_stated == gold["word_count_field"],
        "byline": _plain(article.byline) == _plain(gold["author"]),
        "dateline": _plain(article.dateline_text) == _plain(gold["dateline"]),
    }
    if gold["headline"]:
        judged["headline"] = _plain(article.headline) == _plain(gold["headline"])
    if article.extracted_text != FILLER and gold["headline"]:
        judged["body words"] = abs(_words(article) - gold["body_words"]) <= 1  # "More" is no word of the text
    return judged


def _plain(text: str | None) -> str:
    return " ".join((text or "").split()).rstrip(" -")


def _words(article: Article) -> int:
    """Words as the gold counts them, behind the dateline."""
    text = article.extracted_text.removeprefix(article.dateline_text or "")
    return len(re.findall(r"\w+", text))


if __name__ == "__main__":
    sys.exit(main())
