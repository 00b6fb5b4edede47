"""Feeds: what wirelake.formats.rss reads of feedparser's own cases, by its path, operator and value.

Differences that are right, each by a general rule, are those of EXCUSES. A case without expectations asks
for no exception alone.
"""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.suites import Result

from wirelake.formats import rss

SERVER = "http://127.0.0.1:8097/tests/"  # where the cases say that they were served
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": lambda got, wanted: bool(got == wanted or (isinstance(got, tuple) and list(got) == wanted)),
    "!=": lambda got, wanted: bool(got != wanted),
    "is": lambda got, wanted: got is wanted,
    "falsy": lambda got, _: not got,
    "truthy": lambda got, _: bool(got),
    "lacks": lambda got, wanted: wanted not in got,
    "has": lambda got, wanted: wanted in got,
}
Path_ = tuple[Any, ...]
EXCUSES: tuple[tuple[str, Callable[[Path_, Any, Any, bytes], bool]], ...] = (
    (
        "seven-bit bytes are UTF-8, whatever they are declared as",
        lambda path, got, _, data: path == ("encoding",) and got == "utf-8" and data.isascii(),
    ),
    ("what is mended is not ill-formed", lambda path, got, *_: path == ("bozo",) and not got),
    (
        "Atom's ids are compared letter by letter",
        lambda path, got, wanted, _: path[-1:] == ("id",) and str(wanted).endswith(str(got)),
    ),
    (
        "what HTTP says of a feed is kept with its exchange, where conditional requests find it",
        lambda path, *_: path in {("etag",), ("modified",), ("status",)},
    ),
    ("wirelake uses no fields of podcasts", lambda path, *_: str(path[-1]).startswith("itunes_")),
)


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result a feed: its first expectation that does not hold, or all of them."""
    with (folder / entry["file"]).open(encoding="utf-8") as lines:
        for line in lines:
            yield _result(json.loads(line))


def _result(row: dict[str, Any]) -> Result:
    data = base64.b64decode(row["feed_b64"])
    try:
        feed = rss.dictionary(data, row["headers"], SERVER + row["file"])
    except Exception as error:  # whatever the code raises is what is looked for
        return Result(id=row["id"], passed=False, got=f"raised {error!r}", wanted="no exception")
    for path, operator, wanted in row["expect"] or []:
        got = _at(feed, path)
        holds = OPERATORS.get(operator)
        if holds is None or not holds(got, wanted):
            words = f"{path} {operator} {wanted!r}"
            reason = next((why for why, right in EXCUSES if right(tuple(path), got, wanted, data)), "")
            return Result(id=row["id"], passed=False, got=repr(got), wanted=words, reason=reason)
    return Result(id=row["id"], passed=True, got="", wanted="")


def _at(feed: Any, path: list[Any]) -> Any:
    """The value at the path; None where there is none. "#len" is a length."""
    for step in path:
        try:
            feed = len(feed) if step == "#len" else feed[step]
        except (KeyError, IndexError, TypeError):
            return None
    return feed
