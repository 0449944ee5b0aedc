#!/usr/bin/env python3
"""robots.txt on the shared data: every answer of the published cases. Skipped (77) when the data is
absent. COURANT names the binary."""
import json
import os
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main():
    shared = os.environ.get('COURANT_SHARED') or os.path.join(TOP, '..', 'shared', 'data')
    path = os.path.join(shared, 'feeds', 'robots.dev.jsonl')
    if not os.path.exists(path):
        print('no shared data at %s: skipped' % path)
        return 77
    with open(path, encoding='utf-8') as f:
        wanted = {row['id']: row['allowed'] for row in map(json.loads, f)}
    run = subprocess.run([os.environ['COURANT'], 'robots', '--jsonl', path], capture_output=True,
                         text=True, check=False)
    got = {row['id']: row.get('allowed') for row in map(json.loads, run.stdout.splitlines())}
    wrong = [i for i in wanted if got.get(i) != wanted[i]]
    print('%d of %d right' % (len(wanted) - len(wrong), len(wanted)))
    for i in wrong:
        print('wrong:', i)
    return 1 if wrong or run.returncode or not wanted else 0


if __name__ == '__main__':
    sys.exit(main())
