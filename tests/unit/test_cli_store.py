"""The commands that look after the store: migrate, backup, restore, search. COURANT in the
environment names the binary."""
import json
import os
import sqlite3
import stat
import subprocess
import tempfile
import unittest

COURANT = os.path.abspath(os.environ["COURANT"])


class Store(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.cwd = self.directory.name

    def tearDown(self):
        self.directory.cleanup()

    def run_it(self, *args):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
        done = subprocess.run([COURANT, *args], env=clean, cwd=self.cwd, capture_output=True,
                              text=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr

    def put(self, key, title, text):
        """An article without a text of terms is enough: --reindex makes its search row."""
        db = sqlite3.connect(os.path.join(self.cwd, "data/courant.db"))
        db.execute("INSERT OR IGNORE INTO sources (id, key, name, home_url, language, demo) "
                   "VALUES (1, ?, ?, '', 'en', 0)", (key, key))
        i = db.execute("INSERT INTO articles (source_id, url, canonical_url, title, description, "
                       "lead, authors, published_us, language, site_name, image_url, image_alt, "
                       "image_caption, image_credit, tags, credit_line, word_count, content_hash, "
                       "first_seen_us, version_seen_us, sort_us, version, demo) VALUES (1, '', ?, "
                       "?, '', '', '[]', 1786000000000000, 'en', '', '', '', '', '', '[]', '', 3, "
                       "1, 1, 1, 1, 1, 0)", (title, title)).lastrowid
        db.execute("INSERT INTO article_texts VALUES (?, ?, '')", (i, text))
        db.execute("UPDATE sources SET article_count = article_count + 1")
        db.commit()
        db.close()

    def test_life_of_a_store(self):
        status, _, err = self.run_it("search", "x")
        self.assertEqual(status, 1)
        self.assertIn("courant migrate", err)
        self.assertEqual(self.run_it("migrate"), (0, "The store is up to date.\n", ""))
        path = os.path.join(self.cwd, "data/courant.db")
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)
        self.put("one.example", "Harbour \x1b[31mtax", "Ministers agreed.\n\nThe tax is high.")
        self.assertEqual(self.run_it("migrate", "--reindex")[0], 0)

        status, out, err = self.run_it("search", "minister", "taxes")
        self.assertEqual((status, err), (0, ""))
        self.assertIn("Harbour [31mtax\n", out)
        self.assertIn("Ministers agreed. The tax is high.", out)
        self.assertNotIn("\x1b", out)
        self.assertTrue(out.endswith("1 of 1 articles\n"))
        status, out, _ = self.run_it("search", "--json", "minister")
        hit = json.loads(out)
        self.assertEqual(hit["source"], "one.example")
        self.assertEqual(hit["published"][:4], "2026")
        self.assertEqual([hit["snippet"][b:e] for b, e in hit["matches"]], ["Ministers"])
        self.assertEqual(self.run_it("search", "--", "tax", "-ministers")[1], "0 of 0 articles\n")

        status, out, err = self.run_it("backup", "news.backup")
        self.assertEqual((status, err), (0, ""))
        self.assertIn("news.backup", out)
        self.assertEqual(stat.S_IMODE(os.stat(os.path.join(self.cwd, "news.backup")).st_mode), 0o600)
        status, _, err = self.run_it("restore", "news.backup")
        self.assertEqual(status, 1)
        self.assertIn("--force", err)
        self.assertEqual(self.run_it("restore", "--force", "news.backup")[0], 0)
        self.assertEqual(self.run_it("restore", "news.backup", "--data", "other")[0], 0)
        self.assertIn("1 of 1", self.run_it("search", "tax", "--data", "other")[1])

    def test_usage(self):
        for args in (["search"], ["search", "--limit", "0", "x"], ["backup"], ["restore"],
                     ["backup", "a", "b"], ["migrate", "now"]):
            status, out, err = self.run_it(*args)
            self.assertEqual((status, out), (2, ""), args)
            self.assertIn("--help", err)


if __name__ == "__main__":
    unittest.main()
