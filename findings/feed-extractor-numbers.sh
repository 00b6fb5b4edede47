#!/usr/bin/env bash
# @extractus/feed-extractor 8.0.3 (npm): what looks like a number is read as one, in ids and titles.
# The guids "1.10" and "1.1" of two items come out as one id; "0012" is "12"; the headlines "1e3" and "007" are
# "1000" and "7". Of an Atom entry it gives <updated> as `published`, although <published> stands beside it:
# a correction moves the article to the day of the correction. feedsmith 3.0.1 keeps all of it as it stands.
set -euo pipefail
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @extractus/feed-extractor@8.0.3 fast-xml-parser@5.12.1 feedsmith@3.0.1
cat >seen.mjs <<'JS'
import assert from 'node:assert'
import { extractFromXml } from '@extractus/feed-extractor'
import { parseFeed } from 'feedsmith'

const item = ([guid, title]) => `<item><title>${title}</title><link>http://harbour.example/${guid}</link>
  <guid isPermaLink="false">${guid}</guid><pubDate>Thu, 05 Mar 2026 10:00:00 GMT</pubDate></item>`
const given = [['1.1', 'The pier'], ['1.10', 'The crane'], ['0012', '1e3'], ['x1', '007']]
const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title>
  <link>http://harbour.example/</link><description>News</description>${given.map(item).join('')}</channel></rss>`
const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour</title><id>urn:x:1</id>
  <updated>2026-03-09T10:00:00Z</updated><entry><id>urn:x:2</id><title>The pier</title>
  <link href="http://harbour.example/1"/><published>2026-03-04T10:00:00Z</published>
  <updated>2026-03-09T10:00:00Z</updated></entry></feed>`

const seen = extractFromXml(rss).entries.map(one => [one.id, one.title])
const published = extractFromXml(atom).entries[0].published
console.log('given      ', JSON.stringify(given))
console.log('seen       ', JSON.stringify(seen))
console.log('published  ', '2026-03-04T10:00:00Z', '->', published)
assert.deepEqual(seen, [['1.1', 'The pier'], ['1.1', 'The crane'], ['12', '1000'], ['x1', '7']])
assert.equal(published.slice(0, 10), '2026-03-09')
const other = parseFeed(rss).feed.items.map(one => [one.guid.value, one.title])
assert.deepEqual(other, given)
assert.equal(parseFeed(atom).feed.entries[0].published, '2026-03-04T10:00:00Z')
JS
node seen.mjs
