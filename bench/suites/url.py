"""Addresses: read, joined and canonicalised by wirelake.addresses, against the cases of seven projects.

A row is driven by its shape: with ``href`` or ``failure`` it is read, with ``base`` it is joined, and all the
rest is canonicalised. Other tools canonicalise for other ends; where ours differs, RULES say why.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import ada_url
from bench.suites import Result

from wirelake.addresses import address, canonicalise, joined

# Of other projects' functions: what ours does as well. The rest judges pages, which addresses do not here.
READS = frozenset({"w3lib.url.safe_url_string", "w3lib.url.any_to_uri"})
JOINS = frozenset({"fix_relative_urls"})
CANONICALISES = frozenset({"w3lib.url.canonicalize_url", "clean_url", "normalize_url", "scrub_url"})
IN_UTF8 = "addresses are written in UTF-8, whatever the page's charset"
AGGRESSIVE = "https and http, www and none, sessions and case are kept apart: a site may show another page"


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result a row, or a table's line."""
    for line in (folder / entry["file"]).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        try:
            yield from _driven(row)
        except Exception as error:  # whatever the code raises is what is looked for
            yield Result(id=row["id"], passed=False, got=f"raised {error!r}", wanted="no exception")


def _driven(row: dict[str, Any]) -> Iterator[Result]:
    said = _text(row["args"][0] if "args" in row else row["input"])
    address(said)  # whatever else is asked of a row: these never raise
    canonicalise(said)
    if "href" in row or "failure" in row:
        got = joined(row.get("base") or "", row["input"])
        yield _read(row["id"], row["input"], got, row.get("href"))
    elif "func" in row:
        yield _function(row)
    elif "kind" in row:
        yield from _kind(row)
    elif "base" in row:
        yield _read(row["id"], row["input"], joined(row["base"], row["input"]), row["expected"])
    else:
        yield _read(row["id"], row["input"], canonicalise(row["input"]), row["expected"])


def _result(name: str, got: object, wanted: object, reason: str) -> Result:
    return Result(id=name, passed=got == wanted, got=str(got), wanted=str(wanted), reason=reason)


def _text(said: Any) -> str:
    """Rows write bytes as {"bytes_b64": …}, or in some other way that is no address: then as it stands."""
    if isinstance(said, dict):
        return base64.b64decode(next(iter(said.values()))).decode("utf-8", "replace")
    return str(said)


def _function(row: dict[str, Any]) -> Result:
    name, said, wanted = row["func"], [_text(one) for one in row["args"]], row["expected"]
    if name in JOINS:
        return _read(row["id"], said[1], joined(*said), wanted)
    if name in READS or name in CANONICALISES:
        got = joined("", said[0]) if name in READS else canonicalise(said[0])
        result = _read(row["id"], said[0], got, wanted)
        charset = any("encoding" in fact for fact in row["kwargs"])
        return (
            replace(result, reason=result.reason or "addresses are written in UTF-8") if charset else result
        )
    return _result(row["id"], None, wanted, "wirelake has no such function: it judges no page by its address")


def _kind(row: dict[str, Any]) -> Iterator[Result]:
    said, wanted = row["input"], row["expected"]
    if row["kind"] == "funky_ipv4":
        host = urlsplit(address(f"http://{said}/") or "").hostname or ""
        yield _result(row["id"], host if re.fullmatch(r"[\d.]+", host) else None, wanted, "")
    elif row["kind"] == "path_dots":
        for path, resolved in wanted.items():
            url = joined("", f"none://host{path}" if path.startswith("/") else f"none:{path}")
            yield _result(f"{row['id']} {path}", ada_url.URL(url or "none:").pathname, resolved, "")
    elif isinstance(wanted, dict):
        yield _result(row["id"], None, wanted, "wirelake makes no SURT keys")
    else:
        result = _read(row["id"], said, canonicalise(said), wanted)
        yield replace(result, reason=result.reason or AGGRESSIVE) if row["kind"] == "aggressive" else result


def _read(name: str, said: str, got: str | None, wanted: str | None) -> Result:
    reason = next((reason for reason, holds in RULES if holds(said, got, wanted)), "")
    return _result(name, got, wanted, reason)


def _in_ascii(said: str, got: str | None, _: str | None) -> bool:
    return got is not None and "xn--" in said.lower()


def _dots(_: str, got: str | None, __: str | None) -> bool:
    return got is not None and not (urlsplit(got).hostname or "x").strip(".")


def _latin(said: str, got: str | None, _: str | None) -> bool:
    return got is not None and any("\x7f" < one < "\u0100" for one in said)


def _template(said: str, got: str | None, _: str | None) -> bool:
    return got is not None and "{" in said


def _unread(said: str, got: str | None, _: str | None) -> bool:
    return got is None and joined("", said) is None


def _other_scheme(said: str, got: str | None, _: str | None) -> bool:
    read = joined("", said)
    return got is None and read is not None and not read.startswith(("http:", "https:"))


def _credentials(said: str, got: str | None, _: str | None) -> bool:
    read = joined("", said)
    return got is None and read is not None and "@" in urlsplit(read).netloc


def _control(said: str, got: str | None, _: str | None) -> bool:
    return got is None and any(one < " " or one == "\x7f" for one in said)


def _same_but(change: Callable[[str], str]) -> Callable[[str, str | None, str | None], bool]:
    def same(_: str, got: str | None, wanted: str | None) -> bool:
        if got is None or wanted is None:
            return False
        one, other = change(got), change(wanted)
        return canonicalise(one) == canonicalise(other) is not None or _loose(one) == _loose(other)

    return same


def _loose(url: str) -> object:
    """The address as those would read it who take all spellings of it for one."""
    read = joined("", url) or joined("", f"http://{url}") or url
    parts = urlsplit(read)
    path = re.sub("/+", "/", _unescaped(parts.path)).strip("/ ")
    # A parameter without a name or a value tells nothing.
    query = sorted(pair for pair in parse_qsl(parts.query) if all(pair))
    host = (parts.hostname or "").rstrip(".")
    return parts.scheme, host, parts.port, path, query, _unescaped(parts.fragment)


def _unescaped(text: str) -> str:
    while (plain := unquote(text)) != text:
        text = plain
    return text


RULES: tuple[tuple[str, Callable[[str, str | None, str | None], bool]], ...] = (
    ("not an address by the WHATWG's rules", _unread),
    ("only http and https addresses are asked for", _other_scheme),
    ("an address with credentials is refused", _credentials),
    ("an address with control characters is refused", _control),
    ("another spelling of the same address", _same_but(lambda url: url)),
    ("fragments are dropped", _same_but(lambda url: url.partition("#")[0])),
    ("a name that stands in ASCII is left to DNS, which knows whether it exists", _in_ascii),
    ("a name of dots alone is left to DNS, which knows that it does not exist", _dots),
    ("what stands as a character is one, and no byte of another charset", _latin),
    ("a template is read as any other text", _template),
)
