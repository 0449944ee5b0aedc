#!/bin/sh
# Scores `courant compare` on the judged pairs of articles: same story or not.
# usage: tools/score_pairs.sh [COURANT [DATA]]
# COURANT: the binary (build/courant); DATA: the folder with toloka.dev.jsonl and the scorer
# (../shared/data/stories, or stories/ in $COURANT_SHARED). Each language twice: from titles and
# texts alone, and with the addresses; then even and odd rows apart.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
courant=${1:-$top/build/courant}
data=${2:-${COURANT_SHARED:-$top/../shared/data}/stories}
[ -x "$courant" ] || { echo "score_pairs: no program '$courant'; build it with ./run --build" >&2; exit 2; }
[ -f "$data/toloka.dev.jsonl" ] || { echo "score_pairs: no pairs in '$data'; name their folder as the second argument" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# score MEMBERS STEP FIRST: the rows FIRST, FIRST + STEP, ... with these members of each article.
score() {
    python3 -c '
import json, sys
data, work, members, step, first = sys.argv[1:]
rows = [json.loads(line) for line in open(data, encoding="utf-8") if line.strip()]
with open(work + "/gold.jsonl", "w") as gold, open(work + "/in.jsonl", "w") as pairs:
    for row in rows[int(first)::int(step)]:
        gold.write(json.dumps(row) + "\n")
        side = lambda n: {m: row[m + n] for m in members.split(",")}
        pairs.write(json.dumps({"id": row["id"], "a": side("1"), "b": side("2")}) + "\n")
' "$data/toloka.dev.jsonl" "$work" "$1" "$2" "$3"
    "$courant" compare --jsonl "$work/in.jsonl" | python3 -c '
import json, sys
for line in sys.stdin:
    row = json.loads(line)
    print(json.dumps({"id": row["id"], "score": row["similarity"]}))
' > "$work/out.jsonl"
    for lang in ru en; do
        echo "$lang, $4"
        python3 "$data/score_stories.py" pairs "$work/gold.jsonl" "$work/out.jsonl" --lang "$lang"
    done
}

score title,text 1 0 "title and text"
score title,text,url 1 0 "title, text and address"
score title,text 2 0 "even rows"
score title,text 2 1 "odd rows"
