"""How well furniture is learned: what `wirelake learn` proposes against what the demo planted.

    python bench/learning.py FOLDER

Builds the lake of demo_strait (209 pages of ten years, with furniture and with texts that look like it), then
those of the demo's three other wires without the furniture that their YAML lists, and learns from each. On
these what is not the article's own text is furniture. Then what was learned is applied, and the days built
again: none of it should be left, and no other paragraph lost.
"""

import argparse
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import yaml

from wirelake import pipeline
from wirelake.config import Batch
from wirelake.lake.reading import read
from wirelake.learn import MIN_ARTICLES, document
from wirelake.shapes import MAX_CHARACTERS, shape, words
from wirelake_demo import furnished
from wirelake_demo.grammar import DAYS
from wirelake_demo.truth import WIRES, truth
from wirelake_demo.wire import serve, write_sources

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
    print("| wire | articles | furniture | proposed | precision | recall | left | lost |")
    print("|---|---|---|---|---|---|---|---|")
    days = fill(place)
    report(furnished.NAME, days, {shape(text) for text in furnished.planted()})
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
    pipeline.fetch_batch(batch)
    pipeline.build_batch(batch, accept=True)


def forget_furniture(path: Path) -> None:
    """Take the list of furniture out of a source's YAML, so that it has to be learned."""
    facts = yaml.safe_load(path.read_text(encoding="utf-8"))
    facts.pop("furniture", None)
    path.write_text(yaml.safe_dump(facts, allow_unicode=True), encoding="utf-8")


def report(name: str, days: list[date], wanted: set[str]) -> None:
    """One row: what was proposed; then, applied, what is left of the furniture, and what else went."""
    before = bodies(name)
    learned = pipeline.learn_source(name)
    proposed = {one.evidence.shape for one in learned.proposals}
    right = len(proposed & wanted)
    precision, recall = right / (len(proposed) or 1), right / (len(wanted) or 1)
    pipeline.write_learned(learned)
    for day in days:
        pipeline.build_batch(Batch(name, day), mode="replay", accept=True)
    after = bodies(name)
    left = sum(count for text, count in after.items() if shape(text) in wanted)
    # A paragraph that comes to stand first may lose its credit as well: "(STRAIT- Port Desk) A new quay …".
    gone = [text for text in before - after if shape(text) not in wanted]
    lost = sum(not any(text.endswith(kept) for kept in after) for text in gone)
    print(
        f"| {name} | {learned.findings.articles} | {len(wanted)} | {len(proposed)} | {precision:.2f} "
        f"| {recall:.2f} | {left} | {lost} |"
    )
    for what, shapes in (("wrong", proposed - wanted), ("missed", wanted - proposed)):
        for one in sorted(shapes):
            print(f"    {what}: {one}")


def bodies(name: str) -> Counter[str]:
    """Every paragraph of the source's articles, and on how many it stands."""
    rows = read("history", source=name, columns=["body_text"]).to_pylist()
    return Counter(text for row in rows for text in set(row["body_text"].split("\n")))


def around(name: str) -> set[str]:
    """The shapes that stand on enough of the wire's articles and are no paragraph of theirs."""
    own = tuple(text for day in DAYS for one in truth(name, day, ARTICLES) for text in one.paragraphs)
    counts = Counter(shaped for shapes in _shapes(name, own) for shaped in shapes)
    return {shaped for shaped, count in counts.items() if count >= MIN_ARTICLES and words(shaped)}


def _shapes(name: str, own: tuple[str, ...]) -> Iterator[set[str]]:
    for row in read("history", source=name).to_pylist():
        texts = (text for text in document(row).paragraphs if len(text) <= MAX_CHARACTERS)
        yield {shape(text) for text in texts if not text.endswith(own)}


if __name__ == "__main__":
    main()
