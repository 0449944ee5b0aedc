#!/bin/sh
# Scores language identification and sentence splitting on the shared data.
# usage: tools/score_language.sh [COURANT [DATA]]
# COURANT: the binary (build/courant); DATA: the folder with the data and its scorers
# (../shared/data/language, or language/ in $COURANT_SHARED). Prints what the scorers print.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
courant=${1:-$top/build/courant}
data=${2:-${COURANT_SHARED:-$top/../shared/data}/language}
[ -x "$courant" ] || { echo "score_language: no program '$courant'; build it with ./run --build" >&2; exit 2; }
[ -d "$data" ] || { echo "score_language: no data in '$data'; name its folder as the second argument" >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# field FIELD ROWS PREDICTIONS: runs the analysis and puts its answer as the scorers want it.
field() {
    python3 -c '
import json, sys
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    row = {k: v for k, v in row.items() if k in ("id", "text", "lang")}
    if sys.argv[2] == "sentences":
        row["language"] = row["lang"]
    print(json.dumps(row))
' "$2" "$1" | "$courant" analyze --jsonl --only "$1" > "$work/out.jsonl"
    python3 -c '
import json, sys
for line, answer in zip(open(sys.argv[1], encoding="utf-8"), open(sys.argv[2], encoding="utf-8")):
    row, answer = json.loads(line), json.loads(answer)
    if sys.argv[3] == "language":
        print(json.dumps({"id": row["id"], "lang": answer["language"]["code"]}))
    else:
        text = row["text"].encode()
        print(json.dumps({"id": row["id"], "sentences": [text[a:b].decode() for a, b in answer["sentences"]]}))
' "$2" "$work/out.jsonl" "$1" > "$3"
}

echo "language of one sentence (UDHR, two-letter languages)"
python3 "$data/score_language.py" make "$data/udhr.jsonl.gz" "$work/test.jsonl" "$work/train.jsonl" --common
field language "$work/test.jsonl" "$work/pred.jsonl"
python3 "$data/score_language.py" score "$work/test.jsonl" "$work/pred.jsonl"
for set in sentences ud_gum.dev ud_gsd_de.dev; do
    echo "sentence ends: $set"
    field sentences "$data/$set.jsonl" "$work/pred.jsonl"
    python3 "$data/score_sentences.py" "$data/$set.jsonl" "$work/pred.jsonl"
done
