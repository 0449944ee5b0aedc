"""`courant import` from outside: resuming after kill -9, idempotence, order, bad input, memory, a
full disk. COURANT in the environment names the binary."""
import gzip
import json
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest

COURANT = os.path.abspath(os.environ["COURANT"])
# A few hundred items of 50 KB may be in flight; sanitizers need several times the memory, and
# AddressSanitizer keeps 256 MB of what was freed.
SANITIZED = os.environ.get("COURANT_TEST_SANITIZED")
MEMORY_MAX_KB = (64 << 10) * 4 + (256 << 10) if SANITIZED else 80 << 10
WORDS = ("the harbour council voted on Tuesday to widen the old sea wall after three winters of "
         "storms had washed gravel over the coast road and into the lower market while traders "
         "asked who would pay and engineers warned that waiting would cost far more").split()


def text(rng, paragraphs=4):
    """Paragraphs long enough to be an article's."""
    out = []
    for _ in range(paragraphs):
        sentences = []
        for _ in range(rng.randint(3, 5)):
            words = [rng.choice(WORDS) for _ in range(rng.randint(10, 18))]
            sentences.append(" ".join(words).capitalize() + ".")
        out.append(" ".join(sentences))
    return out


def page(number, rng, url=True, extra=""):
    link = f'<link rel="canonical" href="https://ledger.example/news/{number}">' if url else ""
    body = "".join(f"<p>{p}</p>" for p in text(rng))
    return (f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Sea wall report '
            f'number {number}</title>{link}</head><body><article><h1>Sea wall report number '
            f'{number}</h1>{body}{extra}</article></body></html>')


def warc_record(block, uri="", kind="response", length=None):
    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\n"
            f"WARC-Date: 2026-11-20T10:00:00Z\r\n"
            f"Content-Length: {len(block) if length is None else length}\r\n\r\n")
    return head.encode() + block + b"\r\n\r\n"


def response(body, headers="Content-Type: text/html; charset=utf-8\r\n", status="200 OK"):
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body


