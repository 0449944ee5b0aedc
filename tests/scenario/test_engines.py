"""The same import into SQLite and into the PostgreSQL of COURANT_TEST_STORE: the same analyses, hashtags,
copies, related articles and marks, whatever ids the engines gave; then a run that finds something new,
whose indexes are filled from the store, does so alike on both, and one that finds nothing fills none. The
rows of PostgreSQL are read from a backup, which is SQLite. COURANT and DEMO in the environment."""
import os
import sqlite3
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from test_analyses import Analyses as Base  # noqa: E402

PG = os.environ.get("COURANT_TEST_STORE", "")
ROWS = {
    "analyses": """select a.canonical_url, x.version, x.method, x.sentences, x.summary, x.summary_text,
        x.points, x.names, x.provenance from analyses x join articles a on a.id = x.article_id""",
    "marks": """select a.canonical_url, x.version, x.method, x.marks from article_marks x
        join articles a on a.id = x.article_id""",
    "tags": "select canonical, display, kind, article_count, newest_us from tags",
    "tag_aliases": "select l.alias, t.canonical from tag_aliases l join tags t on t.id = l.tag_id",
    "article_tags": """select a.canonical_url, g.place, t.canonical from article_tags g
        join articles a on a.id = g.article_id join tags t on t.id = g.tag_id""",
    "article_related": """select a.canonical_url, b.canonical_url, r.kind, r.score, r.words
        from article_related r join articles a on a.id = r.article_id
        join articles b on b.id = r.related_id""",
    "copies": """select a.canonical_url, (select min(b.canonical_url) from copies d
        join articles b on b.id = d.article_id where d.copy_group = c.copy_group)
        from copies c join articles a on a.id = c.article_id""",
}


class Engines(unittest.TestCase):
    setUp, tearDown = Base.setUp, Base.tearDown
    courant, query, articles = Base.courant, Base.query, Base.articles

    def rows(self, path):
        db = sqlite3.connect(path)
        try:
            return {name: sorted(db.execute(sql).fetchall()) for name, sql in ROWS.items()}
        finally:
            db.close()

    def both(self, path, expected):
        """Imports into both, and the rows of each."""
        for where in ((), ("--store", PG)):
            code, out, err = self.courant("sqlite", *where, "import", path)
            self.assertEqual(code, 0, err)
            self.assertTrue(out.startswith(expected), out)
        backup = os.path.join(self.top, "backup.db")
        code, _, err = self.courant("sqlite", "--store", PG, "backup", backup)
        self.assertEqual(code, 0, err)
        return self.rows(os.path.join(self.top, "sqlite", "courant.db")), self.rows(backup)

    def compare(self, ours, theirs):
        for name in ROWS:
            self.assertTrue(ours[name], name)
            self.assertEqual(ours[name], theirs[name], name)

    def test_same_rows(self):
        press = self.articles()
        lines = open(press, encoding="utf-8").read().splitlines(keepends=True)
        parts = []
        for i, part in enumerate((lines[:90], lines[90:])):
            parts.append(os.path.join(self.top, f"part{i}.jsonl"))
            with open(parts[i], "w", encoding="utf-8") as out:
                out.writelines(part)
        self.compare(*self.both(parts[0], "90 new"))
        self.compare(*self.both(parts[1], f"{len(lines) - 90 - self.versions(lines)} new"))
        # And back again: a restore into PostgreSQL carries the marks.
        backup = os.path.join(self.top, "backup.db")
        code, _, err = self.courant("sqlite", "--store", PG, "restore", "--force", backup)
        self.assertEqual(code, 0, err)
        again = os.path.join(self.top, "again.db")
        self.assertEqual(self.courant("sqlite", "--store", PG, "backup", again)[0], 0)
        self.assertEqual(self.rows(backup), self.rows(again))

    @staticmethod
    def versions(lines):
        """Lines of an address that a line before them has."""
        import json
        urls = [json.loads(line)["url"] for line in lines]
        return len(urls) - len(set(urls))


if __name__ == "__main__":
    if not PG:
        print("COURANT_TEST_STORE names no PostgreSQL: skipped")
        sys.exit(77)
    unittest.main()
