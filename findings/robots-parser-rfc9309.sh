#!/usr/bin/env bash
# robots-parser 3.0.1 (npm) and robotexclusionrulesparser 1.7.1 (PyPI): two examples of RFC 9309 come out the other way.
# "A Sitemaps record MUST NOT terminate a group" (2.2.4): with one between two User-agent lines, both let the first
# robot in where the rule below forbids it. "Disallow: /path/file-with-a-%2A.html" stands for a star in the address
# (2.2.3): robots-parser lets /path/file-with-a-*.html through. Protego 0.7.0 forbids both.
set -euo pipefail
npm init -y >/dev/null
npm install --silent --no-audit --no-fund robots-parser@3.0.1
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install -q robotexclusionrulesparser==1.7.1 protego==0.7.0
cat >seen.js <<'JS'
const parse = require('robots-parser')
const { group, star } = require('./cases.json')
const may = ([text, path]) => parse('http://harbour.example/robots.txt', text).isAllowed('http://harbour.example' + path, 'wire')
console.log('robots-parser: Sitemap within a group', may(group), '; a star as %2A', may(star))
process.exit(may(group) === true && may(star) === true ? 0 : 1)
JS
cat >seen.py <<'PY'
import json

import protego
import robotexclusionrulesparser

group = ["User-agent: wire\nSitemap: http://harbour.example/sitemap.xml\nUser-agent: other\nDisallow: /drafts\n", "/drafts/1"]
star = ["User-agent: *\nDisallow: /path/file-with-a-%2A.html\n", "/path/file-with-a-*.html"]
json.dump({"group": group, "star": star}, open("cases.json", "w"))
old = robotexclusionrulesparser.RobotExclusionRulesParser()
old.parse(group[0])
print("robotexclusionrulesparser: Sitemap within a group", old.is_allowed("wire", group[1]))
assert old.is_allowed("wire", group[1])
for text, path in (group, star):
    assert not protego.Protego.parse(text).can_fetch("http://harbour.example" + path, "wire")
print("protego: False, False")
PY
venv/bin/python seen.py
node seen.js
