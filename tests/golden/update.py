#!/usr/bin/env python3
"""Writes the expected answers of tests/golden/pages anew. Look at the difference before you commit
it, and say in the commit why the new output is better.

usage: update.py build/courant"""
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def answer(courant, name):
    """What extract says about a page, as the expected file holds it, and its exit status."""
    path = os.path.join(HERE, 'pages', name + '.html')
    run = subprocess.run([courant, 'extract', '--url', 'https://site.example/news/' + name, path],
                         capture_output=True, text=True, check=False)
    row = json.loads(run.stdout)
    row.pop('file')
    return row, run.returncode


def names():
    """The pages, without their suffix."""
    pages = os.listdir(os.path.join(HERE, 'pages'))
    return sorted(p[:-5] for p in pages if p.endswith('.html'))


if __name__ == '__main__':
    for page in names():
        got, _ = answer(sys.argv[1], page)
        with open(os.path.join(HERE, 'pages', page + '.json'), 'w', encoding='utf-8') as f:
            json.dump(got, f, ensure_ascii=False, indent=1)
            f.write('\n')
