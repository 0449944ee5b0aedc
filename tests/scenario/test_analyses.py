"""What an import leaves beside the articles: analyses, hashtags, copies and related articles of the demo
press, looked at in the store; the same whatever the number of threads; made again by `courant migrate
--reanalyse`. COURANT and DEMO (the rendered press) in the environment."""
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

COURANT = os.path.abspath(os.environ["COURANT"])
DEMO = os.path.abspath(os.environ["DEMO"])
TABLES = {
    "analyses": "article_id, version, method, sentences, summary, summary_text, points, names,"
                " provenance",
    "tags": "id, canonical, display, kind, article_count, newest_us",
    "tag_aliases": "alias, tag_id",
    "article_tags": "article_id, tag_id, place",
    "article_related": "article_id, related_id, kind, score, words",
    "copies": "article_id, copy_group",
}


class Analyses(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="courant-analyses-")

    def tearDown(self):
        shutil.rmtree(self.top)

    def courant(self, store, *args):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
        done = subprocess.run([COURANT, "--data", os.path.join(self.top, store), "--demo-dir", DEMO,
                               *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120,
                              env=environment)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def query(self, store, sql, write=False):
        db = sqlite3.connect(os.path.join(self.top, store, "courant.db"))
        try:
            rows = db.execute(sql).fetchall()
            if write:
                db.commit()
            return rows
        finally:
            db.close()

    def rows(self, store):
        return {t: self.query(store, f"select {columns} from {t} order by 1, 2")
                for t, columns in TABLES.items()}

    def articles(self):
        """The demo press as JSON Lines, corrections as second versions: what does not depend on
        when the test runs."""
        self.assertEqual(self.courant("demo", "demo", "load")[0], 0)
        path = os.path.join(self.top, "press.jsonl")
        found = self.query("demo", """select v.version, a.canonical_url, v.title, v.text, a.language,
            a.credit_line, a.published_us, s.name from articles a
            join sources s on s.id = a.source_id join
            (select article_id, version, title, text from article_versions union all
             select a.id, a.version, a.title, t.text from articles a
             join article_texts t on t.article_id = a.id) v on v.article_id = a.id
            order by v.version, a.id""")
        base = min(row[6] for row in found if row[6]) // 86400000000 * 86400
        with open(path, "w", encoding="utf-8") as out:
            for version, url, title, text, language, credit, published, name in found:
                row = {"url": url, "title": title, "text": text, "language": language,
                       "credit_line": credit, "site_name": name}
                if published:
                    row["published"] = 1700000000 + published // 1000000 - base
                out.write(json.dumps(row) + "\n")
        return path

    def test_demo(self):
        status, _, err = self.courant("demo", "demo", "load")
        self.assertEqual((status, err), (0, ""))
        rows = self.query("demo", """select a.id, a.title, a.version, n.version, t.text, n.sentences,
            n.summary, n.summary_text, n.names from articles a
            left join analyses n on n.article_id = a.id
            join article_texts t on t.article_id = a.id""")
        summaries = 0
        for _, title, version, analysed, text, sentences, summary, words, names in rows:
            self.assertEqual(version, analysed, title)
            text = text.encode()
            ends = json.loads(sentences)
            pairs = set(zip(ends[::2], ends[1::2]))
            chosen = json.loads(summary)
            chosen = list(zip(chosen[::2], chosen[1::2]))
            self.assertTrue(set(chosen) <= pairs, title)
            self.assertEqual(" ".join(text[b:e].decode() for b, e in chosen), words)
            summaries += len(chosen) > 1
            for name, _, _, mentions, begin, end in json.loads(names):
                for b, e in zip(mentions[::2], mentions[1::2]):
                    text[b:e].decode()
                self.assertTrue(begin == end or (begin, end) in pairs, (title, name))
        self.assertGreater(summaries, len(rows) * 0.9)
        self.assertEqual(self.courant("demo", "doctor", "--listen", "127.0.0.1:0")[0], 0)

    def test_tags(self):
        self.courant("demo", "demo", "load")
        bare = self.query("demo", """select count(*) from articles a where not exists
            (select 1 from article_tags g where g.article_id = a.id)""")[0][0]
        self.assertLessEqual(bare, 2)
        most = self.query("demo", "select max(n) from (select count(*) n from article_tags"
                          " group by article_id)")[0][0]
        self.assertLessEqual(most, 8)
        # A phrase that many articles have is no tag of the later ones: what is left is few.
        articles = self.query("demo", "select count(*) from articles where language = 'en'")[0][0]
        for display, count in self.query("demo", """select t.display, count(*) from tags t
                join article_tags g on g.tag_id = t.id join articles a on a.id = g.article_id
                where a.language = 'en' and t.kind = 3 group by t.id"""):
            self.assertLess(count, articles * 0.2, display)

    def test_related_and_copies(self):
        self.courant("demo", "demo", "load")
        grouped = dict(self.query("demo", "select article_id, copy_group from copies"))
        self.assertGreater(len(grouped), 8)
        self.assertTrue(all(list(grouped.values()).count(g) > 1 for g in grouped.values()))
        cards = self.query("demo", """select r.article_id, r.related_id, r.score, r.words, a.source_id
            from article_related r join articles a on a.id = r.related_id""")
        with_cards = {row[0] for row in cards}
        total = self.query("demo", "select count(*) from articles")[0][0]
        self.assertGreater(len(with_cards), total * 0.9)
        for article in with_cards:
            of = [row for row in cards if row[0] == article]
            self.assertLessEqual(len(of), 6)
            sources = [row[4] for row in of]
            self.assertLessEqual(max(sources.count(s) for s in sources), 2)
            for _, related, score, words, _ in of:
                self.assertNotEqual(article, related)
                self.assertGreaterEqual(score, 0.13)
                self.assertTrue(json.loads(words))

    def test_threads(self):
        path = self.articles()
        for store, threads in (("one", "1"), ("four", "4")):
            status, _, err = self.courant(store, "--threads", threads, "import", path)
            self.assertEqual((status, err), (0, ""))
        one, four = self.rows("one"), self.rows("four")
        for table in TABLES:
            self.assertTrue(one[table], table)
            self.assertEqual(one[table], four[table], table)

    def test_reanalyse(self):
        path = self.articles()
        self.courant("news", "import", path)
        before = self.rows("news")
        for table in ("article_tags", "article_related", "copies", "tag_aliases", "tags", "analyses"):
            self.query("news", f"delete from {table}", write=True)
        status, out, _ = self.courant("news", "doctor", "--listen", "127.0.0.1:0")
        self.assertEqual(status, 1)
        self.assertIn("courant migrate --reanalyse", out)
        status, out, err = self.courant("news", "migrate", "--reanalyse")
        self.assertEqual((status, err), (0, ""))
        self.assertIn(f"{len(before['analyses'])} articles analysed", out)
        after = self.rows("news")
        self.assertEqual([row[3:8] for row in before["analyses"]],
                         [row[3:8] for row in after["analyses"]])
        self.assertEqual({row[0] for row in before["copies"]}, {row[0] for row in after["copies"]})
        self.assertGreater(len(after["article_related"]), len(before["article_related"]) * 0.9)
        self.assertEqual(self.courant("news", "doctor", "--listen", "127.0.0.1:0")[0], 0)
        self.assertIn("0 articles analysed", self.courant("news", "migrate", "--reanalyse")[1])


if __name__ == "__main__":
    unittest.main()
