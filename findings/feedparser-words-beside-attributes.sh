#!/usr/bin/env bash
# feedparser 6.0.14: the words of an element that it has no name for are gone where the element has an attribute.
# <wire:dateline>Port Selkie</wire:dateline> is entry["wire_dateline"] == "Port Selkie"; with xml:lang, a code or
# a scheme on it, the entry holds the attributes alone and says nothing. RSS and Atom let any namespace in, and
# wires' own elements (datelines, slugs, sources) mostly carry one. `bozo` is False.
set -euo pipefail
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install -q feedparser==6.0.14
venv/bin/python - <<'PY'
import xml.etree.ElementTree as ElementTree

import feedparser

WORDS = "Port Selkie"
ATTRIBUTES = ('xml:lang="en"', 'code="n:GBR"', 'scheme="http://desk.example/places"')


def feed(attribute: str) -> str:
    return f"""<rss version="2.0" xmlns:wire="http://desk.example/wire"><channel><title>Desk</title><item>
<title>Ferry</title><wire:dateline {attribute}>{WORDS}</wire:dateline></item></channel></rss>"""


def read(text: str) -> object:
    parsed = feedparser.parse(text)
    assert not parsed.bozo
    return parsed.entries[0]["wire_dateline"]


plain = read(feed(""))
print(f"without an attribute: {plain!r}")
assert plain == WORDS
for attribute in ATTRIBUTES:
    found = read(feed(attribute))
    print(f"with {attribute}: {found!r}")
    assert WORDS not in str(found)
    assert ElementTree.fromstring(feed(attribute)).findtext("channel/item/{*}dateline") == WORDS
PY
