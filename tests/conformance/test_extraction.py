#!/usr/bin/env python3
"""Extraction on the shared pages: F1 of the body text must not fall below 0.94, and no page may have
an empty answer. Skipped (77) when the data is absent. COURANT names the binary."""
import os
import re
import subprocess
import sys

F1_MIN = 0.94
TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main():
    build = os.path.dirname(os.environ['COURANT'])
    run = subprocess.run([os.path.join(TOP, 'tools', 'score_pages.sh'), build],
                         capture_output=True, text=True, check=False)
    print(run.stdout, run.stderr)
    if run.returncode:
        return run.returncode
    f1 = float(re.search(r'^P .* F1 ([0-9.]+)$', run.stdout, re.M).group(1))
    empty = int(re.search(r' empty (\d+)', run.stdout).group(1))
    if f1 < F1_MIN or empty:
        print('F1 %.3f (at least %.2f), %d pages empty' % (f1, F1_MIN, empty))
        return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
