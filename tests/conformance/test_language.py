#!/usr/bin/env python3
"""Language identification and sentence ends on the shared data, and the dates of the seed's four
texts. Skipped (77) when the data is absent. COURANT names the binary."""
import json
import os
import re
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LANGUAGE_MIN = 0.97
RULES_MIN = {'en': 0.80, 'de': 0.85, 'es': 0.85, 'fr': 0.85, 'ru': 0.85}
BOUNDARY_F1_MIN = 0.96


def check(wrong, what, got, least):
    print('%-30s %.4f (at least %.2f)' % (what, got, least))
    if got < least:
        wrong.append(what)


def scores(wrong, shared):
    run = subprocess.run([os.path.join(TOP, 'tools', 'score_language.sh'), os.environ['COURANT'],
                          os.path.join(shared, 'language')],
                         capture_output=True, text=True, check=False)
    if run.returncode:
        print(run.stdout, run.stderr)
        wrong.append('tools/score_language.sh')
        return
    parts = re.split(r'^sentence ends: .*$', run.stdout, flags=re.M)
    check(wrong, 'language', float(re.search(r' accuracy ([0-9.]+)', parts[0]).group(1)),
          LANGUAGE_MIN)
    for lang, least in RULES_MIN.items():
        exact = re.search(r'^%s +texts .*exact +\d+ \(([0-9.]+)\)' % lang, parts[1], re.M)
        check(wrong, 'sentence rules ' + lang, float(exact.group(1)), least)
    for name, part in (('GUM', parts[2]), ('GSD', parts[3])):
        check(wrong, 'sentence ends ' + name,
              float(re.search(r'^all .* F1 ([0-9.]+)$', part, re.M).group(1)), BOUNDARY_F1_MIN)


def seed_dates(wrong, shared):
    with open(os.path.join(shared, 'seed', 'page.json'), encoding='utf-8') as f:
        seed = json.load(f)
    with open(os.path.join(shared, 'seed', 'page.txt'), encoding='utf-8') as f:
        page = f.read()
    for article in [seed['main']] + seed['related']:
        text = page[article['body_span'][0]:article['body_span'][1]]
        row = {'id': 1, 'text': text, 'language': 'en', 'published': seed['reference_date']}
        run = subprocess.run([os.environ['COURANT'], 'analyze', '--jsonl', '--only', 'dates'],
                             input=json.dumps(row).encode(), capture_output=True, check=True)
        raw = text.encode()
        found = [(raw[d['start']:d['end']].decode().lower(), d['date'])
                 for d in json.loads(run.stdout)['dates']]
        for want in article['dates']:
            text_wanted = want['text'].lower()
            hit = next((d for d in found if d[1] == want['date'] and
                        (d[0] in text_wanted or text_wanted in d[0])), None)
            if hit:
                found.remove(hit)
            else:
                wrong.append('date %r of %r' % (want, article['headline']))


def main():
    shared = os.environ.get('COURANT_SHARED') or os.path.join(TOP, '..', 'shared', 'data')
    if not os.path.isdir(os.path.join(shared, 'language')):
        print('no shared data in %s: skipped' % shared)
        return 77
    wrong = []
    scores(wrong, shared)
    seed_dates(wrong, shared)
    for what in wrong:
        print('WRONG ' + what)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
