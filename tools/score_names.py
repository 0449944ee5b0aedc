#!/usr/bin/env python3
"""Scores the names of `courant analyze` against the hand-annotated page of the shared test data.

usage: score_names.py COURANT SEED_FOLDER [--least SHARE] [--show]

Each of the page's four texts is analysed with its headline. An annotated person, place or
organisation is found when a name of the same kind has it, or one of the forms it is named by, as
its text or an alias. Prints the share by kind and what is missing; --show also what was found beyond
the annotation. The folder COURANT_SHARED/seed goes before SEED_FOLDER. Exit 1 when less than SHARE (0..1)
was found, 77 when the data is absent.
"""
import json
import os
import pathlib
import subprocess
import sys

KINDS = {'people': 'person', 'places': 'place', 'organisations': 'organisation'}


def fold(text):
    text = text.lower().replace('’', "'")
    return text[4:] if text.startswith('the ') else text


def articles(page, text):
    for n, part in enumerate([page['main']] + page['related']):
        headline, body = part['headline_span'], part['body_span']
        yield part, {'id': str(n), 'language': 'en', 'title': text[headline[0]:headline[1]],
                     'text': text[body[0]:body[1]] if n else text[body[0]:part['provenance']['span'][1]]}


def main(argv):
    show = '--show' in argv
    least = float(argv[argv.index('--least') + 1]) if '--least' in argv else 0.0
    courant, folder = argv[0], pathlib.Path(argv[1])
    if 'COURANT_SHARED' in os.environ:
        folder = pathlib.Path(os.environ['COURANT_SHARED']) / 'seed'
    if not (folder / 'page.json').exists():
        print('skipped: no test data in %s' % folder)
        return 77
    page = json.loads((folder / 'page.json').read_text())
    pairs = list(articles(page, (folder / 'page.txt').read_text()))
    out = subprocess.run([courant, 'analyze', '--jsonl', '--only', 'names', '-'], text=True, check=True,
                         input=''.join(json.dumps(a) + '\n' for _, a in pairs), capture_output=True).stdout
    found = {k: 0 for k in KINDS}
    total = dict(found)
    for (gold, article), line in zip(pairs, out.splitlines()):
        names = json.loads(line)['names']
        used = set()
        for member, kind in KINDS.items():
            for want in gold[member]:
                forms = {fold(f) for f in [want['name']] + want['as_named']}
                forms |= {f.split(' (')[0] for f in forms}
                if kind == 'person':  # a title is no part of a name: "Tsar Alexander I"
                    forms |= {f.split(' ', 1)[1] for f in forms if f.count(' ') > 1}
                hits = [i for i, n in enumerate(names)
                        if forms & {fold(f) for f in [n['text']] + n.get('aliases', [])}]
                right = [i for i in hits if names[i]['kind'] == kind]
                used |= set(hits)
                total[member] += 1
                found[member] += bool(right)
                if not right:
                    print('missing in %s: %s %s%s' % (article['id'], kind, want['as_named'],
                          ' (is %s)' % names[hits[0]]['kind'] if hits else ''))
        if show:
            print('beyond in %s: %s' % (article['id'], '; '.join(
                '%s (%s)' % (n['text'], n['kind']) for i, n in enumerate(names) if i not in used)))
    for member in KINDS:
        print('%-14s %d of %d' % (member, found[member], total[member]))
    share = sum(found.values()) / sum(total.values())
    print('all            %.3f' % share)
    return 0 if share >= least else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
