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

    def put_comment(self, db, article, **fields):
        row = {"article_id": article, "parent_id": None, "root_id": 1, "depth": 0, "path": "a1",
               "user_id": None, "name": "Guest", "address": "secret-hash", "text_hash": 0,
               "state": 0, "held_for": 0, "reason": "", "source": "*Text*",
               "body": "<p><em>Text</em></p>", "created_us": 1786000000000000, "edited_us": None,
               "votes_for": 2, "votes_against": 1, "hot_us": 0, "replies": 0, "listed": 1,
               "reports": 0, "quote": "", "quote_begin": 0, "quote_end": 0, "quote_version": 0}
        row.update(fields)
        db.execute(f"INSERT INTO comments ({', '.join(row)}) VALUES "
                   f"({', '.join('?' * len(row))})", list(row.values()))

    def test_export_of_comments(self):
        self.assertEqual(self.run_it("migrate")[0], 0)
        self.put("one.example", "https://one.example/a", "Words.")
        self.put("one.example", "https://one.example/b", "Words.")
        self.assertEqual(self.run_it("export", "--comments"), (0, "", ""))
        db = sqlite3.connect(os.path.join(self.cwd, "data/courant.db"))
        self.put_comment(db, 1, quote="Words.", quote_end=6, quote_version=1)
        self.put_comment(db, 2, state=1, held_for=9, edited_us=1786000001000000)
        for i in range(1200):
            self.put_comment(db, 1, parent_id=1, depth=1, name=f"Guest {i}")
        db.commit()
        db.close()
        status, out, err = self.run_it("export", "--comments")
        self.assertEqual((status, err), (0, ""))
        rows = [json.loads(line) for line in out.splitlines()]
        self.assertEqual([row["id"] for row in rows], list(range(1, 1203)))
        self.assertNotIn("secret-hash", out)
        self.assertEqual(rows[0], {
            "id": 1, "article": 1, "article_url": "https://one.example/a",
            "article_title": "https://one.example/a", "thread": 1, "name": "Guest", "guest": True,
            "state": "shown", "created": "2026-08-06T07:06:40Z", "votes_for": 2,
            "votes_against": 1, "quote": {"text": "Words.", "start": 0, "end": 6, "version": 1},
            "text": "*Text*", "html": "<p><em>Text</em></p>"})
        self.assertEqual((rows[1]["state"], rows[1]["held_for"]), ("held", ["all", "links"]))
        self.assertEqual(rows[1]["edited"], "2026-08-06T07:06:41Z")
        self.assertEqual(rows[2]["parent"], 1)
        for which in ("2", "https://one.example/b"):
            status, out, _ = self.run_it("export", "--comments", "--article", which)
            self.assertEqual([json.loads(line)["id"] for line in out.splitlines()], [2])
        for which in ("77", "https://nowhere.example/"):
            status, out, err = self.run_it("export", "--comments", "--article", which)
            self.assertEqual((status, out), (1, ""))
            self.assertIn("there is no article", err)

    def test_settings_of_comments(self):
        for flags, text in ((["--premoderation", "some"], "none, first or all"),
                            (["--comments", "maybe"], "on or off"),
                            (["--comments-guests", "yes"], "on or off"),
                            (["--comments-edit-minutes", "-1"], "comments-edit-minutes")):
            status, _, err = self.run_it("config", "--check", *flags)
            self.assertEqual(status, 2, err)
            self.assertIn(text, err)
        status, out, err = self.run_it("config", "--print", "--premoderation", "all", "--comments",
                                       "off", "--comments-close-days", "30")
        self.assertEqual((status, err), (0, ""))
        for line in ("premoderation = all", "comments = off", "comments_close_days = 30",
                     "comments_edit_minutes = 15", "comments_guests = off"):
            self.assertIn(line, out)

    def test_usage(self):
        for args in (["search"], ["search", "--limit", "0", "x"], ["backup"], ["restore"],
                     ["backup", "a", "b"], ["migrate", "now"], ["export"],
                     ["export", "x", "--comments"], ["serve", "--comments"]):
            status, out, err = self.run_it(*args)
            self.assertEqual((status, out), (2, ""), args)
            self.assertIn("--help", err)


if __name__ == "__main__":
    unittest.main()
