"""Other extractors on one corpus, each by its own defaults: title, body, published and authors.

    python bench/extractors.py CORPUS NAME OUT.jsonl

reads pages (id, url) from standard input and writes a prediction for each. It needs nothing of wirelake's:
run it by a Python that has the bench extra.
"""

import argparse
import importlib
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Found = dict[str, Any]


def trafilatura(html: str, url: str, **mode: bool) -> Found:
    """trafilatura with its metadata, as its users call it."""
    document = importlib.import_module("trafilatura").bare_extraction(
        html, url=url, with_metadata=True, include_comments=False, **mode
    )
    if document is None:
        return {"error": "nothing found"}
    authors = [name for name in (document.author or "").split("; ") if name]
    return {
        "title": document.title,
        "body": document.text,
        "published": document.date,
        "authors": authors,
    }


def trafilatura_precision(html: str, url: str) -> Found:
    """trafilatura, favouring precision."""
    return trafilatura(html, url, favor_precision=True)


def trafilatura_fast(html: str, url: str) -> Found:
    """trafilatura without its fallbacks."""
    return trafilatura(html, url, fast=True)


def newspaper4k(html: str, url: str) -> Found:
    """newspaper4k, nothing fetched."""
    article = importlib.import_module("newspaper").Article(url, fetch_images=False)
    article.download(input_html=html)
    article.parse()
    published = article.publish_date
    return {
        "title": article.title,
        "body": article.text,
        "published": published.isoformat() if published else None,
        "authors": list(article.authors),
    }


def readability(html: str, _: str) -> Found:
    """readability-lxml: its summary, a line a block."""
    document = importlib.import_module("readability").Document(html)
    tree = importlib.import_module("lxml.html").fromstring(document.summary())
    for block in tree.iter("p", "br", "li", "div", "h1", "h2", "h3", "h4", "blockquote", "td"):
        block.tail = "\n" + (block.tail or "")
    return {"title": document.short_title(), "body": tree.text_content()}


def goose3(html: str, url: str) -> Found:
    """goose3, without images."""
    package = importlib.import_module("goose3")
    with package.Goose({"enable_image_fetching": False}) as goose:
        article = goose.extract(url=url, raw_html=html)
        published = article.publish_datetime_utc
        return {
            "title": article.title,
            "body": article.cleaned_text,
            "published": published.isoformat() if published else article.publish_date,
            "authors": list(article.authors or ()),
        }


def resiliparse(html: str, _: str) -> Found:
    """resiliparse's main content, without metadata."""
    extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    title = re.search(r"<title[^>]*>(.*?)</title>", html, re.IGNORECASE | re.DOTALL)
    return {"title": title and title[1].strip(), "body": extract(html, main_content=True)}


EXTRACTORS: dict[str, Callable[[str, str], Found]] = {
    "trafilatura": trafilatura,
    "trafilatura, precision": trafilatura_precision,
    "trafilatura, fast": trafilatura_fast,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
    "goose3": goose3,
    "resiliparse": resiliparse,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("name", choices=EXTRACTORS)
    parser.add_argument("out", type=Path)
    asked = parser.parse_args()
    corpus, name, out = asked.corpus, asked.name, asked.out
    sys.path.insert(0, str(corpus))
    evaluate = importlib.import_module("evaluate")
    with out.open("w", encoding="utf-8") as lines:
        for page in map(json.loads, sys.stdin):
            try:
                found = EXTRACTORS[name](evaluate.load_html(corpus, page["id"]), page["url"])
            except ModuleNotFoundError:
                raise
            except Exception as error:  # the benchmark counts what an extractor cannot read
                found = {"error": f"{type(error).__name__}: {error}"[:200]}
            lines.write(json.dumps({"id": page["id"], **found}, default=str) + "\n")


if __name__ == "__main__":
    main()
