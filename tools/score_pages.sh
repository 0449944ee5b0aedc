#!/bin/sh
# Runs `courant extract` on the shared pages and prints the scorer's figures.
# usage: tools/score_pages.sh [-w N] [BUILD]     (N worst pages each; BUILD: default build)
set -eu
worst=0
while getopts w: option; do
    case $option in
    w) worst=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
top=$(cd "$(dirname "$0")/.." && pwd)
build=${1:-$top/build}
data=${COURANT_SHARED:-$top/../shared/data}
[ -d "$data/data" ] && data=$data/data
pages=$data/pages
if [ ! -f "$pages/truth.jsonl" ]; then
    echo "score_pages: no data in $pages (set COURANT_SHARED)" >&2
    exit 77
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
for part in truth meta; do
    python3 "$top/tools/score_rows.py" list "$pages/$part.jsonl" >"$tmp/list.jsonl"
    "$build/courant" extract --jsonl "$tmp/list.jsonl" >"$tmp/$part.out" || true
    python3 "$top/tools/score_rows.py" rows "$tmp/$part.out" >"$tmp/$part.jsonl"
done
echo "body:"
python3 -B "$pages/score_pages.py" body "$pages/truth.jsonl" "$tmp/truth.jsonl" --worst "$worst"
echo "metadata:"
python3 -B "$pages/score_pages.py" meta "$pages/meta.jsonl" "$tmp/meta.jsonl" --worst "$worst"
