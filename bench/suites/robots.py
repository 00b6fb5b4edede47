"""robots.txt: allowed, crawl delay and sitemaps as other parsers see them; every real file parses quickly.

Differences that are right, each by a general rule:

* RFC 9309 2.2.2: what is the same once percent-encoded is the same rule, whoever encoded it.
* RFC 9309 2.2.1: an agent is a product token, not a whole User-Agent header; tokens are equal or differ.
* RFC 9309 2.2.4: other lines, known or not, part no groups.
* A long crawl delay slows us down as far as the cap in ``wirelake.fetch.pacing.pace``; it never forbids.
"""

import base64
import json
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bench.suites import Result

from wirelake.fetch.permission import robots
from wirelake.records import Kind, Link, RawArticle

SECONDS = 1.0
RULE = re.compile(r"allow:[ \t]*(/[^\s#]*)", re.IGNORECASE)
OTHER_LINE = re.compile(
    r"^[ \t]*(?!user|allow|d\w+l\w*w|sitemap)[\w-]+[ \t]*:[^\n]*\n\s*user-?agent",
    re.IGNORECASE | re.MULTILINE,
)


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result a line of the suite's file."""
    with (folder / entry["file"]).open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            yield _parsed(case) if "robots_b64" in case else _answered(case)


def _parsed(case: dict[str, Any]) -> Result:
    body = base64.b64decode(case["robots_b64"])
    began = time.monotonic()
    try:
        rules = robots.parse(body)
        robots.allowed(rules, "wirelake", "https://wire.example/2026/03/story?page=2")
        robots.crawl_delay(rules, "wirelake")
        robots.license(rules, "wirelake")
    except Exception as error:  # what the suite looks for
        return Result(id=case["id"], passed=False, got=repr(error), wanted="no exception")
    took = time.monotonic() - began
    return Result(id=case["id"], passed=took < SECONDS, got=f"{took:.3f} s", wanted=f"less than {SECONDS} s")


def _answered(case: dict[str, Any]) -> Result:
    wanted = next(case[key] for key in ("allowed", "crawl_delay", "sitemaps", "result") if key in case)
    try:
        got = _asked(case)
    except Exception as error:  # an exception is a wrong answer
        got = repr(error)
    passed = bool(got == wanted)
    reason = "" if passed else _reason(case, wanted)
    return Result(id=case["id"], passed=passed, got=str(got), wanted=str(wanted), reason=reason)


def _asked(case: dict[str, Any]) -> Any:
    body = (case["robots"] or "").encode("utf-8", "surrogatepass")
    if "call" in case:
        return _called(case, body)
    rules = robots.parse(body)
    if "sitemaps" in case:
        return robots.sitemaps(rules)
    if "crawl_delay" in case:
        return robots.crawl_delay(rules, case["agent"])
    return any(robots.allowed(rules, agent, case["url"]) for agent in case.get("agents", [case.get("agent")]))


def _called(case: dict[str, Any], body: bytes) -> Any:
    """robots-parser's calls; it answers for the origin of its file alone, as ``Robots`` asks each its own."""
    agent = (case["args"][1:] or ["*"])[0] if case["call"] != "getCrawlDelay" else (case["args"] or ["*"])[0]
    if case["call"] == "getSitemaps":
        return robots.sitemaps(robots.parse(body))
    if case["call"] == "getCrawlDelay":
        return robots.crawl_delay(robots.parse(body), agent)
    own = robots.origin(case.get("robots_url") or "")
    if own is None or robots.origin(case["args"][0]) != own:
        return None
    verdict = robots.Robots(agent, lambda url: _answer(url, body)).verdict(case["args"][0])
    return verdict.allowed is (case["call"] == "isAllowed")


def _answer(url: str, body: bytes) -> RawArticle:
    return RawArticle(
        link=Link(url=url, origin="robots"),
        kind=Kind.LINK_PAGE,
        fetched_at=datetime.now(UTC),
        body=body,
        status=200,
    )


def _reason(case: dict[str, Any], wanted: Any) -> str:
    url = str(case.get("url") or (case.get("args") or [""])[0])
    agent = str(case.get("agent", ""))
    if " " in agent:
        return "the agent is no product token (RFC 9309 2.2.1)"
    if wanted is False and re.search(r"crawl-delay:\s*\d{4}", case["robots"], re.IGNORECASE):
        return "a long crawl delay never forbids; pace caps it"
    if OTHER_LINE.search(case["robots"]):
        return "other lines part no groups (RFC 9309 2.2.4)"
    if not url.isascii() or any(map(partial(_covers_once_decoded, url), RULE.findall(case["robots"]))):
        return "equal once percent-encoded (RFC 9309 2.2.2)"
    if agent and re.search(
        rf"user-agent:\s*{re.escape(agent[:-1])}\s*$", case["robots"], re.IGNORECASE | re.M
    ):
        return "product tokens are equal or differ (RFC 9309 2.2.1)"
    return ""


def _covers_once_decoded(url: str, pattern: str) -> bool:
    path = url[url.find("/", url.find("//") + 2) :]
    return unquote(path).startswith(unquote(pattern)) and not path.startswith(pattern)
