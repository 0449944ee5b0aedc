"""`courant demo`: loading the demo press by replay, once; taking it away for good; an unfinished load.
COURANT and DEMO (the rendered press) in the environment."""
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

COURANT = os.path.abspath(os.environ["COURANT"])
DEMO = os.path.abspath(os.environ["DEMO"])


class Demo(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="courant-demo-")
        with open(os.path.join(DEMO, "replay.jsonl"), encoding="utf-8") as f:
            self.captures = [json.loads(line) for line in f]
        self.pages = [c for c in self.captures if c["kind"] == "page"]

    def tearDown(self):
        shutil.rmtree(self.top)

    def command(self, *args):
        return [COURANT, "--data", self.top, "--demo-dir", DEMO, *args]

    def courant(self, *args):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
        done = subprocess.run(self.command(*args), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              timeout=120, env=environment)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def query(self, sql):
        db = sqlite3.connect(f"file:{self.top}/courant.db?mode=ro", uri=True)
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()

    def test_load_once(self):
        before = time.time()
        status, out, err = self.courant("demo", "load", "--if-empty")
        self.assertEqual((status, err), (0, ""))
        names = {c["article"] for c in self.pages}
        self.assertIn(f"{len(names)} articles", out)
        rows = self.query("""select a.title, t.text, t.body, a.canonical_url, a.first_seen_us,
            a.published_us, a.demo, s.demo from articles a join sources s on s.id = a.source_id
            join article_texts t on t.article_id = a.id""")
        self.assertEqual(len(rows), len(names))
        versions = sum(c["version"] > 1 for c in self.pages)
        self.assertEqual(self.query("select count(*) from article_versions"), [(versions,)])
        for title, text, body, address, seen, published, demo, source_demo in rows:
            for value in (title, text, body, address):
                self.assertNotIn("{{", value)
            self.assertEqual((demo, source_demo), (1, 1))
            ages = [before - seen / 1e6]
            if published is not None:
                ages.append(before - published / 1e6)
            for age in ages:
                self.assertTrue(-60 < age < 8 * 86400, (address, age))
        outlets = {c["source_name"] for c in self.pages}
        self.assertEqual({r[0] for r in self.query("select name from sources")}, outlets)
        # Captures are oldest first, and that is the order they are kept in.
        seen = [r[0] for r in self.query("select first_seen_us from articles order by id")]
        self.assertEqual(seen, sorted(seen))
        self.assertEqual(self.courant("demo"), (0, "", ""))

    def test_removed_for_good(self):
        self.assertEqual(self.courant("demo", "load")[0], 0)
        count = self.query("select count(*) from articles")[0][0]
        status, out, _ = self.courant("demo", "remove")
        self.assertEqual((status, out), (0, f"The demo press is gone: {count} articles.\n"))
        self.assertEqual(self.query("select (select count(*) from articles), "
                                    "(select count(*) from sources)"), [(0, 0)])
        self.assertEqual(self.courant("demo", "load", "--if-empty"), (0, "", ""))
        self.assertEqual(self.query("select count(*) from articles"), [(0,)])
        self.assertEqual(self.courant("demo", "load")[0], 0)
        self.assertEqual(self.query("select count(*) from articles"), [(count,)])

    def test_not_into_a_store_in_use(self):
        path = os.path.join(self.top, "own.jsonl")
        with open(path, "w", encoding="utf-8") as f:
            f.write('{"url":"https://a.example/1","title":"Own","text":"Own text."}\n')
        self.assertEqual(self.courant("import", path)[0], 0)
        self.assertEqual(self.courant("demo"), (0, "", ""))
        self.assertEqual(self.query("select count(*) from articles"), [(1,)])
        self.assertEqual(self.courant("demo", "load")[0], 0)
        self.assertEqual(self.courant("demo", "remove")[0], 0)
        self.assertEqual(self.query("select title, demo from articles"), [("Own", 0)])

    def test_killed_load_is_done_anew(self):
        process = subprocess.Popen(self.command("demo"), stdout=subprocess.DEVNULL)
        for _ in range(2000):
            time.sleep(0.002)
            try:
                if self.query("select count(*) from sources")[0][0] > 0:
                    break
            except sqlite3.OperationalError:
                pass
        process.send_signal(signal.SIGKILL)
        process.wait()
        self.assertEqual(self.courant("demo")[0], 0)
        names = {c["article"] for c in self.pages}
        self.assertEqual(self.query("select count(*) from articles"), [(len(names),)])

    def test_bad_lists(self):
        """A list that was tampered with reads nothing outside its folder; the rest is loaded."""
        press = os.path.join(self.top, "press")
        os.mkdir(press)
        page = next(c for c in self.pages if c["version"] == 1)
        shutil.copy(os.path.join(DEMO, page["file"]), os.path.join(press, "page.html"))
        good = dict(page, file="page.html")
        with open(os.path.join(press, "replay.jsonl"), "w", encoding="utf-8") as f:
            for line in (dict(good, file="../press/page.html"), dict(good, file="/etc/passwd"),
                         dict(good, file="missing.html"), dict(good, age="x"), good):
                f.write(json.dumps(line) + "\n")
            f.write("{broken\n")
        status, out, err = self.courant("demo", "load", "--from", press)
        self.assertEqual(status, 1)
        self.assertEqual(len(err.splitlines()), 5, err)
        self.assertEqual(err.count("is outside the demo"), 2)
        self.assertIn("1 articles", out)

    def test_no_demo_there(self):
        status, _, err = self.courant("demo", "load", "--from", self.top)
        self.assertEqual(status, 1)
        self.assertIn("replay.jsonl': No such file or directory", err)
        self.assertEqual(self.courant("demo", "fetch")[0], 2)


if __name__ == "__main__":
    unittest.main()
