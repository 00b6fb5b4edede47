"""Names of the elements that hold a paragraph, by which rules know furniture."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from wirelake.records import Span
from wirelake.rules.places import is_text, key
from wirelake.rules.wording import any_of

MUCH = 0.3  # of the text
SLUG = 24  # letters by which a name is known as a heading's own words
NAME_LENGTH = 120  # characters of an element's name that are read: patterns search it from each of them


class Names:
    """Names of elements that hold furniture, as words: ``share`` is in ``share-buttons``, not in ``shares``.

    Each is a regular expression in which ``…`` is any letters and hyphens. A name that holds much of the
    article is no sign: some call their whole body ``card article-with-newsletter``. Neither is one that a
    heading gave: ``section promoted-to-harbour-master-after-the-storm``, ``h2 privacy``. A ``weak`` name may
    be the subject's, ``popular-vote``, and is no sign where it holds text and few links.
    """

    def __init__(self, *words: str, weak: tuple[str, ...] = ()) -> None:
        self._strong, self._weak = _named(words), _named(weak)
        self._is = lru_cache(maxsize=10_000)(self._is_one)
        self._among = lru_cache(maxsize=500)(self._among_all)

    def of(self, spans: Sequence[Span]) -> frozenset[int]:
        """The places of the spans that stand in such elements."""
        names = {one: self._among(one) for one in {span.within for span in spans}}
        if not any(names.values()):
            return frozenset()
        said = {key(span.text[:NAME_LENGTH]) for span in spans if span.role == "h"}
        headings = said | {one[:SLUG] for one in said if len(one) >= SLUG}
        held_by: defaultdict[str, list[Span]] = defaultdict(list)
        for span in spans:
            for name in names[span.within]:
                held_by[name].append(span)
        given = {
            name
            for name, inside in held_by.items()
            if {key(name), key(name)[:SLUG]} & headings or not (self._is_strong(name) or _links(inside))
        }
        found = [at for at, span in enumerate(spans) if names[span.within] - given]
        held = sum(len(spans[at].text) for at in found)
        if held > MUCH * sum(len(span.text) for span in spans):
            return frozenset()
        return frozenset(found)

    def _among_all(self, names: str) -> frozenset[str]:
        return frozenset(filter(self._is, names.split()))

    def _is_one(self, name: str) -> bool:
        return self._is_strong(name) or self._weak.search(name[:NAME_LENGTH]) is not None

    def _is_strong(self, name: str) -> bool:
        return self._strong.search(name[:NAME_LENGTH]) is not None


def _named(words: Sequence[str]) -> re.Pattern[str]:
    parts = (word.replace("…", "[a-z_-]*") for word in words)
    return re.compile(rf"(?<![a-z]){any_of(*parts)}(?![a-z])" if words else r"(?!)")


def _links(spans: Sequence[Span]) -> bool:
    """Whether every third of them links, or none of them tells anything."""
    linking = sum(span.linked >= 0.5 for span in spans)
    return 3 * linking >= len(spans) or not any(map(is_text, spans))
