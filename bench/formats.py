"""Every file of wire formats read by wirelake, compared with what the files and other projects' tests say.

    python bench/formats.py FOLDER [--format PREFIX] [--all]

FOLDER holds ``manifest.jsonl``: path, format, ``gold_xpath`` (read straight from the file) and
``upstream_asserts`` (what the upstream project's own tests assert). What item class a file states is read
here (bench/item_classes.py). One table, bench/format_fields.py, says
which field of the record each name stands for; bench/format_reasons.py knows where a difference is right, and
proves it from the file. Exit code 1 where a file raises or a difference has no reason. ``--all`` lists all
differences.
"""

import argparse
import json
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from wirelake.extract import extract
from wirelake.records import Article, Kind, Link, RawArticle, Rejection

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench import item_classes
from bench.feed_expectations import expected
from bench.format_fields import FEEDS, FIELDS, FORMATS, asserted
from bench.format_reasons import Difference, reason, refusal

NOT_READ = "no reader yet"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--format", default="", help="only formats whose name begins so")
    parser.add_argument("--all", action="store_true", help="list the differences that have a reason, too")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    for line in (options.folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["format"].startswith(options.format):
            counted = counts.setdefault(row["format"], Counter())
            _compare(options.folder, row, counted, show_all=options.all)
    _table(counts)
    failed = sum(one["raised"] + one["unexplained"] for one in counts.values())
    return 1 if failed else 0


def read(data: bytes, name: str) -> list[Article] | Rejection:
    """What wirelake reads from the bytes of a dropped file."""
    moment = datetime.now(UTC)
    link = Link(url=f"drop:bench/{moment.date()}/{name}", origin="drop_folder")
    return extract(
        RawArticle(
            link=link, kind=Kind.ARTICLE, fetched_at=moment, body=data, raw_ref=f"bench/{moment.date()}#1"
        )
    )


def _compare(folder: Path, row: dict[str, Any], counted: Counter[str], *, show_all: bool) -> None:
    if row["format"] not in FORMATS:
        counted[NOT_READ] += 1
        return
    counted["files"] += 1
    data = (folder / row["path"]).read_bytes()
    try:
        outcome = read(data, "file")
    except Exception:  # what the bench looks for
        counted["raised"] += 1
        print(f"RAISED {row['path']}\n{traceback.format_exc()}")
        return
    if isinstance(outcome, Rejection):
        said = refusal(row, outcome.reason)
        counted["refused" if said else "unexplained"] += 1
        if said is None or show_all:
            print(f"{row['path']}\n  {outcome.reason}: {outcome.detail}  [{said or 'NO REASON'}]")
        return
    for difference in _differences(row, outcome, data, counted):
        said = reason(difference)
        counted["explained" if said else "unexplained"] += 1
        if said is None or show_all:
            print(f"{row['path']}\n  {difference.name}: {difference.gold!r}\n  here: {difference.ours!r}")
            print(f"  [{said or 'NO REASON'}]")


def _differences(
    row: dict[str, Any], articles: list[Article], data: bytes, counted: Counter[str]
) -> Iterator[Difference]:
    # The gold of a message is that of its first news item; a package before it is no news item.
    items = [one for one in articles if ("item", "packageitem") not in one.extra] or articles
    stated = [(name, value, False) for name, value in (row["gold_xpath"] or {}).items()]
    # The lines name people and places in the file's own words.
    for line, whose in (("byline", "authors"), ("dateline", "dateline_place")):
        stated += [(whose, value, False) for name, value, _ in stated if name == line and _says(row, line)]
    stated += [(name, value, False) for name, value in item_classes.stated(data, row["format"]).items()]
    told = [(name, value, True) for name, value in asserted(row["upstream_asserts"])]
    if row["format"] in FEEDS:
        told += [(name, value, True) for name, value in expected(data)]
    for name, gold, is_upstream in (*stated, *told):
        field = FIELDS.get(name)
        if field is None or gold in (None, ""):
            counted["not compared"] += 1
            continue
        ours = field.of(items)
        if any(field.same(gold, one) for one in ours):
            counted["equal"] += 1
        else:
            yield Difference(name, gold, ours, items, data, row["format"], is_upstream)


def _says(row: dict[str, Any], line: str) -> bool:
    """Whether the gold's line is one: the gold's dateline of ninjs and AP's JSON is ``located``."""
    return line == "byline" or not row["format"].startswith(("ninjs", "ap-media"))


def _table(counts: dict[str, Counter[str]]) -> None:
    columns = ("files", "raised", "refused", "equal", "explained", "unexplained", "not compared", NOT_READ)
    print(f"\n{'format':24}" + "".join(f"{column:>14}" for column in columns) + f"{'right':>9}")
    total: Counter[str] = Counter()
    for name, counted in [*sorted(counts.items()), ("all", total)]:
        right = counted["equal"] + counted["explained"]
        share = right / max(1, right + counted["unexplained"])
        print(f"{name:24}" + "".join(f"{counted[column]:>14}" for column in columns) + f"{share:>9.1%}")
        if name != "all":
            total.update(counted)


if __name__ == "__main__":
    sys.exit(main())
