"""html5lib's tree construction tests: no page, however malformed, makes extract fail or take long.

wirelake reads pages by libxml2, whose trees are not those of the HTML standard, so trees are not compared.
What is: every word that stands in the standard's tree and that plain lxml finds in the page too is also in
the tree that wirelake reads, after its decoding and trafilatura's repairs. Scripts, styles and characters
that stand for none (U+FFFD, where the page has NUL) are no words.
"""

import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.suites import Result
from lxml import html as lxml_html
from lxml.etree import LxmlError
from trafilatura import load_html

from wirelake.extract import extract
from wirelake.payloads import encoding
from wirelake.records import Kind, Link, RawArticle

SECONDS = 2.0
TEXT = re.compile(r'^\| +"(.*?)"$', re.MULTILINE | re.DOTALL)


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result a page."""
    with (folder / entry["file"]).open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            started = time.process_time()
            try:
                got = _lost(case)
            except Exception as error:
                got = f"{type(error).__name__}: {error}"
            seconds = time.process_time() - started
            if seconds > SECONDS:
                got = f"{got} after {seconds:.1f} s"
            yield Result(id=case["id"], passed=not got, got=got, wanted="")


def _lost(case: dict[str, Any]) -> str:
    """The words that are lost, having read the page by all means."""
    data = case["html"].encode("utf-8", "surrogatepass")
    extract(_page(data))
    words = {word for text in TEXT.findall(case["tree"]) for word in text.replace("\ufffd", " ").split()}
    plain = _text(_tree(data))
    tree = load_html(encoding.decode(data, markup=True).text)
    ours = plain if tree is None else _text(tree)  # what is no document is refused as not_html
    return " ".join(word for word in sorted(words) if word in plain and word not in ours)


def _page(data: bytes) -> RawArticle:
    return RawArticle(
        link=Link(url="https://quay.example/news/1", origin="feed"),
        kind=Kind.ARTICLE,
        fetched_at=datetime(2026, 3, 5, 12, tzinfo=UTC),
        body=data,
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        raw_ref="quay/2026-03-05#<urn:uuid:00000000-0000-4000-8000-000000000001>",
    )


def _tree(data: bytes) -> Any:
    try:
        return lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8"))
    except LxmlError:
        return None


def _text(tree: Any) -> str:
    if tree is None:
        return ""
    for script in list(tree.iter("script", "style")):
        script.text = None
    return " ".join(str(text) for text in tree.itertext(with_tail=True))
