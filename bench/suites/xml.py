"""XML: bombs, external entities and DTDs, fed to whatever parses XML here, each in a process of its own.

There the file system and the network are watched: whoever opens a file that the document names, or a
connection, or starts a program, has failed; so has whoever takes a second or 64 MB.
"""

import base64
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.suites import Result

from wirelake.errors import ParseError
from wirelake.formats import rss, sitemaps
from wirelake.records import Kind, Link, RawArticle

SECONDS = 1.0
GROWTH = 64  # MB
FORBIDDEN = (
    "socket.connect",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "urllib.Request",
)


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result for each document and each way in."""
    with (folder / entry["file"]).open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows:
        for name, parse in ENTRIES.items():
            yield _result(row, name, parse)


def _rss(raw: RawArticle) -> str:
    return _told(lambda: rss.links(raw))


def _sitemap(raw: RawArticle) -> str:
    return _told(lambda: sitemaps.read(raw))


def _articles(raw: RawArticle) -> str:
    return _told(lambda: rss.parse(raw))


def _told(parse: Callable[[], object]) -> str:
    try:
        parse()
    except ParseError as error:
        return f"rejected: {error.reason}"
    return "parsed"


ENTRIES: dict[str, Callable[[RawArticle], str]] = {"feed": _rss, "articles": _articles, "sitemap": _sitemap}


def _result(row: dict[str, Any], name: str, parse: Callable[[RawArticle], str]) -> Result:
    ours, theirs = multiprocessing.get_context("spawn").Pipe(duplex=False)
    child = multiprocessing.get_context("spawn").Process(
        target=_watched, args=(theirs, parse, base64.b64decode(row["xml_b64"]))
    )
    child.start()
    theirs.close()
    try:
        outcome, seconds, growth, opened = ours.recv() if ours.poll(60) else ("no end", 60.0, 0, [])
    except EOFError:
        outcome, seconds, growth, opened = "the process died", 0.0, 0, []
    child.kill()
    child.join()
    wanted = row["expect"]
    got = f"{outcome}, {seconds:.2f} s, {growth} MB" + (f", opened {opened}" if opened else "")
    fine = outcome.startswith("rejected") or (outcome == "parsed" and _may_parse(wanted))
    passed = fine and seconds < SECONDS and growth < GROWTH and not opened
    return Result(id=f"{row['id']} {name}", passed=passed, got=got, wanted=wanted)


def _may_parse(wanted: str) -> bool:
    """What is no feed is rejected in any case, which is more than parsing it needs."""
    return not wanted.startswith("reject") or "or parse" in wanted


def _watched(theirs: Any, parse: Callable[[RawArticle], str], body: bytes) -> None:
    """Parse, and send back how it ended, its seconds, its MB, and what it opened besides Python's own."""
    link = Link(url="https://xml.example/a.xml", origin="feed")
    raw = RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=datetime.now(UTC), body=body)
    warm = b"<rss version='2.0'><channel><item><title>x</title></item></channel></rss>"
    parse(RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=datetime.now(UTC), body=warm))
    opened: list[str] = []
    watching = True

    def audit(event: str, facts: tuple[Any, ...]) -> None:
        named = event == "open" and str(facts[0]).encode("utf-8", "replace") in body
        if watching and (named or event in FORBIDDEN):
            opened.append(f"{event} {facts[0]}")

    sys.addaudithook(audit)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        outcome = parse(raw)
    except Exception as error:  # whatever the code raises is what is looked for
        outcome = f"raised {error!r}"
    watching = False
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    theirs.send((outcome, time.process_time() - began, grown, opened))
