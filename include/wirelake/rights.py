"""What a publisher's machine-readable signals say of an article, read and merged.

Where signals disagree, the strictest holds. What each of them means for the lake, unless a source's YAML
says ``reservation: record``:

======================================  ============================================================
tdm-reservation: 1 (TDMRep)             reserved: text and data mining needs the publisher's licence
noai, noml                              reserved: the publisher keeps the text from machine learning
tdm-reservation: 0                      not reserved, unless another signal says otherwise
noimageai                               recorded: the lake keeps no pictures
noarchive, nosnippet                    recorded: they speak of showing copies and excerpts to the public
noindex, none, unavailable_after, …     recorded: they speak of search engines' results
License: in robots.txt (RSL)            recorded: a pointer to terms that a person has to read
Disallow: in robots.txt                 never asked for; see ``wirelake.fetch.permission.robots``
======================================  ============================================================
"""

import re
from collections.abc import Iterable, Iterator

from wirelake.records import Rights

AGENT = "wirelake"  # the product token of the User-Agent
RESERVING = frozenset({"noai", "noml"})
# Directives that carry a value; any other word before a colon names an agent.
VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
MAX_DIRECTIVES = 50
MAX_LENGTH = 500
SCOPE = re.compile(r"\s*([^\s,:;=]+)\s*:\s*(.*)", re.DOTALL)


def strictest(*rights: Rights) -> Rights:
    """All signals as one: a reservation outweighs its absence; every evidence is kept, once."""
    reservations = [one.tdm_reservation for one in rights if one.tdm_reservation is not None]
    # The policy that belongs to the reservation says how to get a licence.
    by_weight = sorted(rights, key=lambda one: -(one.tdm_reservation or 0))
    allowed = [one.robots_allowed for one in rights if one.robots_allowed is not None]
    return Rights(
        tdm_reservation=max(reservations, default=None),
        tdm_policy=next((one.tdm_policy for one in by_weight if one.tdm_policy), None),
        robots_allowed=all(allowed) if allowed else None,
        robots_meta=tuple(dict.fromkeys(word for one in rights for word in one.robots_meta)),
        rsl_license=next((one.rsl_license for one in rights if one.rsl_license), None),
        evidence=tuple(dict.fromkeys(text for one in rights for text in one.evidence)),
    )


def reserved(rights: Rights) -> bool | None:
    """Text and data mining is reserved; None where nothing was said about it."""
    if rights.tdm_reservation == 1 or RESERVING.intersection(rights.robots_meta):
        return True
    return None if rights.tdm_reservation is None else False


def from_headers(headers: Iterable[tuple[str, str]]) -> Rights:
    """What an answer's headers state: TDMRep and X-Robots-Tag."""
    stated = [Rights()]
    for name, value in headers:
        if name.lower() == "x-robots-tag":
            words = directives(value)
            said = _shown(f"X-Robots-Tag: {value}")
            stated.append(Rights(robots_meta=words, evidence=(said,) if words else ()))
        elif name.lower().startswith("tdm-"):
            stated.append(tdm(name.lower(), value, "header"))
    return strictest(*stated)


def from_meta(metas: Iterable[tuple[str, str]]) -> Rights:
    """What a page's meta elements state, given as (name, content)."""
    stated = [Rights()]
    for name, content in metas:
        key = name.strip().lower()
        if key in ("robots", AGENT):
            words = directives(content)
            said = _shown(f"meta {key}: {content}")
            stated.append(Rights(robots_meta=words, evidence=(said,) if words else ()))
        elif key.startswith("tdm-"):
            stated.append(tdm(key, content, "meta"))
    return strictest(*stated)


def tdm(name: str, value: object, place: str) -> Rights:
    """One TDMRep property, wherever it stands; what is neither 0 nor 1 reserves nothing, but is kept."""
    text = str(int(value) if isinstance(value, bool) else value).strip().strip("\"'")
    said = (_shown(f"{place} {name}: {text}"),)
    if name == "tdm-reservation":
        # Two headers of one name may arrive as one: "0, 1".
        found = [int(part) for part in map(str.strip, text.split(",")) if part in ("0", "1")]
        return Rights(tdm_reservation=max(found, default=None), evidence=said)
    if name == "tdm-policy" and text.startswith(("https://", "http://")) and len(text) <= MAX_LENGTH * 4:
        return Rights(tdm_policy=text, evidence=said)
    return Rights()


def directives(value: str) -> tuple[str, ...]:
    """The directives of an X-Robots-Tag or a robots meta that concern every agent, or ours; lower case.

    ``googlebot: noindex, nofollow`` concerns another agent as far as the next name before a colon.
    """
    found: list[str] = []
    ours = True
    for part in _parts(value[: MAX_LENGTH * 10]):
        scope = SCOPE.fullmatch(part)
        if scope and scope[1].lower() not in VALUED:
            ours = scope[1].lower() in (AGENT, "*")
            part = scope[2]
        word = " ".join(part.lower().split())
        if word and ours:
            found.append(word[:MAX_LENGTH])
    return tuple(dict.fromkeys(found))[:MAX_DIRECTIVES]


def _parts(value: str) -> Iterator[str]:
    """What stands between commas; a date may hold one: unavailable_after: Friday, 25-Jun-10 15:00:00 PST."""
    held = ""
    for part in value.split(","):
        if held and part.strip()[:1].isdigit():
            held = f"{held},{part}"
            continue
        if held:
            yield held
        held = part if "unavailable_after" in part.lower() else ""
        if not held:
            yield part
    if held:
        yield held


def _shown(text: str) -> str:
    return " ".join(text.split())[:MAX_LENGTH]
