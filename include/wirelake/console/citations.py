"""A freeze as a citation: a line of text, an entry for BibTeX, an item of CSL-JSON."""

import re
from typing import Any

from wirelake.lake.freezes.frozen import Head
from wirelake.legible import legible

LATEX = {
    **{sign: rf"\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def as_text(head: Head) -> str:
    """One line, for a footnote."""
    authors = f"{', '.join(map(_line, head.authors))}. " if head.authors else ""
    return f"{authors}{_line(head.title)} [data set]. {_made(head)}. {_digest(head)}"


def as_bibtex(head: Head) -> str:
    """An entry of type ``misc``, whose key is the freeze's name."""
    fields = {
        "title": f"{{{_latex(head.title)}}}",
        # In braces each is one name; without, "Port Desk" would be Desk, P.
        "author": " and ".join(f"{{{_latex(one)}}}" for one in head.authors),
        "year": f"{head.frozen_at:%Y}",
        "month": f"{head.frozen_at.month}",
        "version": _latex(_digest(head)),
        "note": _latex(f"Data set. {_made(head)}. {_digest(head)}"),
    }
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{head.name},\n{told}}}"


def as_csl(head: Head) -> list[dict[str, Any]]:
    """A list of one item, as reference managers import it."""
    at = head.frozen_at
    item: dict[str, Any] = {
        "id": head.name,
        "type": "dataset",
        "title": _line(head.title),
        "issued": {"date-parts": [[at.year, at.month, at.day]]},
        "version": _digest(head),
        "note": f"{_made(head)}. {_digest(head)}",
    }
    if head.authors:
        item["author"] = [{"literal": _line(one)} for one in head.authors]
    return [item]


def _made(head: Head) -> str:
    days = f", published {head.first_day} to {head.last_day}" if head.first_day else ""
    rows = f"{head.rows:,} rows of {head.articles:,} articles from {', '.join(head.sources)}{days}"
    when = f"{head.frozen_at:%Y-%m-%dT%H:%M:%SZ}"
    return f"{rows}. Frozen as {head.name} at {when} with wirelake {head.wirelake_version} (code {head.code})"


def _digest(head: Head) -> str:
    return f"sha256:{head.digest}"


def _latex(text: str) -> str:
    return re.sub(r"[&%$#_{}\\~^]", lambda found: LATEX[found.group()], _line(text))


def _line(text: str) -> str:
    return legible(" ".join(text.split()))
