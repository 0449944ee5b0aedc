#!/usr/bin/env python3
"""Judged pairs of articles: same story or not. Skipped (77) when the data is absent. COURANT names
the binary. The floors lie a pair or two below what docs/BENCHMARKS.md has."""
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
F1_MIN = {'ru': 0.89, 'en': 0.95}
AUC_MIN = {'ru': 0.92, 'en': 0.97}


def main():
    shared = os.environ.get('COURANT_SHARED', os.path.join(TOP, '..', 'shared', 'data'))
    stories = os.path.join(shared, 'stories')
    if not os.path.exists(os.path.join(stories, 'toloka.dev.jsonl')):
        print("skipped: no test data 'stories' (../shared/data or COURANT_SHARED)")
        return 77
    run = subprocess.run([os.path.join(TOP, 'tools', 'score_pairs.sh'), os.environ['COURANT'],
                          stories], capture_output=True, text=True, check=False)
    print(run.stdout, run.stderr)
    wrong = run.returncode != 0
    for lang in ('ru', 'en'):
        got = re.search(r'^%s, title and text$.*?^best +F1 ([0-9.]+) .*AUC ([0-9.]+)$' % lang,
                        run.stdout, re.M | re.S)
        wrong |= (not got or float(got.group(1)) < F1_MIN[lang] or
                  float(got.group(2)) < AUC_MIN[lang])
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
