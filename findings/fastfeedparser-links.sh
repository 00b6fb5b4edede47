#!/usr/bin/env bash
# fastfeedparser 0.6.5: an Atom entry's link is its comments, its sound file or another page than its own.
# A link without `rel` means "alternate" (RFC 4287, 4.2.7.2). Where one of another relation stands before it, that
# one is the entry's link: replies, enclosure, related, via, self. With rel="alternate" written out the order does
# not matter. A title or summary of type xhtml comes back empty, without a word. feedparser 6.0.12 is right on both.
set -euo pipefail
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install -q fastfeedparser==0.6.5 feedparser==6.0.12
venv/bin/python - <<'PY'
import fastfeedparser
import feedparser

OWN = '<link href="http://harbour.example/1"/>'
STATED = '<link rel="alternate" href="http://harbour.example/1"/>'
OTHERS = {
    "replies": "http://harbour.example/1/comments",
    "enclosure": "http://harbour.example/1.mp3",
    "related": "http://elsewhere.example/9",
    "self": "http://harbour.example/1.atom",
}
XHTML = '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Port <em>widens</em> channel</div></title>'


def feed(links: str, title: str = "<title>The pier</title>") -> str:
    return f"""<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<title>Harbour</title><id>urn:x:1</id><updated>2026-03-05T10:00:00Z</updated><author><name>Desk</name></author>
<entry><id>urn:x:2</id>{title}<updated>2026-03-05T10:00:00Z</updated>{links}</entry></feed>"""


def fast(text: str) -> dict:
    return fastfeedparser.parse(text)["entries"][0]


for relation, address in OTHERS.items():
    other = f'<link rel="{relation}" href="{address}"/>'
    link = fast(feed(other + OWN))["link"]
    print(f"{relation} before the entry's own link: {link}")
    assert link == address
    assert fast(feed(OWN + other))["link"] == fast(feed(other + STATED))["link"] == "http://harbour.example/1"
    assert feedparser.parse(feed(other + OWN)).entries[0].link == "http://harbour.example/1"
title = fast(feed(OWN, XHTML))["title"]
print(f"title of type xhtml: {title!r}")
assert title == ""
assert feedparser.parse(feed(OWN, XHTML)).entries[0].title == "Port <em>widens</em> channel"
PY
