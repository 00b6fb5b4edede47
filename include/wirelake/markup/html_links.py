"""What a page says of addresses: which one its relative links start from, and where it sends its reader."""

import re
from typing import Any

from wirelake.addresses import joined

# content="5; url='https://…'": the standard's reading, which allows a comma, and no "url=" at all
REFRESH = re.compile(
    r"""\s*(?P<seconds>\d+)[\d.]*\s*(?:[;,]\s*)?(?:url\s*=\s*)?(?P<quote>["']?)(?P<target>.+)""",
    re.IGNORECASE | re.DOTALL,
)


def base(tree: Any, url: str) -> str:
    """The address from which the page's relative links start."""
    for element in _shown(tree, "base"):
        if href := element.get("href"):
            return joined(url, href.strip()) or url
    return url


def refresh(tree: Any, url: str) -> tuple[int, str] | None:
    """The address that the page sends its reader to by itself, after so many seconds; None where it stays."""
    for element in _shown(tree, "meta"):
        if (element.get("http-equiv") or "").strip().lower() != "refresh":
            continue
        found = REFRESH.fullmatch(element.get("content") or "")
        target = found["target"].partition(found["quote"])[0] if found and found["quote"] else None
        if found and (there := joined(base(tree, url), (target or found["target"]).strip())):
            return int(found["seconds"][:9]), there
    return None


def _shown(tree: Any, tag: str) -> list[Any]:
    """The elements that hold for a reader whose browser runs scripts."""
    return [one for one in tree.iter(tag) if next(one.iterancestors("noscript"), None) is None]
