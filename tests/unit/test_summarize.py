"""`courant summarize` and the field `summary` of `courant analyze`: answers, limits, wrong usage, and
ROUGE on the MultiLing stories where COURANT_SHARED has them. COURANT names the binary."""
import collections
import gzip
import json
import os
import pathlib
import re
import subprocess
import unittest

COURANT = os.path.abspath(os.environ['COURANT'])
SHARED = os.environ.get('COURANT_SHARED') or pathlib.Path(__file__).resolve().parents[3] / 'shared/data'
STORIES = pathlib.Path(SHARED) / 'summaries' / 'multiling.dev.jsonl.gz'

STORY = {'id': 's1', 'documents': [
    {'id': 'b', 'published': '2025-08-16T10:00:00Z', 'title': 'Bridge closes',
     'text': 'The Tanner Bridge will close for fourteen months, the council of Gormley voted. '
             'The work on the bridge will cost 6.4 million crowns in all.'},
    {'id': 'a', 'published': '2025-08-15T10:00:00Z', 'title': 'Bridge to close',
     'text': 'The council of Gormley voted to close the Tanner Bridge for fourteen months. '
             'He said it was sad. A ferry will cross the river every ten minutes.'},
    {'text': 'Ядовитый снег не идёт. Паром через реку ходит каждые десять минут, сообщил совет.'}]}


def run(command, *args, rows=()):
    stdin = ''.join(row if isinstance(row, str) else json.dumps(row) + '\n' for row in rows)
    clean = {k: v for k, v in os.environ.items() if not k.startswith('COURANT_')}
    done = subprocess.run([COURANT, command, *args], input=stdin.encode(), env=clean,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
    return done.returncode, [json.loads(line) for line in done.stdout.decode().split('\n')[:-1]], \
        done.stderr.decode()


def words(text, limit=None):
    if limit:
        text = ' '.join(text.split()[:limit])
    return [w.lower() for w in re.findall(r"[^\W_]+(?:['’.\-][^\W_]+)*", text)]


def rouge(got, want, n):
    x, y = (collections.Counter(zip(*[w[i:] for i in range(n)])) for w in (got, want))
    hit = sum((x & y).values())
    return 2 * hit / (sum(x.values()) + sum(y.values())) if hit else 0


class Summarize(unittest.TestCase):
    def test_sentences_are_verbatim_and_dated(self):
        status, (answer,), err = run('summarize', '--jsonl', '--words', '45', rows=[STORY])
        self.assertEqual((status, err), (0, ''))
        self.assertEqual(answer['id'], 's1')
        texts = {d.get('id', i): d['text'].encode() for i, d in enumerate(STORY['documents'])}
        for s in answer['sentences']:
            self.assertEqual(texts[s['document']][s['start']:s['end']].decode(), s['text'])
        self.assertLessEqual(sum(len(s['text'].split()) for s in answer['sentences']), 45)
        self.assertEqual(sum('voted' in s['text'] for s in answer['sentences']), 1)
        self.assertNotIn('He said it was sad.', [s['text'] for s in answer['sentences']])
        places = [s['document'] for s in answer['sentences']]
        self.assertLess(places.index('a'), places.index('b'))

    def test_limits_and_wrong_rows(self):
        rows = [dict(STORY, id=1), {'id': 2}, {'id': 3, 'documents': []}, 'nonsense\n',
                {'id': 4, 'documents': [{'id': 'x'}]},
                {'id': 5, 'documents': [{'text': 'A b.', 'published': 'soon'}]}]
        status, answers, _ = run('summarize', '--jsonl', '--words', '3', rows=rows)
        self.assertEqual(status, 1)
        self.assertEqual(answers[0], {'id': 1, 'sentences': []})
        self.assertIn("'documents'", answers[1]['error'])
        self.assertEqual(answers[2], {'id': 3, 'sentences': []})
        self.assertIn('error', answers[3])
        self.assertIn('neither', answers[4]['error'])
        self.assertIn("'soon'", answers[5]['error'])

    def test_wrong_usage(self):
        for args in ([], ['--jsonl', '--words', '0'], ['--jsonl', '--words', 'many'], ['--what']):
            status, answers, err = run('summarize', *args)
            self.assertEqual((status, answers), (2, []), args)
            self.assertIn('courant summarize', err)

    def test_threads_agree(self):
        rows = [dict(STORY, id=i) for i in range(50)]
        self.assertEqual(run('summarize', '--jsonl', '--threads', '1', rows=rows),
                         run('summarize', '--jsonl', '--threads', '4', rows=rows))

    def test_analyze_summary(self):
        text = ' '.join(d['text'] for d in STORY['documents'][:2])
        status, (answer,), _ = run('analyze', '--jsonl', '--only', 'summary,sentences',
                                   rows=[{'id': 1, 'text': text, 'language': 'en'}])
        self.assertEqual(status, 0)
        self.assertTrue(2 <= len(answer['summary']) <= 4)
        for span in answer['summary']:
            self.assertIn(span, answer['sentences'])

    def test_rouge(self):
        """Floors a little under what was measured, without stemming; see docs/BENCHMARKS.md."""
        if not STORIES.exists():
            self.skipTest(f'{STORIES} is not there')
        with gzip.open(STORIES, 'rt', encoding='utf-8') as f:
            stories = [json.loads(line) for line in f]
        rows = [{'id': s['id'], 'documents': s['texts']} for s in stories]
        _, answers, _ = run('summarize', '--jsonl', '--words', '250', rows=rows)
        scores = collections.defaultdict(lambda: [0, 0, 0])
        for story, answer in zip(stories, answers):
            got = words(' '.join(s['text'] for s in answer['sentences']), 250)
            sums = scores[story['lang']]
            for reference in story['references']:
                sums[0] += 1
                sums[1] += rouge(got, words(reference), 1)
                sums[2] += rouge(got, words(reference), 2)
        for language, one, two in (('en', .45, .18), ('cs', .36, .15), ('ar', .37, .18)):
            n, first, second = scores[language]
            print(f'{language} ROUGE-1 {first / n:.3f} ROUGE-2 {second / n:.3f}')
            self.assertGreater(first / n, one)
            self.assertGreater(second / n, two)


if __name__ == '__main__':
    unittest.main()
