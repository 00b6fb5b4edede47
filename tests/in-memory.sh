#!/usr/bin/env bash
# tests/in-memory.sh COMMAND…: run it with its temporary files in memory, where there is room for them.
#
# The lakes of the tests are synced to their disk at each change, as they must be; on a disk that is half the
# time of many tests. A death by kill -9 leaves the same there and here.
set -euo pipefail
memory=/dev/shm
gigabytes=8

free() { df --output=avail --block-size=1G "$memory" | tail -n 1; }
available() { awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo; }

if [ "$(stat --file-system --format=%T "$memory" 2>/dev/null)" = tmpfs ] && [ -w "$memory" ] &&
    [ "$(free)" -ge "$gigabytes" ] && [ "$(available)" -ge $((2 * gigabytes)) ]; then
    TMPDIR=$(mktemp --directory "$memory/wl.XXXX")
    chmod 755 "$TMPDIR" # servers of the tests have users of their own
    export TMPDIR
    trap 'rm -rf "$TMPDIR"' EXIT
fi
"$@"
