#!/usr/bin/env python3
"""Pages of one site through `courant import`: what they share is not stored as their text, in
whatever order the threads finish. COURANT names the binary."""
import os
import sqlite3
import subprocess
import tempfile
import unittest

COURANT = os.environ['COURANT']

HOUSE = ('This paper is written by nine people above the old ropewalk, and whoever brings us a loaf '
         'of bread may read it at our table.')
PLEDGE = 'The printers of this town work with windmill power on four days out of seven.'
PLACES = ['Skarholm', 'Underbeck', 'Vell', 'Sorrel Bridge', 'Marrow Head', 'Tarn', 'Oxmere',
          'Lowgate', 'Pellam', 'Quist', 'Rushby', 'Saltend']


def page(i, site):
    place = PLACES[i % len(PLACES)]
    return f'''<!doctype html><html lang="en"><head><title>Report {i} from {place}</title>
<meta property="og:site_name" content="{site}">
<link rel="canonical" href="https://{site}/report/{i}"></head><body>
<main><h1>Report {i} from {place}</h1>
<p class="pledge">{PLEDGE}</p>
<p>In {place} the council met for the {i + 3}th time this year and spoke until midnight.</p>
<h2>What was said</h2>
<p>The clerk counted {i * 7 + 20} hands for the new road, which begins behind the {place} mill.</p>
<h2>Who writes here</h2><p class="house">{HOUSE}</p></main></body></html>'''


class SiteRules(unittest.TestCase):
    def stored(self, folder, threads):
        store = os.path.join(folder, f'{threads}.db')
        run = subprocess.run([COURANT, 'import', '--data', os.path.join(folder, str(threads)),
                              '--store', 'sqlite:' + store, '--threads', str(threads),
                              os.path.join(folder, 'pages')],
                             capture_output=True, text=True, check=False)
        self.assertEqual(0, run.returncode, run.stderr)
        with sqlite3.connect(store) as db:
            rows = db.execute('SELECT canonical_url, text, body, word_count FROM articles '
                              'JOIN article_texts ON article_id = id ORDER BY 1').fetchall()
        db.close()
        return rows

    def write(self, folder, pages):
        os.mkdir(os.path.join(folder, 'pages'))
        for i, text in enumerate(pages):
            with open(os.path.join(folder, 'pages', f'{i:03}.html'), 'w', encoding='utf-8') as f:
                f.write(text)

    def test_shared_blocks_go_from_text_and_html(self):
        with tempfile.TemporaryDirectory() as folder:
            self.write(folder, [page(i, 'ropewalk.example') for i in range(40)])
            rows = self.stored(folder, 1)
            self.assertEqual(40, len(rows))
            for address, text, body, words in rows:
                i = int(address.rsplit('/', 1)[1])
                place = PLACES[i % len(PLACES)]
                self.assertEqual(
                    f'In {place} the council met for the {i + 3}th time this year and spoke until '
                    f'midnight.\n\nWhat was said\n\nThe clerk counted {i * 7 + 20} hands for the new '
                    f'road, which begins behind the {place} mill.', text)
                self.assertEqual(len(text.split()), words)
                for shared in (HOUSE, PLEDGE, 'Who writes here'):
                    self.assertNotIn(shared, body)
                self.assertIn('<h2>What was said</h2>', body)
            self.assertEqual(rows, self.stored(folder, 4))

    def test_beginnings_at_a_pay_wall_are_not_stored(self):
        """extract answers with what is there; the store keeps no half articles."""
        here = os.path.dirname(os.path.abspath(__file__))
        with tempfile.TemporaryDirectory() as folder:
            run = subprocess.run([COURANT, 'import', '--data', folder, '--store',
                                  'sqlite:' + os.path.join(folder, 'x.db'),
                                  os.path.join(here, 'pages', 'pay_wall.html')],
                                 capture_output=True, text=True, check=False)
            self.assertEqual(1, run.returncode)
            self.assertIn('the rest is for subscribers', run.stderr)

    def test_two_pages_are_too_few(self):
        with tempfile.TemporaryDirectory() as folder:
            self.write(folder, [page(0, 'one.example'), page(1, 'one.example'),
                                page(2, 'two.example')])
            for _, text, body, _ in self.stored(folder, 2):
                self.assertIn(HOUSE, text)
                self.assertIn(HOUSE, body)


if __name__ == '__main__':
    unittest.main()
