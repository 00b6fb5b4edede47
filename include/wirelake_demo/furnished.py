"""An invented wire of ten years whose articles carry furniture, and texts that look like it.

Two capture days a year; its articles are the stories of demo_gulf, as plain text with a stamp. What is
planted stands in ``vocabulary/furnished.yaml``: furniture (``planted``), of which general rules must take
some and learning all the rest; and traps that both must leave alone, which are standing heads, datelines,
rows of tables, a text that comes back every year, a daily feature, the tides, one company's releases with
"About" it, one provider's contact, forward-looking statements of many, near copies of one story on one day,
and an article of which every day shows another version.
"""

import random
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from wirelake_demo.grammar import DAYS, Story, vocabulary

NAME = "demo_strait"
YEARS = range(2017, 2027)
IDS = 5_520_000_000
PROVIDERS = ("Port Desk", "Energy Desk", "Market Desk", "Strait News Service", "Dunes Business Review")
LEARNING = "learning"  # takes what no general rule can know
COPIES = 9  # of one story, on the first day of the third year
YAML = """\
title: Strait Herald
description: An invented wire of the demo, from a drop folder; its texts carry furniture that nobody listed.
homepage: http://127.0.0.1:8900/
contact: whoever runs the demo on this machine
timezone: Asia/Kuwait
language: en
provider: STRAIT
identity: [wire, url]
discover:
  - kind: drop_folder
    prefix: drop/demo_strait/{day}
"""


class Page(NamedTuple):
    """One file of the drop folder."""

    day: date
    name: str
    body: bytes


class Planted(NamedTuple):
    """A piece of furniture: one wording of it, as it stands on some page, and what must take it away."""

    text: str
    by: str  # a general rule's id, or LEARNING


def write_source(folder: Path) -> Path:
    """Write the wire's YAML into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{NAME}.yaml"
    path.write_text(YAML, encoding="utf-8")
    return path


def planted() -> list[Planted]:
    """Each piece of furniture, once."""
    rng, day = random.Random(0), date(2026, 3, 2)  # noqa: S311 - texts, not secrets
    return [Planted(_filled(one["text"], rng, day), one["by"]) for one in _texts()["furniture"]]


def pages(articles: int = 10) -> Iterator[Page]:
    """So many articles a day (six or more, ``COPIES`` on top on one day), by day."""
    for nth, day in enumerate(date(year, month, 2) for year in YEARS for month in (3, 11)):
        rng = random.Random(f"{NAME}/{day}")  # noqa: S311 - texts, not secrets
        for number in range(1, articles + 1):
            yield _page(day, number, *_article(day, nth, number, rng), rng)
        for number in range(COPIES if nth == 4 else 0):
            yield _page(day, 900 + number, *_copy(day, rng), rng)


def _article(day: date, nth: int, number: int, rng: random.Random) -> tuple[str, list[str]]:
    """Headline and paragraphs, without furniture."""
    story = vocabulary("gulf").story(DAYS[nth % len(DAYS)], 1 + 100 * (nth // len(DAYS)) + number)
    special = {1: "history", 2: "brief", 3: "markets", 4: "release", 5: "versions", 6: "tides"}.get(number)
    if special is None or (special == "history" and day.month != 3):
        return story.headline, list(story.paragraphs)
    return _special(special, story, day, rng)


def _special(name: str, story: Story, day: date, rng: random.Random) -> tuple[str, list[str]]:
    told = _texts()[name]
    headline, report = _filled(told["headline"], rng, day), story.paragraphs[:3]
    if name == "history":
        texts = [*told["paragraphs"], told["new"], told["closing"]]
    elif name == "brief":
        texts = [told["intro"], *(text for head in told["heads"] for text in (head, told["item"]))]
    elif name == "markets":
        texts = [told["text"], *report, *told["rows"], *told["scores"]]
    elif name == "release":
        texts = [told["text"], *report, told["about"], told["boilerplate"]]
    elif name == "tides":
        texts = [told["text"], *report, told["line"]]
    else:
        texts = [told["text"], told["quote"]]
    return headline, [_filled(text, rng, day) for text in texts]


def _copy(day: date, rng: random.Random) -> tuple[str, list[str]]:
    told = _texts()["copies"]
    texts = [*told["text"], told["last"], told["note"]]
    return _filled(told["headline"], rng, day), [_filled(text, rng, day) for text in texts]


def _page(day: date, number: int, headline: str, paragraphs: list[str], rng: random.Random) -> Page:
    provider = PROVIDERS[rng.randrange(len(PROVIDERS))]
    told = _texts()
    texts = [f"(STRAIT- {provider}) {paragraphs[0]}", *paragraphs[1:]]
    if provider == told["desk"]["provider"]:
        texts.append(_filled(told["desk"]["contact"], rng, day))
    lines = [one for name in ("traps", "furniture") for one in told[name] if _carries(one, day, rng)]
    for one in lines:
        place = {"head": 0, "middle": 1 + (len(paragraphs) > 2), "tail": len(texts)}[one["place"]]
        texts.insert(place, _filled(one["text"], rng, day))
    written = (
        5 if number == 5 else (day - date(2017, 1, 1)).days * 1_000 + number
    )  # 5: one article's versions
    stamp = f"STRAIT{day:%d%m%Y}{PROVIDERS.index(provider):06d}017640ID{IDS + written}"
    return Page(day, f"{number:03d}.txt", "\n\n".join([headline, *texts, stamp]).encode())


def _carries(line: dict[str, Any], day: date, rng: random.Random) -> bool:
    stood = line.get("from", day.year) <= day.year <= line.get("until", day.year)
    return rng.randrange(line["one_in"]) == 0 and stood


def _filled(template: str, rng: random.Random, day: date) -> str:
    names = {
        "{day}": f"{day.day} {day:%B %Y}",
        "{year}": str(day.year),
    }
    for name, value in names.items():
        template = template.replace(name, value)
    template = template.replace("{host}", rng.choice(_places()["first"]).lower())
    while "{clock}" in template:
        template = template.replace("{clock}", f"{rng.randrange(6, 23)}:{rng.randrange(60):02d}", 1)
    while "{number}" in template:
        template = template.replace("{number}", str(rng.randrange(2, 29)), 1)
    while "{place}" in template:
        first, last = (rng.choice(_places()[part]) for part in ("first", "last"))
        template = template.replace("{place}", f"{first}{last}", 1)
    return template


@cache
def _texts() -> Any:
    return _read("furnished")


@cache
def _places() -> Any:
    return _read("gulf")["places"]


def _read(name: str) -> Any:
    path = Path(__file__).parent / "vocabulary" / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))
