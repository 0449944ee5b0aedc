#!/bin/sh
# Scores the keyphrases of `courant analyze` as ../shared/data/keyphrases does.
# usage: tools/score_keyphrases.sh COURANT FOLDER [HALF]   (HALF: 0 or 1, every other row only)
set -eu
courant=$1 folder=$2 half=${3:-}
tmp=$(mktemp -d)
trap 'rm -r "$tmp"' EXIT
for gold in "$folder"/*.jsonl.gz; do
    zcat "$gold" | { [ -z "$half" ] && cat || awk -v h="$half" 'NR % 2 == h'; } > "$tmp/gold.jsonl"
    python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    print(json.dumps({"id": r["id"], "text": r["text"], "language": r["lang"]}))' \
        < "$tmp/gold.jsonl" > "$tmp/in.jsonl"
    "$courant" analyze --jsonl --only keyphrases "$tmp/in.jsonl" | python3 -c '
import json, sys
for line in sys.stdin:
    r = json.loads(line)
    print(json.dumps({"id": r["id"], "phrases": [p["text"] for p in r.get("keyphrases", [])]}))' \
        > "$tmp/out.jsonl"
    echo "$(basename "$gold")${half:+ half $half}"
    python3 "$folder/score_keyphrases.py" "$tmp/gold.jsonl" "$tmp/out.jsonl"
done
