"""Reading by a learned layout: CPU time beside trafilatura's and the full way's, and what becomes of quality.

    python bench/layouts.py FOLDER [--corpus CORPUS] [--rounds 3]

Of the corpus's publishers with five pages or more each page is read by the layouts that its publisher's other
pages teach (of three pages or more, as there are few). Of each wire of the demo the layouts are those of
`wirelake learn`, from the first three of its days; the pages are those of all the others, about 120 a wire.
Sampling, as a build does it, is part of the time. FOLDER takes the demo's lake, about 10 MB.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from trafilatura import bare_extraction

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.extraction import CORPUS, SOURCE, evaluator, published, received

from wirelake import archive, config, pipeline
from wirelake.bounded.reading import cleaned
from wirelake.bounded.sighting import sighted, tried
from wirelake.config import Batch, Run, SourceConfig
from wirelake.lake.marker import begin
from wirelake.learn.layouts import Seen, Trial, judged, templates
from wirelake.payloads import payload
from wirelake.payloads.encoding import decode
from wirelake.records import Article, Kind, RawArticle, Rejection
from wirelake.storage import open_store
from wirelake_demo.grammar import DAYS
from wirelake_demo.truth import WIRES
from wirelake_demo.wire import serve, write_sources

LEAST = 5  # pages of a publisher
TAUGHT_BY = 3  # pages at least
ARTICLES = 30  # a wire and day
LEARNT_FROM = 3  # days
MEASURES = ("f1", "recall", "extra_par", "noise_par", "title_norm", "date_day", "date_instant", "authors_f1")
Page = tuple[SourceConfig, RawArticle]
DAY = date(2026, 3, 1)


def corpus_pages(corpus: Path) -> tuple[list[dict[str, Any]], list[Page]]:
    """The gold of the publishers with enough pages, and each page with the source that the others teach."""
    measures = evaluator(corpus)
    gold = measures.load_gold(corpus, None, {"body"})
    counts = Counter(one["publisher"] for one in gold)
    gold = [one for one in gold if counts[one["publisher"]] >= LEAST]
    raws = [received(measures.load_html(corpus, one["id"]), one["url"]) for one in gold]
    seen = [Seen(sight=sight, captured=DAY) if (sight := sighted(SOURCE, raw)) else None for raw in raws]
    pages = []
    for number, (one, raw) in enumerate(zip(gold, raws, strict=True)):
        others = [
            at for at, other in enumerate(gold) if other["publisher"] == one["publisher"] and at != number
        ]
        pages.append((taught([seen[at] for at in others], [raws[at] for at in others]), raw))
    return gold, pages


def taught(seen: Iterable[Seen | None], raws: Sequence[RawArticle]) -> SourceConfig:
    """The source with the layouts that these pages teach."""
    layouts = templates([one for one in seen if one], min_pages=TAUGHT_BY)
    trial = SOURCE.model_copy(update={"layouts": tuple(layouts)})
    results = (tried(trial, raw) for raw in raws) if layouts else ()
    trials = [Trial(captured=DAY, layout=layout, differs=differs) for layout, differs in results]
    standing = (one.layout for one in judged(layouts, trials) if not one.against)
    return SOURCE.model_copy(update={"layouts": tuple(standing)})


def demo_pages(folder: Path) -> dict[str, list[Page]]:
    """Of each wire the pages of the days from which nothing was learned."""
    folder.mkdir(parents=True, exist_ok=True)
    place = Path(mkdtemp(prefix="layouts-", dir=folder))
    os.environ |= {"WIRELAKE_LAKE": str(place / "lake"), "WIRELAKE_SOURCES": str(place / "sources")}
    store = open_store(str(place / "lake"))
    begin(store)
    found = {}
    with serve(articles=ARTICLES) as wire:
        write_sources(place / "sources", wire.url)
        for name in WIRES:
            for number, day in enumerate(DAYS):
                run = Run.new(Batch(name, day))
                pipeline.fetch_batch(run)
                if number < LEARNT_FROM:
                    pipeline.build_batch(run, accept=True)
            pipeline.write_learned(pipeline.learn_source(name))
            source = config.load_named(name)
            raws = (raw for day in DAYS[LEARNT_FROM:] for raw in archive.read_batch(store, Batch(name, day)))
            found[name] = [(source, raw) for raw in raws if raw.failure is None and raw.kind is Kind.ARTICLE]
    return found


def furnished(raw: RawArticle) -> RawArticle:
    """The page with as much around its article as the corpus's pages have on average: 340 kB of scripts,
    menus, cards of other articles and links."""
    html = decode(payload(raw), raw.header("content-type"), markup=True).text
    line = "window.push([{id: 4711, path: '/harbour/news', seen: a < b && c > d}]);\n"
    script = f"<script>{line * 330}</script>"
    links = "".join(
        f'<li class="item"><a class="link" href="/section/{n}/">Section {n}</a></li>' for n in range(120)
    )
    cards = "".join(
        f'<div class="card"><a href="/news/ship-{n}"><img src="/{n}.jpg" alt="A ship" loading="lazy">'
        f"<h3>Grain ship {n} sails again at dawn</h3></a><p>The warden opened basin {n} again.</p></div>"
        for n in range(120)
    )
    before = f'<div class="menu"><ul>{links}</ul></div>{script * 6}'
    after = f'<div class="rail">{cards}</div><div class="links"><ul>{links}</ul></div>{script * 6}'
    start, end = html.index(">", html.index("<body")) + 1, html.index("</body>")
    body = html[:start] + before + html[start:end] + after + html[end:]
    headers = tuple(one for one in raw.headers if one[0].lower() != "content-encoding")
    return replace(raw, body=body.encode(), headers=headers)


def measured(name: str, pages: list[Page], rounds: int) -> None:
    """One row: CPU by the layouts, in full and by trafilatura, each page in turn; the best round of each."""
    times = []
    for _ in range(rounds + 1):
        mine = full = its = 0.0
        for source, raw in pages:
            plain = source.model_copy(update={"layouts": ()})
            html = decode(payload(raw), raw.header("content-type"), markup=True).text
            start = time.process_time()
            cleaned(source, raw)
            first = time.process_time()
            cleaned(plain, raw)
            second = time.process_time()
            bare_extraction(html, url=raw.link.url, with_metadata=True)
            end = time.process_time()
            mine, full, its = mine + first - start, full + second - first, its + end - second
        times.append(tuple(1000 * one / len(pages) for one in (mine, full, its)))
    mine, full, its = min(times[1:], key=lambda one: one[0] / one[2])
    print(f"| {name} | {len(pages)} | {mine:.1f} | {full:.1f} | {its:.1f} | {its / mine:.2f} |", flush=True)


def way(page: Page) -> str:
    """layout, in full, or no layout."""
    source, raw = page
    found = cleaned(source, raw)
    if not source.layouts:
        return "no layout"
    reading = None if isinstance(found, Rejection) else found[0].reading
    return "layout" if reading and reading.layout else "in full"


def predicted(page: Page) -> dict[str, Any]:
    """What the corpus's measures compare."""
    found = cleaned(*page)
    if isinstance(found, Rejection):
        return {"error": found.reason}
    article: Article = found[0]
    named = [one.name for one in article.authors]
    return {
        "title": article.headline,
        "body": article.body_text,
        "published": published(article),
        "authors": named,
    }


