"""XML: bombs, external entities and DTDs, fed to whatever parses XML here, each in a process of its own.

What a document names is put in our hands: files become a pipe that keeps its reader waiting, hosts a
socket of ours that counts its callers. So whoever opens a file, connects, or starts a program has failed,
and so has whoever takes a second or 64 MB.
"""

import base64
import json
import multiprocessing
import os
import re
import resource
import select
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.suites import Result

from wirelake.errors import ParseError
from wirelake.formats import rss, sitemaps
from wirelake.records import Kind, Link, RawArticle

SECONDS = 1.0
GROWTH = 64  # MB
WAIT = 20.0  # seconds: the start of a process counts here too
PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"})
NAMED_FILE = re.compile(rb"file://[^\"'\s<>]+")
NAMED_HOST = re.compile(rb"(?:https?|ftp)://(?!www\.w3\.org/19|www\.w3\.org/XSL|xml\.apache)[^/\"'\s<>]+/")


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
    with TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as host:
        pipe = Path(folder, "named")
        os.mkfifo(pipe)
        body = NAMED_FILE.sub(pipe.as_uri().encode(), base64.b64decode(row["xml_b64"]))
        body = NAMED_HOST.sub(b"http://127.0.0.1:%d/" % host.getsockname()[1], body)
        outcome, seconds, growth, started = _alone(parse, body)
        called = bool(select.select([host], [], [], 0)[0])
    got = f"{outcome}, {seconds:.2f} s, {growth} MB" + (f", started {started}" if started else "")
    fine = outcome.startswith("rejected") or (outcome == "parsed" and _may_parse(row["expect"]))
    passed = fine and seconds < SECONDS and growth < GROWTH and not started and not called
    got += ", called a host" if called else ""
    return Result(id=f"{row['id']} {name}", passed=passed, got=got, wanted=row["expect"])


def _may_parse(wanted: str) -> bool:
    """What is no feed is rejected in any case, which is more than parsing it needs."""
    return not wanted.startswith("reject") or "or parse" in wanted


def _alone(parse: Callable[[RawArticle], str], body: bytes) -> tuple[str, float, int, list[str]]:
    """How it ended, its seconds, its MB and the programs it started, in a process that may die or hang."""
    spawn = multiprocessing.get_context("spawn")
    ours, theirs = spawn.Pipe(duplex=False)
    child = spawn.Process(target=_watched, args=(theirs, parse, body))
    child.start()
    theirs.close()
    try:
        ended: tuple[str, float, int, list[str]] = ours.recv() if ours.poll(WAIT) else ("no end", WAIT, 0, [])
    except EOFError:
        ended = "the process died", 0.0, 0, []
    child.kill()
    child.join()
    return ended


def _watched(theirs: Any, parse: Callable[[RawArticle], str], body: bytes) -> None:
    link = Link(url="https://xml.example/a.xml", origin="feed")
    raw = RawArticle(link=link, kind=Kind.ARTICLE, fetched_at=datetime.now(UTC), body=body)
    parse(replace(raw, body=b"<rss version='2.0'><channel><item><title>x</title></item></channel></rss>"))
    started: list[str] = []
    sys.addaudithook(lambda event, _: started.append(event) if event in PROGRAMS else None)
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    try:
        outcome = parse(raw)
    except Exception as error:  # whatever the code raises is what is looked for
        outcome = f"raised {error!r}"
    seconds = time.process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    theirs.send((outcome, seconds, grown, started))
