#!/usr/bin/env bash
# Known weaknesses of the locked packages, by pip-audit; fails where there are some.
# Where its service is out of reach, or knows none of the packages, it says that nothing was checked.
set -euo pipefail
cd "$(dirname "$0")/.."
found=$(mktemp)
trap 'rm -f "$found"' EXIT
if timeout 120 .venv/bin/pip-audit --timeout 5 --progress-spinner off --disable-pip --require-hashes \
    --format json --output "$found" -r requirements.lock >/dev/null 2>&1; then
    checked=$(.venv/bin/python -c '
import json, sys
print(sum("vulns" in one for one in json.load(open(sys.argv[1]))["dependencies"]))' "$found")
    if [ "$checked" = 0 ]; then
        echo "audit: skipped: the service of pip-audit knows none of the packages from here"
    else
        echo "audit: no known weakness in $checked packages"
    fi
elif [ -s "$found" ]; then
    .venv/bin/python -c '
import json, sys
for one in json.load(open(sys.argv[1]))["dependencies"]:
    for weakness in one.get("vulns", ()):
        mended = ", ".join(weakness["fix_versions"]) or "no version yet"
        print("audit:", one["name"], one["version"], weakness["id"], "mended in", mended)' "$found"
    echo "audit: take newer versions: make lock UPGRADE=--upgrade"
    exit 1
else
    echo "audit: skipped: the service of pip-audit is out of reach"
fi