def quality(corpus: Path, gold: list[dict[str, Any]], pages: list[Page]) -> None:
    """The corpus's measures of the same pages in full and by layouts."""
    measures = evaluator(corpus)
    print(f"\n| {len(gold)} pages | {' | '.join(MEASURES)} |\n|---{'|---' * len(MEASURES)}|")
    for name, sources in (("in full", False), ("by layouts", True)):
        found = {
            one["id"]: predicted(page if sources else (SOURCE, page[1]))
            for one, page in zip(gold, pages, strict=True)
        }
        result = measures.evaluate(gold, found, rounds=0)
        cells = (f"{result[one]:.3f}" if one in result else "–" for one in MEASURES)
        print(f"| {name} | {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    gold, pages = corpus_pages(asked.corpus)
    ways = [way(one) for one in pages]
    print(f"{len(pages)} pages: {', '.join(f'{count} {one}' for one, count in Counter(ways).most_common())}")
    print("\n| pages | number | ms by layouts | in full | trafilatura | trafilatura / layouts |")
    print("|---|---|---|---|---|---|")
    fit = [one for one, how in zip(pages, ways, strict=True) if how == "layout"]
    measured("corpus, those that fit", fit, asked.rounds)
    having = [one for one in pages if one[0].layouts]
    measured("corpus, publishers with a layout", having, asked.rounds)
    for name, wire in demo_pages(asked.folder).items():
        measured(name, wire, asked.rounds)
        measured(
            f"{name}, in pages of a usual size", [(one, furnished(raw)) for one, raw in wire], asked.rounds
        )
    chosen = [(one, page) for one, page in zip(gold, pages, strict=True) if page[0].layouts]
    quality(asked.corpus, [one for one, _ in chosen], [page for _, page in chosen])


if __name__ == "__main__":
    main()
