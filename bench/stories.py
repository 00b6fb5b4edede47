"""How fast stories are made, and in how much memory: a day of so many articles against its window.

    python bench/stories.py [--articles 10000] [--words 400]

Invented texts of 40 to twice so many words, in seven days of as many articles. Of the last day one in twenty
copies an article of the window with a few words changed, one in twenty contains one; of every day one in
twenty is one of a template whose numbers differ. Prints how many articles a second are sketched and looked up
on one core (CPU time), how many of the planted pairs are found, and the highest memory of each build.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from wirelake.lake import layout, schema
from wirelake.lake.marker import begin
from wirelake.lake.stories import read_day
from wirelake.storage import Store, open_store
from wirelake.stories import WINDOW
from wirelake.stories.sketch import candidates, sketch
from wirelake.upkeep import build_stories
from wirelake.write.objects import parquet

LAST = date(2026, 3, 8)
DAYS = [LAST - timedelta(back) for back in range(WINDOW - 1, -1, -1)]
CHANCE = random.Random(1)  # noqa: S311
WORDS = ["".join(CHANCE.choices("bdfglmnprst", k=1) + CHANCE.choices("aeiou", k=1)) * 2 for _ in range(60)]
PLANTED: dict[str, str] = {}  # article_id → that of which it has the text
VOCABULARY = ["".join(CHANCE.choices(WORDS, k=2)) for _ in range(20_000)]
FORM = (
    "The exchange fixed the rate at {} against {} and the other at {} with {} lots sold by noon on day {}. "
)


def words(count: int) -> list[str]:
    """As in a language a few words are most of a text."""
    return [VOCABULARY[int(20_000 * CHANCE.random() ** 3)] for _ in range(count)]


def text(mean: int) -> str:
    return " ".join(words(CHANCE.randint(40, 2 * mean)))


def template() -> str:
    return "".join(FORM.format(*(CHANCE.randint(1, 9_999) for _ in range(5))) for _ in range(4))


def copied(said: str) -> str:
    """A few words are others."""
    return " ".join(word if CHANCE.random() > 0.03 else words(1)[0] for word in said.split())


def day_of(day: date, count: int, mean: int, before: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Article_id and text of a day's articles; the first of the last day are planted."""
    rows = []
    for number in range(count):
        id_, kind = f"s{number % 50}:{day:%d}-{number:06}", number % 20
        if before and kind < 2:
            said = CHANCE.choice(before)
            body = copied(said[1]) if kind == 0 else f"{text(mean)} {said[1]} {text(mean)}"
            PLANTED[id_] = said[0]
        else:
            body = template() if kind == 2 else text(mean)
        rows.append((id_, body))
    return rows


def put(store: Store, day: date, rows: list[tuple[str, str]]) -> None:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    blank = {
        pa.string(): "",
        pa.int32(): 0,
        pa.bool_(): False,
        pa.timestamp("us", tz="UTC"): at,
    }
    empty = {field.name: None if field.nullable else blank[field.type] for field in schema.ARTICLES}
    table = pa.Table.from_pylist(
        [
            empty
            | {"article_id": id_, "source": id_.partition(":")[0], "body_text": body, "published_at": at}
            for id_, body in rows
        ],
        schema=schema.ARTICLES,
    )
    store.write(layout.articles(day), parquet(table, [("article_id", "ascending")]))


def peak() -> float:
    """MiB that this process had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(store: Store, count: int, mean: int) -> None:
    """The lake's days, each in a process of its own: what makes them counts for nothing."""
    before: list[tuple[str, str]] = []
    for day in DAYS:
        rows = day_of(day, count, mean, before if day == LAST else [])
        before += [row for row in rows[3 : 3 + count // 50] if "fixed the rate" not in row[1]]
        put(store, day, rows)


def speed(count: int, mean: int) -> None:
    texts = [(f"a:{number:06}", "a", text(mean)) for number in range(count)]
    start = time.process_time()
    made = sketch(LAST, texts)
    sketched = time.process_time() - start
    window = [sketch(day, texts[: count // 2]) for day in DAYS[:-1]]
    start = time.process_time()
    found = sum(1 for _ in candidates(made, window))
    looked = time.process_time() - start
    each = count / (sketched + looked)
    print(f"sketched {count / sketched:,.0f} and looked up {count / looked:,.0f} articles a second of CPU:")
    print(f"  {each:,.0f} a second for both, {found:,} candidates")


def build(lake: str, first: str, last: str) -> None:
    start = time.process_time()
    built = build_stories(date.fromisoformat(first), date.fromisoformat(last), store=open_store(lake))
    took = time.process_time() - start
    print(f"{len(built)} days to {last}: {took:.0f} s of CPU, at most {peak():.0f} MiB")


def found_again(store: Store) -> None:
    """How many of the planted pairs stand in the last day's rows, and how many others."""
    rows = read_day(store, layout.STORIES, LAST).to_pylist()
    told = {(row["article_id"], row["of"]) for row in rows if row["of"]}
    ids = {id_ for id_, of in PLANTED.items() if (id_, of) in told}
    others = sum(PLANTED.get(id_) != of for id_, of in told)
    print(f"{len(ids):,} of {len(PLANTED):,} planted pairs found; {others} others in {len(rows):,} rows")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=10_000, help="of a day")
    parser.add_argument("--words", type=int, default=400, help="of an article, on the average")
    parser.add_argument("--build", nargs=3, metavar=("LAKE", "FROM", "TO"), help="that alone, and its peak")
    asked = parser.parse_args()
    if asked.build:
        build(*asked.build)
        return
    speed(min(asked.articles, 2_000), asked.words)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(str(Path(folder, "lake")))
        begin(store)
        fill(store, asked.articles, asked.words)
        for first, last in ((DAYS[0], DAYS[-2]), (LAST, LAST)):
            command = [sys.executable, __file__, "--build", store.uri, str(first), str(last)]
            subprocess.run(command, check=True)
        found_again(store)


if __name__ == "__main__":
    main()
