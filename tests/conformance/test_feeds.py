#!/usr/bin/env python3
"""Feeds on the shared data: the scorer's tiers must not fall below what they are, and hostile files
are answered in time and memory. Skipped (77) when the data is absent. COURANT names the binary."""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LEAST = {'core': 0.985, 'charset': 1.0, 'detail': 0.98, 'ext': 0.85, 'legacy': 1.0}
MEMORY_MAX = 64 << 20
SECONDS_MAX = 1.0  # the floor for a loaded machine; bench_feed gives the real times


def score(folder):
    """The share of checks passed, by tier."""
    sys.path.insert(0, folder)
    import score as scorer
    with open(os.path.join(folder, 'dev.jsonl'), encoding='utf-8') as f:
        cases = [json.loads(line) for line in f]
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl') as questions:
        for file, case in {c['file']: c for c in cases}.items():
            row = {'file': os.path.join(folder, file), 'base_url': case['base_url'],
                   'headers': case['headers']}
            questions.write(json.dumps(row) + '\n')
        questions.flush()
        run = subprocess.run([os.environ['COURANT'], 'parse-feed', '--jsonl', questions.name],
                             capture_output=True, text=True, check=False)
    docs = {}
    for line in run.stdout.splitlines():
        row = json.loads(line)
        docs[os.path.relpath(row['file'], folder)] = row['doc']
        for item in (row['doc'] or {}).get('items', []):
            scorer.derive(item)
    counts = {}
    for case in cases:
        count = counts.setdefault(case['tier'], [0, 0])
        count[0] += scorer.check(case, docs.get(case['file']))
        count[1] += 1
    return {tier: ok / n for tier, (ok, n) in counts.items()}


def attack(folder):
    """What went wrong with hostile files."""
    wrong = []
    with tempfile.TemporaryDirectory() as to:
        subprocess.run([sys.executable, os.path.join(folder, 'make_attacks.py'), to], check=True,
                       capture_output=True)
        for name in sorted(os.listdir(to)):
            if not name.endswith('.xml'):
                continue
            begin = time.monotonic()
            run = subprocess.run([os.environ['COURANT'], 'parse-feed', os.path.join(to, name)],
                                 capture_output=True, text=True, check=False)
            seconds = time.monotonic() - begin
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
            titles = [i.get('title') for i in json.loads(run.stdout)['items']] if run.stdout else []
            print('%-24s %6.1f ms  %s' % (name, seconds * 1000, titles))
            if run.returncode < 0 or seconds > SECONDS_MAX or 'CANARY' in run.stdout:
                wrong.append(name)
            if titles not in ([], ['ok']) or (run.returncode == 0) != bool(run.stdout):
                wrong.append(name)
        print('peak of all: %.1f MB' % (peak / 1e6))
        if peak > MEMORY_MAX:
            wrong.append('memory')
    return wrong


def main():
    shared = os.environ.get('COURANT_SHARED') or os.path.join(TOP, '..', 'shared', 'data')
    folder = os.path.abspath(os.path.join(shared, 'feeds'))
    if not os.path.exists(os.path.join(folder, 'dev.jsonl')):
        print('no shared data at %s: skipped' % folder)
        return 77
    wrong = attack(folder)
    for tier, share in score(folder).items():
        print('%-16s %.4f' % (tier, share))
        if share < LEAST.get(tier, 0):
            wrong.append(tier)
    for name in wrong:
        print('wrong:', name)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
