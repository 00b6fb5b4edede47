"""A robots.txt as RFC 9309 has it: which of its lines concern an agent, and what they say of an address.

Our own reading parts the lines into groups; protego matches their patterns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from protego import Protego

MAX_PARSED_BYTES = 500 * 1024
MAX_WEIGHED = 1_000  # rules that are looked through for the one that decides, to name it
# Generous with what webmasters write: "Disalow: /x", "user agent: x", "disallow /x".
LINE = re.compile(
    r"(user[- ]?agent|allow|d(?:is|es|iss|ias)a?ll?[oa]w|crawl[- ]?delay|site-?maps?|license)(?:\s*:|\s)(.*)",
    re.IGNORECASE,
)
FIELDS = {"u": "agent", "a": "allow", "d": "disallow", "c": "crawl-delay", "s": "sitemap", "l": "license"}
NOT_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]*://[^/?#]*", re.IGNORECASE)
HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE)
# Whole, cut short, or encoded twice.
BYTE_ORDER_MARK = re.compile(rb"\xef(?:\xbb\xbf?)?|\xc3\xaf(?:\xc2\xbb(?:\xc2\xbf)?)?")

Lines = list[tuple[str, str]]


@dataclass(slots=True, kw_only=True)
class Rules:
    """A robots.txt that was read: the lines that concern each agent, and what concerns all."""

    # Agents share their group's lines: ten thousand agents with ten thousand rules stay small.
    groups: dict[str, list[Lines]] = field(default_factory=dict)
    sitemaps: list[str] = field(default_factory=list)
    licenses: list[str] = field(default_factory=list)
    _read: dict[str, Protego] = field(default_factory=dict, repr=False, compare=False)

    def lines(self, agent: str) -> Lines:
        """The lines of the agent's own groups, else those of ``*``.

        ``examplebot-news`` goes by its own name first, then by ``examplebot``.
        """
        name = _token(agent)
        while name and name not in self.groups:
            name = name.rpartition("-")[0]
        groups = {id(group): group for group in self.groups.get(name or "*", [])}
        return [line for group in groups.values() for line in group]

    def read(self, agent: str) -> Protego:
        """The same for protego, which matches the patterns."""
        if agent not in self._read:
            text = "\n".join(f"{name}: {value}" for name, value in self.lines(agent) if name != "license")
            self._read[agent] = Protego.parse(f"user-agent: *\n{text}")
        return self._read[agent]


def parse(body: bytes) -> Rules:
    """The rules of a robots.txt, content-decoded; what is no rule is passed over, and nothing is raised."""
    rules = Rules()
    # RFC 9309 2.2.4: other lines part no groups, so a rule concerns every agent named since the last rule;
    # a delay or a licence concerns the agents that are named just above it.
    ruled: Lines = []
    noted: Lines = []
    last, since_rule, alone = "", False, True
    for name, value in _lines(_text(body)):
        if name == "agent":
            ruled = [] if since_rule else ruled
            noted = noted if last == "agent" else []
            since_rule = False
            for token in _tokens(value):
                rules.groups.setdefault(token, []).extend((ruled, noted))
        elif name == "sitemap":
            rules.sitemaps += [value] * bool(value)
        elif name == "license" and alone:  # before all groups, or parted from them by an empty line
            rules.licenses += [value] * _is_web(value)
        elif name in ("allow", "disallow"):
            since_rule = True
            ruled += [(name, value)] * bool(value)
        elif name:
            noted += [(name, value)] * bool(value)
        alone = not name or (alone and name in ("license", "sitemap"))
        last = name if name not in ("", "sitemap") else last
    return rules


def allowed(rules: Rules, agent: str, url: str) -> bool:
    """The agent may fetch this address; robots.txt itself may always be fetched."""
    return bool(rules.read(agent).can_fetch(_path(url), "*"))


def crawl_delay(rules: Rules, agent: str) -> float | None:
    """Seconds between two starts, as the agent is asked to keep; uncapped."""
    delay = rules.read(agent).crawl_delay("*")
    return None if delay is None else float(delay)


def sitemaps(rules: Rules) -> list[str]:
    """The sitemaps' addresses, as they are written."""
    return rules.sitemaps


def license(rules: Rules, agent: str) -> str | None:  # noqa: A001 (the line's own name)
    """Where the licence stands that concerns the agent (RSL): its group's, else the whole site's."""
    own = [value for name, value in rules.lines(agent) if name == "license" and _is_web(value)]
    return next(iter([*own, *rules.licenses]), None)


def deciding(rules: Rules, agent: str, url: str) -> str | None:
    """The line that forbids the address: of those that match, the longest; None where none does."""
    if allowed(rules, agent, url):
        return None
    patterns = [value for name, value in rules.lines(agent) if name == "disallow"]
    if len(patterns) > MAX_WEIGHED:
        return f"it disallows this for {agent}"
    found = max((one for one in patterns if covers(one, url)), key=len, default=None)
    return f"Disallow: {found[:200]}" if found else f"it disallows this for {agent}"


def covers(pattern: str, url: str) -> bool:
    """The address begins as this pattern says, ``*`` and ``$`` as in robots.txt."""
    return not _single(pattern).can_fetch(_path(url), "*")


@lru_cache(maxsize=4096)
def _single(pattern: str) -> Protego:
    return Protego.parse(f"user-agent: *\ndisallow: {' '.join(pattern.split())}")


def _path(url: str) -> str:
    # protego would take "//path" for a host, and a broken host for an error.
    path = NOT_ADDRESS.sub("", url).encode("utf-8", "replace").decode()
    return f"http://host{path if path.startswith('/') else f'/{path}'}"


def _text(body: bytes) -> str:
    cut = body[:MAX_PARSED_BYTES]
    if len(cut) < len(body):  # half a line would say something else
        cut = cut[: max(cut.rfind(b"\n"), cut.rfind(b"\r")) + 1]
    if cut.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = cut.decode("utf-16", "replace")
    else:
        text = cut[_mark(cut) :].decode("utf-8", "replace").replace("\0", "")
    # A page in place of robots.txt says nothing; one that was written in an editor for pages is read.
    return re.sub(r"<[^<>]*>", "", text) if HTML.match(text) else text


def _mark(body: bytes) -> int:
    found = BYTE_ORDER_MARK.match(body)
    return found.end() if found else 0


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in re.split(r"\r\n|\r|\n", text):
        if found := LINE.fullmatch(line.partition("#")[0].strip()):
            yield FIELDS[found[1][0].lower()], " ".join(found[2].strip().splitlines())
        elif not line.strip():
            yield "", ""


def _tokens(value: str) -> list[str]:
    """The product tokens of a user-agent line; some write several, parted by commas."""
    return list(filter(None, map(_token, value.split(","))))


def _token(agent: str) -> str:
    """``examplebot`` of ``ExampleBot/2.0 (beta)``; a star within a name stands for nothing."""
    words = agent.partition("/")[0].split()
    return (words[0].replace("*", "").casefold() or "*") if words else ""


def _is_web(value: str) -> bool:
    return value.startswith(("https://", "http://"))
