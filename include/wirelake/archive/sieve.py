"""Which of many articles that are taken down a record may concern: one look at the record for all of them.

A takedown of ten thousand articles looks for two hundred thousand sentences. To look for each in each record
would take days; so a text is looked through once, for what the sentences begin with (``sentences.Runs``).
"""

import pickle
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from wirelake.archive.verdicts import Asked, Kill, entries, plain_of
from wirelake.excision import readable
from wirelake.records import Kind
from wirelake.sentences import SLUG, Runs, letters, views


class Sieve:
    """What is looked for of each article; all are of one source."""

    def __init__(self, kills: Iterable[Kill]) -> None:
        self.kills = {one.article_id: one for one in kills}
        told = [(one.article_id, one.sentences) for one in self.kills.values()]
        self._said = Runs((run, id_) for id_, sentences in told for run in sentences.said)
        self._lines = Runs((run, id_) for id_, sentences in told for run in sentences.lines)
        self._named: dict[str, set[str]] = defaultdict(set)
        for one in self.kills.values():
            for name in one.names:
                self._named[name].add(one.article_id)

    def quoted_in(self, text: str) -> list[str]:
        """The articles of which a title, a header or a failure's words say something."""
        found = self.said_in(text, with_lines=True)
        return sorted(id_ for id_ in found if self.kills[id_].is_quote(text))

    def concerned(self, asked: Asked) -> list[str]:
        """The articles that the record has to be judged for; no other changes it, or is quoted by it."""
        raw = asked.raw
        plain = plain_of(raw) if raw.body else None
        if plain is None:
            return sorted(asked.named)
        is_list = raw.kind is not Kind.ARTICLE
        found = self.said_in(readable(plain.body, raw.header("content-type")), with_lines=is_list)
        if is_list and self.kills:
            kill = next(iter(self.kills.values()))
            for entry in entries(kill, plain):
                found.update(*(self._named.get(name, ()) for name in kill.known_as(entry)))
        return sorted(found | asked.named)

    def said_in(self, text: str, *, with_lines: bool = False) -> set[str]:
        """The articles of which the text may say a sentence, or a headline."""
        found: set[str] = set()
        for view in views(text):
            run = letters(view)
            found.update(self._said.found_in(run))
            if with_lines:
                found.update(self._lines.found_in(run))
                found.update(self._lines.found_in(letters(SLUG.sub(" ", view))))
        return found


def concerned(kept: Path, asked: Asked) -> list[str]:
    """``Sieve.concerned`` of the kills that lie in a file: a process of its own reads them once, and not with
    every record."""
    return _sieve_in(kept).concerned(asked)


def keep(kills: Iterable[Kill], folder: Path) -> Path:
    """Lay the kills into the folder, for ``concerned``."""
    kept = folder / "kills"
    kept.write_bytes(pickle.dumps(list(kills)))
    return kept


@lru_cache(maxsize=1)
def _sieve_in(kept: Path) -> Sieve:
    return Sieve(pickle.loads(kept.read_bytes()))  # noqa: S301 - our own, in a folder of this user alone


def searched(sieve: Sieve, asked: Asked) -> list[str]:
    """The articles that a record which cannot be judged within bounds may concern: by a search alone."""
    plain = plain_of(asked.raw)
    found = sieve.said_in(readable(plain.body, plain.header("content-type"))) if plain else set()
    return sorted(found | asked.named)
