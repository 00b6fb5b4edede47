"""What a page's site is called, and titles without that name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Self
from urllib.parse import urlsplit

from wirelake.addresses import registrable_domain
from wirelake.formats.html.head import Head, first, plain
from wirelake.statements.lines import letters

# "Grain ships sail again | Harbour Press", "… - Harbour Press", "…_harbour_press", "Harbour Press: …"
PARTING = re.compile(
    r"\s+[-–—|·•:»«/~]+\s+|\s*[|｜ㅣ»_]+\s*|\s*[:：]\s*|(?<=[^\w\s]|[^\x00-\x7f])[-–—](?=[^\x00-\x7f])"
)
BARS = "|｜ㅣ»_"
COLONS = ":："
MAX_SITE_WORDS = 6
MIN_LEFT = 8  # letters that a title still has without the site's name
MAX_PARTS = 3
MAX_PARTINGS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Names of a site and of the page's section, by their letters; ``host`` is the host's own label."""

    names: frozenset[str]
    sections: frozenset[str]
    host: str

    @classmethod
    def of(cls, head: Head) -> Self:
        """What the page states, and the host's name."""
        publisher = head.resolved(first(head.thing.get("publisher")))
        stated = [head.site(), *head.sites]
        stated += [head.metas.get(name) for name in ("application-name", "apple-mobile-web-app-title")]
        if isinstance(publisher, dict):
            stated += [plain(publisher.get("name")), plain(publisher.get("alternateName"))]
        sections = (head.thing.get("articleSection"), head.metas.get("article:section"))
        address = head.address or head.metas.get("og:url") or ""
        domain = registrable_domain(_host(address)).removeprefix("www.")
        title = letters(plain(head.thing.get("headline")))  # some put it into og:site_name too
        return cls(
            names=frozenset({letters(one) for one in (*stated, domain) if one}) - {"", title},
            sections=frozenset(letters(plain(one)) for one in sections) - {""},
            host=letters(domain.partition(".")[0]),
        )

    def is_called(self, text: str) -> bool:
        """Whether the text names the site: "The Harbour Press" harbourpress.example, "HP" hp.example."""
        key = letters(text)
        words = re.findall(r"\w+", text.casefold())
        if not key or len(words) > MAX_SITE_WORDS:
            return False
        if key in self.names or key.removeprefix("the") in self.names:
            return True
        if not self.host:
            return False
        initials = "".join(word[0] for word in words)
        long = sum(len(word) for word in words if len(word) > 3 and word in self.host)
        return (
            key in (self.host, f"the{self.host}")
            or (self.host in words and all(word[0] == word[0].upper() for word in text.split()))
            or (len(words) > 1 and initials == self.host)
            or (len(self.host) > 4 and key.startswith(self.host) and not key.isascii())
            or long > 0.6 * max(len(key), len(self.host))
        )

    def freed(self, title: str, headings: frozenset[str], others: frozenset[str]) -> str:
        """The title without the site's name before or behind it, and without sections parted by bars.

        ``headings`` and ``others`` are the letters of the page's headings and other titles. What a heading
        says stays whole; what stands beside that which another title says alone is no part of the headline.
        A dash that no such thing follows belongs to the title.
        """
        for _ in range(MAX_PARTS):
            if letters(title) in headings:
                break
            title = self._less(title, headings | others)
        return title

    def behind(self, title: str) -> str:
        """The letters of what stands behind the last bar or dash, where more stands before it."""
        last = next(
            (one for one in reversed(list(PARTING.finditer(title))) if one[0].strip() not in COLONS), None
        )
        key = letters(title[last.end() :]) if last else ""
        return key if last and len(key) < len(letters(title[: last.start()])) else ""

    def main_parts(self, title: str) -> Iterator[str]:
        """The letters of each part beside a bar, a dash or a colon that is more than half of the title."""
        partings = list(islice(PARTING.finditer(title), MAX_PARTINGS))
        whole = letters(title)
        for part in (side for one in partings for side in (title[: one.start()], title[one.end() :])):
            key = letters(part)
            if len(key) >= MIN_LEFT and 2 * len(key) > len(whole) and not self.is_called(part):
                yield key

    def _less(self, title: str, confirmed: frozenset[str]) -> str:
        partings = list(PARTING.finditer(title))
        if not partings:
            return title
        last, initial = partings[-1], partings[0]
        ahead, behind = title[: last.start()], title[last.end() :]
        parting = last[0].strip()
        if (letters(ahead) in confirmed and parting not in COLONS) or (
            len(letters(ahead)) >= MIN_LEFT and self._is_suffix(parting, ahead, behind)
        ):
            return ahead.strip()
        front, rest = title[: initial.start()], title[initial.end() :]
        if letters(rest) in confirmed and self._may_be_name(front):
            return rest.strip()
        if len(letters(rest)) >= max(MIN_LEFT, len(letters(front))) and self.is_called(front):
            return rest.strip()
        return title

    def _is_suffix(self, parting: str, ahead: str, behind: str) -> bool:
        if self.is_called(behind):
            return True
        key = letters(behind)
        if key in self.sections and parting not in COLONS:
            return True
        return (
            parting in BARS and len(behind.split()) <= MAX_SITE_WORDS and 2 * len(key) < len(letters(ahead))
        )

    def _may_be_name(self, front: str) -> bool:
        return self.is_called(front) or letters(front) in self.sections


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
