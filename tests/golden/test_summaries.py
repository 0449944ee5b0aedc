#!/usr/bin/env python3
"""Summaries of the demo press's articles, read from demo/press as written: what must hold for each
of them, and for some the sentences expected, in tests/golden/summaries.json. COURANT names the binary.

usage: test_summaries.py [--update]    --update writes the file anew; look at what changes."""
import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

COURANT = os.environ['COURANT']
HERE = pathlib.Path(__file__).resolve().parent
PRESS = HERE.parent.parent / 'demo' / 'press'
GOLDEN = HERE / 'summaries.json'
EACH_LANGUAGE = 5  # articles whose sentences are in the golden file
MARK = re.compile(r'\{\{[^}]*\}\}')
HEADER = re.compile(r'[a-z_]+: ')
LINK = re.compile(r'\[([^]]*)\]\([^)]*\)')
# Openers no summary may have, written apart from src/summary/stand.def.
BACKWARD = {
    'en': r'(He|She|They|It|However|But|Moreover|This (?!week|year|month)|These|Meanwhile)\b',
    'de': r'(Er|Sie|Jedoch|Allerdings|Dies|Diese|Außerdem|Dabei|Damit|Zudem|Aber|Und)\b',
    'fr': r'(Il|Elle|Ils|Elles|Mais|Cependant|En revanche|Toutefois|Ce dernier)\b',
    'es': r'(Pero|Sin embargo|Además|Añadió|Él|Ella|Este último|Y)\b',
    'ru': r'(Он|Она|Они|Однако|Но|Это|Кроме того|При этом|Поэтому)\b',
}
DAY = {'en': 'Monday', 'de': 'Montag', 'fr': 'lundi', 'es': 'lunes', 'ru': 'понедельник'}


def article(path, language):
    """The headline and the paragraphs of an article's source, times replaced by a day."""
    title, body, in_header = '', [], True
    for line in path.read_text(encoding='utf-8').split('\n'):
        if in_header:
            in_header = bool(HEADER.match(line))
            if line.startswith('title: '):
                title = line[7:]
            continue
        line = LINK.sub(r'\1', MARK.sub(DAY[language], line)).replace('*', '')
        if line and not line[0].isalnum() and line[0] not in '«“„"¿¡—':
            continue  # headings, pictures and other things that are no running text
        body.append(line)
    return {'id': f'{path.parent.parent.name}/{path.stem}', 'title': title, 'language': language,
            'text': re.sub(r'\n{3,}', '\n\n', '\n'.join(body)).strip()}


def articles():
    out = []
    for outlet in sorted(PRESS.glob('*/outlet.json')):
        language = json.loads(outlet.read_text(encoding='utf-8'))['language']
        out += [article(path, language) for path in sorted(outlet.parent.glob('articles/*.txt'))]
    return [a for a in out if len(a['text']) > 900]


def analyze(rows, *options):
    stdin = ''.join(json.dumps(row) + '\n' for row in rows).encode()
    done = subprocess.run([COURANT, 'analyze', '--jsonl', '--only', 'sentences,summary', *options],
                          input=stdin, stdout=subprocess.PIPE, timeout=100, check=True)
    return [json.loads(line) for line in done.stdout.decode().split('\n')[:-1]]


def chosen(row, answer):
    text = row['text'].encode()
    return [text[start:end].decode() for start, end in answer['summary']]


def golden(rows, answers):
    count, out = {}, {}
    for row, answer in zip(rows, answers):
        count[row['language']] = count.get(row['language'], 0) + 1
        if count[row['language']] % 4 == 1 and count[row['language']] < 4 * EACH_LANGUAGE:
            out[row['id']] = chosen(row, answer)
    return out


class Summaries(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.rows = articles()
        cls.answers = analyze(cls.rows)

    def test_there_is_enough_to_look_at(self):
        self.assertGreater(len(self.rows), 60)
        self.assertEqual({row['language'] for row in self.rows}, set(DAY))

    def test_ranges(self):
        for row, answer in zip(self.rows, self.answers):
            with self.subTest(article=row['id']):
                summary = answer['summary']
                self.assertTrue(1 <= len(summary) <= 4, summary)
                self.assertEqual(summary, sorted(summary))
                for span in summary:
                    self.assertIn(span, answer['sentences'])
                self.assertEqual(len(summary), len({tuple(span) for span in summary}))

    def test_nothing_dangles(self):
        for row, answer in zip(self.rows, self.answers):
            for sentence in chosen(row, answer):
                with self.subTest(article=row['id'], sentence=sentence):
                    self.assertIsNone(re.match(BACKWARD[row['language']], sentence))
                    self.assertFalse(sentence.endswith('?'))

    def test_same_answer_again(self):
        self.assertEqual(self.answers, analyze(self.rows, '--threads', '1'))

    def test_expected_sentences(self):
        want = json.loads(GOLDEN.read_text(encoding='utf-8'))
        self.assertEqual(want, golden(self.rows, self.answers))


if __name__ == '__main__':
    if sys.argv[1:] == ['--update']:
        all_rows = articles()
        GOLDEN.write_text(json.dumps(golden(all_rows, analyze(all_rows)), ensure_ascii=False,
                                     indent=1) + '\n', encoding='utf-8')
    else:
        unittest.main()
