#!/usr/bin/env bash
# Three readers of WARC on chunked responses with a trailer, which HTTP allows (RFC 9112, 7.1.2).
# warcio 1.8.1 and warcio.js 2.4.11 (npm) take the trailer for the article's text, without a word: warcio with the
# size of the last chunk before it, and without its first letters. FastWARC 2.0.1 (auto_decode="all") reads the
# record's text right, and then takes the trailer for the size of a chunk: the records behind it are out of reach.
# Python's http.client reads the same bytes as they are meant.
set -euo pipefail
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install -q warcio==1.8.1 FastWARC==2.0.1
npm init -y >/dev/null
npm install --silent warcio@2.4.11
cat >read.mjs <<'JS'
import { WARCParser } from "warcio";
import fs from "node:fs";
for await (const record of new WARCParser(fs.createReadStream("two.warc"))) {
    console.log(JSON.stringify(await record.contentText()));
}
JS
venv/bin/python - <<'PY'
import http.client
import io
import json
import subprocess

from fastwarc.warc import ArchiveIterator as FastIterator
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

BODY = b"11\r\nThe pier reopens.\r\n0\r\nX-Digest: 4711\r\n\r\n"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\nTrailer: X-Digest\r\n\r\n"


class Socket:
    def makefile(self, *_):
        return io.BytesIO(HEAD + BODY)


def fast():
    found = []
    with open("two.warc", "rb") as file:
        try:
            for record in FastIterator(file, auto_decode="all"):
                found.append(record.reader.read().decode())
        except OSError as error:
            found.append(f"OSError: {error}")
    return found


headers = [("Content-Type", "text/plain"), ("Transfer-Encoding", "chunked"), ("Trailer", "X-Digest")]
with open("two.warc", "wb") as file:
    writer = WARCWriter(file, gzip=False)
    for page in (1, 2):
        head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
        address = f"http://harbour.example/{page}"
        writer.write_record(
            writer.create_warc_record(address, "response", io.BytesIO(BODY), http_headers=head)
        )
with open("two.warc", "rb") as file:
    seen = {"warcio": [record.content_stream().read().decode() for record in ArchiveIterator(file)]}
seen["FastWARC"] = fast()
told = subprocess.run(["node", "read.mjs"], capture_output=True, text=True, check=True).stdout
seen["warcio.js"] = [json.loads(line) for line in told.splitlines()]
answer = http.client.HTTPResponse(Socket())
answer.begin()
seen["http.client"] = [answer.read().decode()]
for name, texts in seen.items():
    print(f"{name}: {texts}")
assert seen["warcio"] == ["The pier reopens.0\r\nDigest: 4711\r\n\r\n"] * 2
assert seen["warcio.js"] == ["The pier reopens.X-Digest: 4711\r\n\r\n"] * 2
assert seen["FastWARC"] == ["The pier reopens.", "OSError: Invalid chunk header: 'Digest: 4711'"]
assert seen["http.client"] == ["The pier reopens."]
PY
