"""Keyphrases against the annotated sets of the shared test data: stemmed exact match, F1 at 10.

Skipped where the data is not.
"""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEAST = {'kpcrowd.dev.jsonl.gz': 0.19, 'pt_bn.jsonl.gz': 0.30}


def main():
    shared = pathlib.Path(os.environ.get('COURANT_SHARED', ROOT / '../shared/data'))
    folder = shared / 'keyphrases'
    if not (folder / 'score_keyphrases.py').exists():
        print('skipped: no test data in %s' % folder)
        return 77
    out = subprocess.run([ROOT / 'tools/score_keyphrases.sh', os.environ['COURANT'], folder], text=True,
                         stdout=subprocess.PIPE, check=True).stdout
    print(out)
    if 'snowball' not in out:
        print('skipped: the scorer found no Snowball stemmer, so that its figures do not compare')
        return 77
    name, failed, seen = '', False, set()
    for line in out.splitlines():
        if line.endswith('.gz'):
            name = line
        m = re.match(r'@10 .* F1 ([0-9.]+)', line)
        if m:
            seen.add(name)
            failed |= float(m.group(1)) < LEAST[name]
    return 1 if failed or seen != set(LEAST) else 0


if __name__ == '__main__':
    sys.exit(main())
