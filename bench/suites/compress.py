"""Compressed bodies: served with their Content-Encoding, fetched, and read with a bound.

A plain text is served as it is. Where a case wants such a text called cut, the difference is right: nothing
in it says where it should have ended, and it is kept and read whole.
"""

import importlib
import json
import re
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.suites import Result
from bench.suites.scenes import Scene
from tests.wirelake.fetch.hostile_server import page

from wirelake.errors import ParseError
from wirelake.payloads import payload
from wirelake.payloads.codings import coding_of

LIMIT = 1_000_000  # decoded bytes
GROWTH = 32  # MB
NAMED = re.compile(r"(?<![a-z])(br|brotli|zstd|gz|gzip|deflate|rawdeflate)(?![a-z])")
HEADERS = {"br": "br", "brotli": "br", "zstd": "zstd", "deflate": "deflate", "rawdeflate": "deflate"}
BY_CLASS = {
    "too_large": ("size_cap", "too_large"),
    "truncated": ("truncated",),
    "bad_encoding": ("corrupt", "truncated", "decode_error"),
    "content_encoding": ("corrupt", "decode_error"),
}
PLAIN = "a text in no coding states no end that it could miss"


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result for each file."""
    importlib.import_module("pyarrow")  # what it takes itself is not any body's
    file = folder / entry["file"]
    with file.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield _result(row, (file.parent / row["file"]).read_bytes())


def _result(row: dict[str, Any], body: bytes) -> Result:
    found = NAMED.search(row["name"].lower())
    coding = HEADERS.get(found[0], "gzip") if found else "identity"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with Scene(row["name"]) as scene:
        raw = scene.get(page(body, f"Content-Encoding: {coding}"), max_bytes=LIMIT)
    try:
        size = 0 if raw.failure else len(payload(raw, LIMIT))
        got = raw.failure or f"decode: {size} bytes"
    except ParseError as error:
        got = error.reason
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    wanted = str(row["expect"]).lower()
    words = BY_CLASS.get(got, (got.partition(":")[0],))
    kept = "keep raw" not in wanted or raw.body == body
    passed = any(word in wanted for word in words) and kept and grown < GROWTH
    plain = not raw.failure and coding_of(body, coding) == "" and got.startswith("decode")
    told = f"{got}, {grown} MB more" + ("" if kept else ", bytes lost")
    return Result(
        id=row["id"],
        passed=passed,
        got=told,
        wanted=row["expect"],
        reason=PLAIN if plain and not passed else "",
    )
