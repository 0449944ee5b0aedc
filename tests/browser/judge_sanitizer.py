"""Cleans the payloads of the shared test data with the binary and has the judge that comes with
them open every result in Chromium: no script runs, nothing live stays, nothing but images is
requested, nothing comes alive when it is parsed again, nothing breaks out of its container.

usage: judge_sanitizer.py COURANT WORK-DIR; exit status 77 (skipped) without the data, node, the
node module 'ws' (installed into WORK-DIR when there is a network) or chromium.
COURANT_SHARED names the folder of the test data, else it is ../shared/data."""
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

FILES = ["dompurify", "ammonia", "owasp", "html5lib_sanitizer"]
MUST_BE_ZERO = ["any_bad", "escaped", "errors"]


def skip(reason):
    print(f"skipped: {reason}")
    sys.exit(77)


def data_dir():
    place = Path(os.environ.get("COURANT_SHARED", "../shared/data")) / "sanitizer"
    return place if (place / "judge.mjs").is_file() else skip("no sanitizer test data")


def judge_in(work, data):
    """The judge beside its node module: modules are looked for from the script's own place."""
    if not (work / "node_modules" / "ws").is_dir():
        (work / "package.json").write_text('{"private": true, "type": "module"}\n')
        done = subprocess.run(["npm", "install", "--no-audit", "--no-fund", "ws@8"], cwd=work,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        if done.returncode != 0:
            skip("npm could not install 'ws'")
    shutil.copy(data / "judge.mjs", work / "judge.mjs")
    return work / "judge.mjs"


def clean(courant, source, target):
    """Cleans a file of payloads; each must be answered, and some must leave something."""
    with open(target, "wb") as out:
        subprocess.run([courant, "sanitize", "--jsonl", source], stdout=out, check=True,
                       timeout=120)
    before = [json.loads(line) for line in open(source, encoding="utf-8")]
    after = [json.loads(line) for line in open(target, encoding="utf-8")]
    assert [row["id"] for row in before] == [row["id"] for row in after], source
    assert sum(1 for row in after if row["html"].strip()) * 3 > len(after), "nothing survives"


def main():
    courant, work = os.path.abspath(sys.argv[1]), Path(sys.argv[2])
    data = data_dir()
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            skip(f"no {tool}")
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        skip("no chromium")
    work.mkdir(parents=True, exist_ok=True)
    judge = judge_in(work, data)
    bad = 0
    for name in FILES:
        cleaned, verdict = work / f"{name}.jsonl", work / f"{name}.verdict.jsonl"
        clean(courant, data / f"{name}.jsonl", cleaned)
        done = subprocess.run(["node", judge, cleaned, verdict, "--tabs", "4"], check=True,
                              stdout=subprocess.PIPE, timeout=300)
        line = done.stdout.decode().strip().splitlines()[-1]
        print(name, line, flush=True)
        summary = json.loads(line)
        assert summary["cases"] == sum(1 for _ in open(cleaned, encoding="utf-8"))
        bad += sum(summary[key] for key in MUST_BE_ZERO)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
