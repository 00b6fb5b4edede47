"""Charsets, and what a page says of addresses: wirelake.formats against the cases of three projects.

* The Encoding Standard's labels, by ``labels.label``.
* html5lib's pages, by ``bom`` and ``declared_in``; where both say nothing the standard's default stands.
* w3lib's functions, by those of ours that serve the same end; charsets are compared as Python's codecs.

Differences that are right, each by a general rule, are said by SCRIPTED, HEALED, QUERY, BOUND
and TAGS.
"""

import base64
import codecs
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.suites import Result
from lxml import html as lxml_html
from lxml.etree import ParserError

from wirelake.addresses import joined
from wirelake.errors import ParseError
from wirelake.formats.html.head import plain
from wirelake.markup import html_links
from wirelake.payloads import bounds, declarations, encoding, labels

Case = dict[str, Any]
SCRIPTED = "the declaration is written by a script, and scripts are not run"
HEALED = "bytes that are no UTF-8 at all are read as windows-1252, whatever is declared"
QUERY = "the query of an address is written in UTF-8, whatever the charset of the page"
BOUND = "a page beyond the bounds of formats.bounds is refused before it is read"
TAGS = "what stands in noscript or in a script holds for no reader, and there is no option to have it hold"


def run(folder: Path, entry: dict[str, Any]) -> Iterator[Result]:
    """One result a case."""
    drive = next(drive for name, drive in DRIVERS.items() if name in entry["file"])
    with (folder / entry["file"]).open(encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            try:
                got, wanted, excuse = drive(case)
            except Exception as error:
                got, wanted, excuse = f"{type(error).__name__}: {error}", "no exception", ""
            passed = got == wanted
            yield Result(
                id=case["id"],
                passed=passed,
                got=str(got),
                wanted=str(wanted),
                reason="" if passed else excuse,
            )


def _label(case: Case) -> tuple[Any, Any, str]:
    return labels.label(case["label"]), case["name"].lower(), ""


def _sniffed(case: Case) -> tuple[Any, Any, str]:
    data = base64.b64decode(case["html_b64"])
    mark = labels.bom(data)
    found = (mark and mark[0]) or declarations.declared_in(data) or "windows-1252"
    return found, case["encoding"].lower(), SCRIPTED if b"document.write(" in data else ""


def _w3lib(case: Case) -> tuple[Any, Any, str]:
    args = [_bytes(one) for one in case["args"]]
    name = case["func"].rpartition(".")[2]
    return W3LIB[name](args, case.get("kwargs") or {}, _bytes(case["expected"]))


def _bom(args: list[Any], _: Case, wanted: Any) -> tuple[Any, Any, str]:
    found = labels.bom(args[0])
    got = [_codec(found[0]), args[0][: found[1]]] if found else [None, None]
    return got, [_codec(wanted[0]), _bytes(wanted[1])], ""


def _resolved(args: list[Any], _: Case, wanted: Any) -> tuple[Any, Any, str]:
    return _codec(labels.label(args[0])), _codec(wanted), ""


def _header(args: list[Any], _: Case, wanted: Any) -> tuple[Any, Any, str]:
    return _codec(declarations.from_header(args[0])), _codec(wanted), ""


def _declared(args: list[Any], _: Case, wanted: Any) -> tuple[Any, Any, str]:
    data = args[0] if isinstance(args[0], bytes) else args[0].encode()
    return _codec(declarations.declared_in(data) or declarations.hinted_in(data)), _codec(wanted), ""


def _text(args: list[Any], _: Case, wanted: Any) -> tuple[Any, Any, str]:
    found = encoding.decode(args[1], args[0], markup=True)
    # Of plain ASCII every charset makes the same text.
    charset = _codec(wanted[0]) if args[1].isascii() and b"\0" not in args[1] else _codec(found.charset)
    return [charset, found.text], [_codec(wanted[0]), wanted[1]], HEALED if found.healed else ""


def _entities(args: list[Any], options: Case, wanted: Any) -> tuple[Any, Any, str]:
    given = args[0].decode(options.get("encoding", "utf-8")) if isinstance(args[0], bytes) else args[0]
    return plain(given), " ".join(str(wanted).split()) or None, ""


def _base(args: list[Any], options: Case, wanted: Any) -> tuple[Any, Any, str]:
    url = _string(args[1]) if len(args) > 1 else ""
    found = html_links.base(_tree(args[0], options.get("encoding", "utf-8")), url)
    return joined("", found) or found, joined("", wanted) or wanted, ""


def _refresh(args: list[Any], options: Case, wanted: Any) -> tuple[Any, Any, str]:
    url = _string(args[1]) if len(args) > 1 else ""
    found = html_links.refresh(_tree(args[0], args[2] if len(args) > 2 else "utf-8"), url)
    wanted_url = wanted[1] and joined("", wanted[1])
    got = [float(found[0]), found[1]] if found else [None, None]
    excuse = QUERY if "?" in (wanted_url or "") and len(args) > 2 else ""
    return got, [wanted[0], wanted_url], _refused(args[0]) or (TAGS if "ignore_tags" in options else excuse)


def _refused(page: str | bytes) -> str:
    try:
        bounds.check_markup(page if isinstance(page, str) else page.decode("latin-1"))
    except ParseError:
        return BOUND
    return ""


def _tree(page: str | bytes, charset: str) -> Any:
    text = page.decode(charset) if isinstance(page, bytes) else page
    try:
        return lxml_html.document_fromstring(text)
    except ParserError:  # nothing but comments
        return lxml_html.document_fromstring("<html>")


def _codec(charset: str | None) -> str | None:
    if charset is None:
        return None
    known = labels.label(charset)
    return codecs.lookup(labels.codec(known) if known else charset).name


def _bytes(value: Any) -> Any:
    return base64.b64decode(value["b64"]) if isinstance(value, dict) and "b64" in value else value


def _string(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


W3LIB: dict[str, Callable[[list[Any], Case, Any], tuple[Any, Any, str]]] = {
    "read_bom": _bom,
    "resolve_encoding": _resolved,
    "http_content_type_encoding": _header,
    "html_body_declared_encoding": _declared,
    "html_to_unicode": _text,
    "replace_entities": _entities,
    "get_base_url": _base,
    "get_meta_refresh": _refresh,
}
DRIVERS: dict[str, Callable[[Case], tuple[Any, Any, str]]] = {
    "w3lib": _w3lib,
    "sniff": _sniffed,
    "labels": _label,
}
