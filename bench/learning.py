"""How well furniture is learned: what `wirelake learn` proposes against what the demo planted.

    python bench/learning.py FOLDER

Builds the lake of demo_strait (209 pages of ten years, with furniture and with texts that look like it), then
those of the demo's three other wires without the furniture that their YAML lists, and learns from each. On
these every line that stands on many articles and is not their own text is furniture. What general rules take
of it need not be learned: precision is the share of furniture in what is proposed, recall the share proposed
of what is to be learned. Then what was learned is applied, and the days built again: no furniture should be
left in the text, and no line of an article lost that did not become a field of it.
"""

import argparse
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import yaml

from wirelake import pipeline
from wirelake.config import Batch, Run
from wirelake.lake.marker import begin
from wirelake.lake.streams import read
from wirelake.learn import MIN_ARTICLES
from wirelake.shapes import shape, words
from wirelake.storage import open_store
from wirelake_demo import furnished
from wirelake_demo.furnished import LEARNING
from wirelake_demo.grammar import DAYS
from wirelake_demo.truth import WIRES, truth
from wirelake_demo.wire import serve, write_sources

COLUMNS = (
    "articles",
    "planted",
    "by general rules",
    "to learn",
    "proposed",
    "precision",
    "recall",
    "left",
    "lost",
)
ARTICLES = 30  # a wire and day


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="takes the lakes, about 10 MB")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    place = Path(mkdtemp(prefix="learning-", dir=folder))
    os.environ |= {"WIRELAKE_LAKE": str(place / "lake"), "WIRELAKE_SOURCES": str(place / "sources")}
    begin(open_store(str(place / "lake")))
    print("| wire |", *(f"{column} |" for column in COLUMNS))
    print("|---" * (1 + len(COLUMNS)) + "|")
    days = fill(place)
    report(furnished.NAME, days, {shape(one.text): one.by for one in furnished.planted()})
    with serve(articles=ARTICLES) as wire:
        write_sources(place / "sources", wire.url)
        for name in WIRES:
            forget_furniture(place / "sources" / f"{name}.yaml")
            for day in DAYS:
                run(Batch(name, day))
            report(name, list(DAYS), around(name))


def fill(place: Path) -> list[date]:
    """Capture and build demo_strait's days."""
    furnished.write_source(place / "sources")
    for page in furnished.pages():
        folder = place / "lake" / "drop" / furnished.NAME / str(page.day)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / page.name).write_bytes(page.body)
    days = sorted({page.day for page in furnished.pages()})
    for day in days:
        run(Batch(furnished.NAME, day))
    return days


def run(batch: Batch) -> None:
    run = Run.new(batch)
    pipeline.fetch_batch(run)
    pipeline.build_batch(run, accept=True)


def forget_furniture(path: Path) -> None:
    """Take the list of furniture out of a source's YAML, so that it has to be learned."""
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    facts.pop("furniture", None)
    path.write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")


def report(name: str, days: list[date], planted: Mapping[str, str]) -> None:
    """One row, and below it which rules took what and what went wrong; ``planted``: shape → what takes it."""
    wanted = {shaped for shaped, by in planted.items() if by == LEARNING}
    learned = pipeline.learn_source(name)
    proposed = {one.evidence.shape for one in learned.proposals}
    # A rule may take a line from most articles, and learning propose it for the rest: that is right too.
    precision = f"{len(proposed & planted.keys()) / len(proposed):.2f}" if proposed else "–"
    recall = f"{len(proposed & wanted) / len(wanted):.2f}" if wanted else "–"
    pipeline.write_learned(learned)
    for day in days:
        pipeline.build_batch(Run.new(Batch(name, day), "replay"), accept=True)
    left, lost = after(name, planted.keys())
    counts = len(planted), len(planted) - len(wanted), len(wanted), len(proposed)
    cells = name, learned.findings.articles, *counts, precision, recall, left.total(), lost.total()
    print("|", *(f"{cell} |" for cell in cells))
    rules = Counter(by for by in planted.values() if by != LEARNING)
    print("    by rules:", ", ".join(f"{rule} {count}" for rule, count in sorted(rules.items())))
    for what, lines in (
        ("wrong", proposed - planted.keys()),
        ("missed", wanted - proposed),
        ("left", left),
        ("lost", lost),
    ):
        for one in sorted(lines):
            print(f"    {what}: {one}")


def after(name: str, planted: Collection[str]) -> tuple[Counter[str], Counter[str]]:
    """Furniture that is left in the text of articles, and their own lines that are lost."""
    left, lost = Counter[str](), Counter[str]()
    for row in rows(name):
        left.update(text for text in row["body_text"].split("\n") if shape(text) in planted)
        own = (text for text in row["extracted_text"].split("\n") if shape(text) not in planted)
        lost.update(text for text in own if not is_kept(text, row))
    return left, lost


def is_kept(line: str, row: Mapping[str, Any]) -> bool:
    """The line stands in the article's text, and what does not became a field: ``(STRAIT- Port Desk)``."""
    lifted = {"", *(cut["text"].strip() for cut in row["removed"] if cut["kind"] == "lift")}
    texts = ("", *row["body_text"].split("\n"))
    return any(line.removesuffix(text).strip() in lifted for text in texts if line.endswith(text))


def around(name: str) -> dict[str, str]:
    """The shapes of lines that stand on enough of the wire's articles and are no text of theirs; and what
    takes each from most of them, a rule or, where none does, LEARNING."""
    listed = (one for day in DAYS for one in truth(name, day, ARTICLES))
    own = tuple(text for one in listed for text in (one.headline, *one.paragraphs))
    took = defaultdict[str, Counter[str]](Counter)
    for row in rows(name):
        cuts = {cut["text"].strip(): cut["rule"] for cut in row["removed"]}
        lines = (line for line in row["extracted_text"].split("\n") if not line.endswith(own))
        for shaped, line in {shape(line): line for line in lines}.items():
            took[shaped][cuts.get(line, LEARNING)] += 1
    return {
        shaped: by.most_common(1)[0][0]
        for shaped, by in took.items()
        if by.total() >= MIN_ARTICLES and words(shaped)
    }


def rows(name: str) -> list[dict[str, Any]]:
    """The source's history/."""
    columns = ["body_text", "extracted_text", "removed"]
    found: list[dict[str, Any]] = read("history", source=name, columns=columns).to_pylist()
    return found


if __name__ == "__main__":
    main()
