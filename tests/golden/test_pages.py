#!/usr/bin/env python3
"""The expected answers of `courant extract` for tests/golden/pages: each metadata dialect, each kind
of furniture, pages that are no articles. COURANT names the binary."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import update  # noqa: E402

COURANT = os.environ['COURANT']
PAGES = os.path.join(update.HERE, 'pages')


class Pages(unittest.TestCase):
    maxDiff = None

    CAPTIONS_ARE_TEXT = {'slide_show'}

    def test_answers(self):
        for name in update.names():
            with self.subTest(page=name):
                got, status = update.answer(COURANT, name)
                with open(os.path.join(PAGES, name + '.json'), encoding='utf-8') as f:
                    want = json.load(f)
                self.assertEqual(want, got)
                self.assertEqual(1 if 'error' in want else 0, status)

    def test_text_and_html_agree(self):
        """What is in the text is in the HTML and the other way round, words in order."""
        import html.parser
        import re

        class Words(html.parser.HTMLParser):
            words = ''
            skip = 0

            def handle_starttag(self, tag, attrs):
                self.skip += tag == 'figcaption'

            def handle_endtag(self, tag):
                self.skip -= tag == 'figcaption'

            def handle_data(self, data):
                self.words += '' if self.skip > 0 else data + ' '

        for name in update.names():
            got, _ = update.answer(COURANT, name)
            if 'error' in got:
                continue
            with self.subTest(page=name):
                parser = Words()
                if name in self.CAPTIONS_ARE_TEXT:
                    parser.skip = -1000
                parser.feed(got['html'])
                self.assertEqual(re.findall(r'\w+', got['text']),
                                 re.findall(r'\w+', parser.words))


class Explain(unittest.TestCase):
    def explain(self, page, *args):
        run = subprocess.run([COURANT, 'extract', '--explain', *args, page], capture_output=True,
                             text=True, check=False)
        return run.returncode, run.stdout

    def test_each_block_has_its_reason(self):
        status, out = self.explain(os.path.join(PAGES, 'lists_tables.html'), '--format', 'text')
        self.assertEqual(0, status)
        rows = [line.split('\t') for line in out.splitlines() if line[0] in '+-']
        kept = [row[3] for row in rows if row[0][0] == '+']
        text, _ = update.answer(COURANT, 'lists_tables')
        self.assertEqual(text['text'].replace(' | ', ' ').split(), ' '.join(kept).split())
        for row in rows:
            self.assertEqual(4, len(row))
            self.assertEqual(row[0][0] == '+', row[1] == 'kept', row)

    def test_page_is_shown_as_text(self):
        """Markup of the page is text in the explanation; nothing of it runs or loads."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'evil.html')
            with open(path, 'w', encoding='utf-8') as f:
                f.write('<title>A &lt;script&gt; title</title><script>alert(1)</script>'
                        '<div class="x&quot;&gt;&lt;img src=x onerror=alert(2)&gt;">'
                        '<p>Text that says &lt;img src=x onerror=alert(3)&gt; and goes on for a '
                        'while, with a comma and a full stop.</p><img src="https://x.example/p.png">'
                        '</div>')
            status, out = self.explain(path)
        self.assertEqual(0, status)
        self.assertTrue(out.startswith('<!doctype html>'))
        for bad in ('<script', '<img', 'x.example'):
            self.assertNotIn(bad, out)
        self.assertIn('&lt;img src=x onerror=alert(3)&gt;', out)
        self.assertIn("default-src 'none'", out)

    def test_what_is_no_article_is_explained(self):
        status, out = self.explain(os.path.join(PAGES, 'front_page.html'), '--format', 'text')
        self.assertEqual(0, status)
        self.assertTrue(out.startswith('! no article: '))


class Command(unittest.TestCase):
    def run_extract(self, *args, **kwargs):
        return subprocess.run([COURANT, 'extract', *args], capture_output=True, text=True,
                              check=False, **kwargs)

    def page(self, name):
        return os.path.join(PAGES, name + '.html')

    def test_folder_in_order_with_errors(self):
        run = self.run_extract(PAGES)
        rows = [json.loads(line) for line in run.stdout.splitlines()]
        names = [os.path.basename(row['file'])[:-5] for row in rows]
        self.assertEqual(update.names(), names)
        self.assertEqual(1, run.returncode)

    def test_list_of_pages(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'list.jsonl')
            with open(self.page('split_body'), encoding='utf-8') as f:
                page = f.read()
            with open(os.path.join(folder, 'one.html'), 'w', encoding='utf-8') as f:
                f.write(page)
            with open(path, 'w', encoding='utf-8') as f:
                f.write(json.dumps({'id': 'a', 'html': page, 'url': 'https://x.example/1'}) + '\n')
                f.write(json.dumps({'id': 'b', 'file': 'one.html'}) + '\n')
                f.write(json.dumps({'id': 'c', 'file': 'none.html'}) + '\n')
            run = self.run_extract('--jsonl', path)
        rows = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual(['a', 'b', 'c'], [row['id'] for row in rows])
        self.assertEqual('https://x.example/1', rows[0]['url'])
        self.assertEqual(rows[0]['text'], rows[1]['text'])
        self.assertIn('error', rows[2])
        self.assertEqual(1, run.returncode)

    def test_formats(self):
        text = self.run_extract('--format', 'text', self.page('lists_tables'))
        self.assertIn('2024 | 3,100,000\n2025 | 5,900,000', text.stdout)
        self.assertEqual(0, text.returncode)
        markdown = self.run_extract('--format', 'markdown', self.page('lists_tables')).stdout
        self.assertTrue(markdown.startswith('# The wall in numbers\n\n'))
        self.assertIn('\n- two summers of work\n', markdown)
        self.assertIn('\n## What is left open\n', markdown)
        self.assertIn('\n> The sea signs no contracts.\n', markdown)
        self.assertIn('<p>', self.run_extract('--format', 'html', self.page('split_body')).stdout)

    def test_wrong_usage(self):
        self.assertEqual(2, self.run_extract().returncode)
        run = self.run_extract('--format', 'pdf', self.page('split_body'))
        self.assertEqual(2, run.returncode)
        self.assertIn("no format 'pdf'", run.stderr)

    def test_other_files(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, data in [('a.html', b''), ('b.html', b'%PDF-1.5 ...'),
                               ('c.html', bytes(range(1, 9)) * 300),
                               ('d.html.gz', b'\x1f\x8b\x08\x00broken')]:
                with open(os.path.join(folder, name), 'wb') as f:
                    f.write(data)
            run = self.run_extract(folder)
        rows = [json.loads(line) for line in run.stdout.splitlines()]
        self.assertEqual(4, len(rows))
        for row in rows:
            self.assertTrue(row['error'])
        self.assertEqual(1, run.returncode)


if __name__ == '__main__':
    unittest.main()
