"""The YAML of a proposal, with what each line rests on; whatever a page said stands in it as quoted text."""

import json
from collections.abc import Iterator

from wirelake.legible import one_line
from wirelake.proposals.found import Listed, Proposal

SHOWN = 2  # addresses of articles for each list


def yaml_of(found: Proposal) -> str:
    """The source's YAML, switched off. ``wirelake check`` accepts it."""
    return "\n".join([*_lines(found), ""])


def _lines(found: Proposal) -> Iterator[str]:
    yield f"# Proposed by {found.by}. Read each line, then:"
    yield f"#   wirelake discover {found.name}      what its lists hold today"
    yield f"#   wirelake preview URL --source {found.name}      what an article becomes"
    yield "# docs/adding-a-source.md explains every field."
    yield f"title: {_quoted(found.title)}"
    yield f"description: {_quoted(found.description)}"
    yield f"homepage: {_quoted(found.homepage)}"
    yield "# terms_url: the page with the wire's terms; licence: what you understood, in a sentence"
    yield f"contact: {_quoted(found.contact)}      # it stands in each request's User-Agent"
    yield f"timezone: {found.zone}      # {one_line(found.zone_why)}"
    if found.language:
        yield f"language: {found.language}      # {found.language_why}"
    else:
        yield "# language: en      # its front page states none"
    yield "enabled: false      # true, or without this line, once discover and preview please you"
    yield '# poll: "*/15 * * * *"      # to look between the daily runs'
    yield ""
    yield "discover:"
    for one in found.lists:
        yield from _part(one)
    if not any(one.matched or one.listed is None for one in found.lists):
        yield "  # No list of articles was found: put the address of one here, and delete the next two lines."
    if not found.lists:
        yield "  - kind: feed"
        yield f"    url: {_quoted(found.homepage)}"
    if found.allow_loopback:
        yield "fetch:"
        yield "  allow_loopback: true      # this machine itself may be asked: for practice only"


def _part(one: Listed) -> Iterator[str]:
    index = f", an index of {one.children} sitemaps, of which the newest was read" if one.children else ""
    if one.listed is not None:
        yield f"  # held {one.listed} links, of which {one.matched} are taken{index}"
    for link in one.links[:SHOWN]:
        yield f"  #   {one_line(link.url)[:200]}"
    yield f"  - kind: {one.kind}"
    yield f"    url: {_quoted(one.url)}"
    if one.select:
        yield f"    select: {_quoted(one.select)}"
    if one.pattern:
        yield f"    link_pattern: {_quoted(one.pattern)}      # found in an article's whole address"


def _quoted(text: str) -> str:
    """As YAML's double-quoted text, of which JSON's is a part once no control is left."""
    return json.dumps(one_line(text), ensure_ascii=False)
