"""Invented texts, and what is done to them: copies, rewrites, excerpts, templates."""

import random
from datetime import UTC, date, datetime

from wirelake.stories.texts import Text

DAY = date(2026, 3, 4)
SYLLABLES = ("bar", "ten", "mol", "cra", "fen", "dou", "lis", "gra", "pel", "sto", "rin", "van")


def vocabulary(size: int = 4_000) -> list[str]:
    """Invented words, the same each time."""
    chance = random.Random("vocabulary")  # noqa: S311
    return ["".join(chance.choices(SYLLABLES, k=3)) for _ in range(size)]


WORDS = vocabulary()


def text(seed: object, words: int = 120) -> str:
    """A text of so many words, that only its seed decides about."""
    chance = random.Random(str(seed))  # noqa: S311
    # As in a language a few words are most of a text.
    return " ".join(WORDS[int(len(WORDS) * chance.random() ** 3)] for _ in range(words))


def rewritten(said: str, seed: object, part: float) -> str:
    """The text with so many of its words, in one piece of eight each, replaced."""
    words, chance = said.split(), random.Random(str(seed))  # noqa: S311
    for start in range(0, len(words) - 8, 8):
        if chance.random() < part:
            words[start : start + 8] = text((seed, start), 8).split()
    return " ".join(words)


def article(name: str, day: date = DAY, *, hour: int = 12, **facts: str) -> Text:
    """An article by its id; its source stands before the colon."""
    at = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return Text(article_id=name, source=name.partition(":")[0], day=day, published_at=at, **facts)
