#!/usr/bin/env bash
# Runs the findings named, or all of them: each in a folder of its own, within a time limit, and a table in the end.
# Needs python3 with venv, and npm for some. Ends with 1 where one no longer holds.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
limit=${LIMIT:-300}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- "$here"/*.sh
code=0
table=
for script; do
    name=$(basename "$script" .sh)
    [ "$name" != run ] || continue
    script=$(realpath "$script")
    mkdir "$work/$name"
    echo "== $name"
    if grep -q '^npm ' "$script" && ! command -v npm >/dev/null; then
        said="skipped: npm is missing"
    else
        (cd "$work/$name" && TMPDIR="$work/$name" timeout --kill-after=5 "$limit" bash "$script")
        ended=$?
        case $ended in
            0) said=holds ;;
            124 | 137) said="not done within $limit s" code=1 ;;
            *) said="holds no longer, or did not run ($ended)" code=1 ;;
        esac
    fi
    rm -rf "${work:?}/$name"
    table+=$(printf '%-28s %s' "$name" "$said")$'\n'
done
printf '\n%s' "$table"
exit $code