class Import(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix="courant-import-")
        self.rng = random.Random(2026)

    def tearDown(self):
        subprocess.run(["chmod", "-R", "u+rwX", self.top], check=False)
        shutil.rmtree(self.top)

    def path(self, *names):
        return os.path.join(self.top, *names)

    def write(self, name, data):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())
        return self.path(name)

    def command(self, data, *args):
        return [COURANT, "--data", self.path(data), "import", *args]

    def environment(self):
        return {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}

    def run_import(self, data, *args, **more):
        done = subprocess.run(self.command(data, *args), stdout=subprocess.PIPE, cwd=self.top,
                              stderr=subprocess.PIPE, timeout=300, env=self.environment(), **more)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def query(self, data, sql):
        db = sqlite3.connect(f"file:{self.path(data, 'courant.db')}?mode=ro", uri=True)
        try:
            return db.execute(sql).fetchall()
        finally:
            db.close()

    def content(self, data):
        """Everything that must not depend on when it was imported."""
        articles = self.query(data, """
            select a.id, s.key, a.url, a.canonical_url, a.title, a.version, a.content_hash, t.text,
                   t.body from articles a join sources s on s.id = a.source_id
            join article_texts t on t.article_id = a.id order by a.id""")
        versions = self.query(data, "select article_id, version, title, text from article_versions "
                                    "order by article_id, version")
        return articles, versions

    def articles_file(self, name, count, versions_every=10):
        """Every tenth URL comes twice: reading a line again would make a version too many."""
        lines = []
        for i in range(count):
            number = i - 5 if i % versions_every == versions_every - 1 else i
            lines.append(json.dumps({"url": f"https://paper{number % 7}.example/{number}",
                                     "title": f"Report {number}", "source": f"Paper {number % 7}",
                                     "text": "\n\n".join(text(self.rng, 2))}))
        return self.write(name, "\n".join(lines) + "\n")

    def test_articles(self):
        self.write("a.jsonl", json.dumps({
            "url": "https://www.ledger.example/news/1?utm_source=feed#top", "title": " A title ",
            "text": "First & foremost.\nStill first.\n\nSecond <b>.", "language": "en-GB",
            "published": "2026-11-20T10:00:00+01:00", "authors": ["Ann Bell", "Carl Dow"],
            "site_name": "The Ledger", "tags": "harbour",
            "image": {"url": "https://ledger.example/i.jpg", "credit": "Ann Bell"}}) + "\n"
            + json.dumps({"title": "Marked up", "source": "Évening", "published": 1700000000,
                          "html": "<p>One.</p><p onclick=x>Two <i>and</i> a half.</p><script>x"}))
        status, out, err = self.run_import("d", "a.jsonl")
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(out, "2 new, 0 new versions, 0 unchanged, 0 skipped\n")
        rows = self.query("d", """select a.canonical_url, a.title, t.text, t.body, a.language,
            a.published_us, s.key, s.name, s.home_url, a.image_credit, a.word_count from articles a
            join sources s on s.id = a.source_id join article_texts t on t.article_id = a.id
            order by a.id""")
        first, second = rows
        self.assertTrue(first[0].startswith("https://www.ledger.example/news/1"), first[0])
        self.assertNotIn("utm_source", first[0])
        self.assertEqual(first[1:3], ("A title", "First & foremost.\nStill first.\n\nSecond <b>."))
        self.assertIn("<p>First &amp; foremost.<br", first[3])
        self.assertIn("Second &lt;b&gt;.</p>", first[3])
        self.assertEqual(first[4:], ("en", 1795165200000000, "ledger.example",
                                     "The Ledger", "https://www.ledger.example", "Ann Bell", 7))
        self.assertRegex(second[0], f"^file://{self.path('a.jsonl')}\\?content=[0-9a-f]{{16}}$")
        self.assertEqual(second[2], "One.\n\nTwo and a half.")
        self.assertNotIn("script", second[3])
        self.assertNotIn("onclick", second[3])
        self.assertEqual((second[5], second[6]), (1700000000000000, "vening"))

    def test_again_and_changed_folder(self):
        for i in range(30):
            self.write(f"pages/{i:02}.html", page(i, self.rng))
        self.write("pages/sub/no-url.htm", page(99, self.rng, url=False))
        self.write("pages/z.html.gz", gzip.compress(page(50, self.rng).encode()))
        self.write("pages/readme.txt", "not a page")
        status, out, err = self.run_import("d", "pages")
        self.assertEqual((status, err, out), (0, "", "32 new, 0 new versions, 0 unchanged, 0 "
                                                     "skipped\n"))
        urls = [row[0] for row in self.query("d", "select canonical_url from articles order by id")]
        self.assertEqual(urls[:2], ["https://ledger.example/news/0",
                                    "https://ledger.example/news/1"])
        self.assertIn("file://" + self.path("pages/sub/no-url.htm"), urls[30])
        begin = time.monotonic()
        status, out, _ = self.run_import("d", "pages")
        self.assertLess(time.monotonic() - begin, 5)
        self.assertEqual(status, 0)
        self.assertIn("0 new, 0 new versions, 0 unchanged", out)
        self.assertIn("32 of 32 files had been imported before", out)
        # One new file, one that says something else, one touched only.
        self.write("pages/40.html", page(40, self.rng))
        self.write("pages/03.html", page(3, self.rng))
        os.utime(self.path("pages/04.html"), (1, 1))
        status, out, _ = self.run_import("d", "./pages/")
        self.assertTrue(out.startswith("1 new, 1 new versions, 1 unchanged, 0 skipped\n"), out)
        status, out, _ = self.run_import("d", "--again", "pages")
        self.assertEqual(out, "0 new, 0 new versions, 33 unchanged, 0 skipped\n")

    def test_order_does_not_depend_on_threads(self):
        self.articles_file("a.jsonl", 1500)
        for i in range(40):
            self.write(f"pages/{i}.html", page(i, self.rng))
        for data, threads in (("one", "1"), ("many", "9")):
            status, _, err = self.run_import(data, "--threads", threads, "pages", "a.jsonl")
            self.assertEqual((status, err), (0, ""))
        one, many = self.content("one"), self.content("many")
        self.assertEqual(len(one[1]), 150)
        self.assertEqual(one, many)

    def inputs_to_kill(self):
        self.articles_file("in/a.jsonl", 6000)
        for i in range(200):
            self.write(f"in/pages/{i}.html", page(i, self.rng))
        records = [gzip.compress(warc_record(response(page(1000 + i % 450, self.rng).encode()),
                                             f"https://ledger.example/news/{1000 + i % 450}"))
                   for i in range(500)]
        self.write("in/z.warc.gz", b"".join(records))

    def test_killed_at_any_moment(self):
        self.inputs_to_kill()
        begin = time.monotonic()
        status, _, err = self.run_import("whole", "in")
        self.assertEqual((status, err), (0, ""))
        seconds = time.monotonic() - begin
        kills = 0
        for attempt in range(400):
            process = subprocess.Popen(self.command("killed", "in"), stdout=subprocess.DEVNULL,
                                       stderr=subprocess.PIPE, cwd=self.top,
                                       env=self.environment())
            time.sleep(self.rng.uniform(0.005, 0.2) * seconds)
            process.send_signal(signal.SIGKILL)
            err = process.communicate()[1].decode()
            if process.returncode != -signal.SIGKILL:
                self.assertEqual((process.returncode, err), (0, ""))
                if kills >= 20:
                    break
                shutil.rmtree(self.path("killed"))
                continue
            kills += 1
            if kills % 7 == 0:
                self.assertEqual(self.query("killed", "pragma integrity_check"), [("ok",)])
        self.assertGreaterEqual(kills, 20)
        self.assertEqual(self.run_import("killed", "in")[0], 0)
        self.assertEqual(self.content("whole"), self.content("killed"))

    def test_interrupted(self):
        self.inputs_to_kill()
        process = subprocess.Popen(self.command("d", "in"), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, cwd=self.top, env=self.environment())
        for _ in range(1000):
            time.sleep(0.01)
            try:
                if self.query("d", "select count(*) from articles")[0][0] > 0:
                    break
            except sqlite3.OperationalError:
                pass
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
        self.assertEqual(process.returncode, 1)
        self.assertIn(b"stopped; the same command goes on from here", err)
        said = int(out.split()[0])
        kept = self.query("d", "select count(*) from articles")[0][0]
        self.assertEqual(said, kept)
        self.assertEqual(self.run_import("d", "in")[0], 0)
        self.assertEqual(self.run_import("whole", "in")[0], 0)
        self.assertEqual(self.content("d"), self.content("whole"))

    def test_interrupted_while_waiting_for_input(self):
        process = subprocess.Popen(self.command("d", "-"), stdin=subprocess.PIPE, cwd=self.top,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   env=self.environment())
        process.stdin.write(b'{"url":"https://a.example/1","title":"T","text":"Text."}\n')
        process.stdin.flush()
        for _ in range(1000):
            time.sleep(0.01)
            try:
                if self.query("d", "select count(*) from articles")[0][0] == 1:
                    break
            except sqlite3.OperationalError:
                pass
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=10), 1)
        self.assertIn(b"1 new", process.stdout.read())
        process.communicate()

    def test_bad_pages(self):
        good = page(1, self.rng).encode()
        self.write("in/01-good.html", good)
        self.write("in/02-empty.html", b"")
        self.write("in/03-binary.html", bytes(self.rng.randrange(256) for _ in range(20000)))
        self.write("in/04-huge.html", page(4, self.rng).encode() + b" " * (50 << 20))
        self.write("in/05-broken.html.gz", gzip.compress(good)[:-200] + b"x" * 100)
        self.write("in/06-cut.html.gz", gzip.compress(good)[:300])
        self.write("in/07-unreadable.html", good)
        os.chmod(self.path("in/07-unreadable.html"), 0)
        os.makedirs(self.path("in/08-loop"))
        os.symlink("..", self.path("in/08-loop/back"))
        os.symlink("nowhere", self.path("in/09-dangling.html"))
        self.write("in/10-deep.html", page(10, self.rng, extra="<div>" * 10000))
        self.write("in/11-truncated.html", page(11, self.rng)[:-300])
        self.write("in/12-charset.html", page(12, self.rng).replace('"utf-8"', '"utf-16be"'))
        self.write("in/13-latin.html", page(13, self.rng, extra="<p>Caf\xe9 cr\xe8me.</p>")
                   .encode("latin-1"))
        self.write("in/14-bomb.html.gz", gzip.compress(b"<p>" + b"a" * (100 << 20)))
        self.write("in/99-good.html", page(99, self.rng))
        status, out, err = self.run_import("d", "--errors", "errors.jsonl", "in")
        self.assertEqual(status, 1)
        with open(self.path("errors.jsonl")) as f:
            errors = {os.path.basename(e["file"]): e["error"] for e in map(json.loads, f)}
        root = os.geteuid() == 0
        expected = {"02-empty.html": "empty", "03-binary.html": "", "04-huge.html": "larger than",
                    "05-broken.html.gz": "gzip data", "06-cut.html.gz": "gzip data is cut off",
                    "back": "leads back", "09-dangling.html": "cannot read it",
                    "14-bomb.html.gz": "larger than"}
        if not root:
            expected["07-unreadable.html"] = "cannot open"
        for name, part in expected.items():
            self.assertIn(part, errors.get(name, "no error"), name)
            self.assertIn(name, err)
        self.assertEqual(set(errors), set(expected))
        titles = [row[0] for row in self.query("d", "select title from articles order by id")]
        numbers = [int(t.rsplit(" ", 1)[1]) for t in titles]
        self.assertEqual(numbers, [1, 10, 11, 12, 13, 99])
        self.assertIn("Café crème", self.query(
            "d", "select t.text from article_texts t join articles a on a.id = t.article_id "
                 "where a.title like '% 13'")[0][0])
        self.assertIn("%d skipped" % len(expected), out)

    def test_bad_lines(self):
        good = json.dumps({"url": "https://a.example/%d", "title": "T", "text": "Some text."})
        lines = [good.encode() % 1, b"{broken", b"[]", b'{"title":"no text"}', b"",
                 b'{"text":"no title"}', b'{"title":"\xff\xfe","text":"x"}',
                 b'{"title":"long","text":"' + b"x" * (100 << 20) + b'"}',
                 b'{"title":"nul \\u0000 inside","text":"a\\u0000b"}', good.encode() % 2]
        self.write("a.jsonl", b"\n".join(lines))
        status, out, err = self.run_import("d", "a.jsonl")
        self.assertEqual(status, 1)
        self.assertTrue(out.startswith("3 new, 0 new versions, 0 unchanged, 6 skipped"), out)
        for line, part in ((2, "not JSON"), (3, "no JSON object"), (4, "neither text nor html"),
                           (6, "no title"), (7, "not JSON"), (8, "is longer than")):
            self.assertRegex(err, f"a.jsonl:{line}: .*{part}")
        status, out, err = self.run_import("d", "a.jsonl", "missing.jsonl")
        self.assertIn("1 of 2 files had been imported before", out)
        self.assertIn("missing.jsonl: cannot read it: No such file or directory", err)

    def test_errors_are_summed_up(self):
        self.write("a.jsonl", "{}\n" * 100)
        status, out, err = self.run_import("d", "a.jsonl")
        self.assertEqual(len(err.splitlines()), 21)
        self.assertIn("and 80 more errors; --errors FILE writes all", err)
        self.assertIn("100 skipped", out)

    def test_archives(self):
        def good(i):
            return warc_record(response(page(i, self.rng).encode()),
                               f"https://ledger.example/news/{i}")
        chunked = page(3, self.rng).encode()
        chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(chunked), chunked)
        plain = [
            warc_record(b"software: x\r\n", kind="warcinfo"), good(1),
            warc_record(response(gzip.compress(page(2, self.rng).encode()),
                                 "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"),
                        "https://ledger.example/news/2"),
            warc_record(response(chunked, "Content-Type: text/html\r\n"
                                          "Transfer-Encoding: chunked\r\n"),
                        "https://ledger.example/news/3"),
            warc_record(response(b"x", "Content-Type: image/png\r\n"), "https://ledger.example/i"),
            warc_record(response(b"gone", status="404 Not Found"), "https://ledger.example/gone"),
            b"rubbish between records\r\n", good(4),
            warc_record(response(b"short"), "https://ledger.example/long", length=900), good(5),
            warc_record(response(gzip.compress(page(2, self.rng).encode())[:99],
                                 "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"),
                        "https://ledger.example/news/cut"),
            good(6)[:200]]
        self.write("plain.warc", b"".join(plain))
        members = [gzip.compress(good(i)) for i in range(10, 15)]
        members[2] = members[2][:400] + b"\xff" * 50 + members[2][450:]
        self.write("members.warc.gz", b"".join(members))
        self.write("whole.warc.gz", gzip.compress(b"".join(good(i) for i in range(20, 25))))
        status, out, err = self.run_import("d", "plain.warc", "members.warc.gz", "whole.warc.gz")
        self.assertEqual(status, 1)
        numbers = [int(row[0].rsplit("/", 1)[1]) for row in
                   self.query("d", "select canonical_url from articles order by id")]
        self.assertEqual(numbers, [1, 2, 3, 4, 5, 10, 11, 13, 14, 20, 21, 22, 23, 24])
        self.assertEqual(len(err.splitlines()), 5, err)
        for part in ("is no WARC record", "length does not fit", "cut off",
                     "members.warc.gz:3: gzip data is broken"):
            self.assertIn(part, err)
        self.assertIn("3 archive records were no pages", out)
        seen = self.query("d", "select distinct first_seen_us from articles")
        self.assertEqual(seen, [(1795168800000000,)])

    def test_endless_input_in_flat_memory(self):
        """150 MB through standard input; what is held is a window of it."""
        process = subprocess.Popen(self.command("d", "-"), stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.top,
                                   env=self.environment())
        filler = "x" * 50000
        for i in range(3000):
            line = {"url": f"https://a.example/{i}", "title": f"T {i}", "text": "Text.",
                    "ignored": filler}
            process.stdin.write(json.dumps(line).encode() + b"\n")
        process.stdin.flush()
        with open(f"/proc/{process.pid}/status") as f:
            peak_kb = int(re.search(r"VmHWM:\s+(\d+) kB", f.read()).group(1))
        out, err = process.communicate(timeout=120)
        self.assertEqual((process.returncode, err), (0, b""))
        self.assertTrue(out.startswith(b"3000 new"), out)
        print(f"peak {peak_kb} kB")
        self.assertLess(peak_kb, MEMORY_MAX_KB)

    def test_full_disk(self):
        self.articles_file("a.jsonl", 3000)

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (2 << 20, 2 << 20))  # more than an empty store
        status, out, err = self.run_import("d", "a.jsonl", preexec_fn=limit)
        self.assertEqual(status, 1)
        self.assertIn("not finished; the same command goes on from here", err)
        self.assertEqual(self.query("d", "pragma integrity_check"), [("ok",)])
        self.assertEqual(self.run_import("d", "a.jsonl")[0], 0)
        self.assertEqual(self.run_import("whole", "a.jsonl")[0], 0)
        self.assertEqual(self.content("d"), self.content("whole"))


if __name__ == "__main__":
    unittest.main()
