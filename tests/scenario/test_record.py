"""Exchanges recorded as WARC files, and replayed: what is in the files by a reader of its own (gzip, hashlib), that a
replay asks nobody and gives the same store, and what other programs' archives give."""
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest
import zlib

from collect_testing import COURANT, DAY, WORDS, CollectCase, answer, item, page, rss

TABLES = {
    "feeds": "SELECT url, title, site_url, etag, last_modified, next_check_us, checked_us, succeeded_us, failures, error, "
             "gap_us, newest_us, said_us, moved_url, moved_us FROM feeds ORDER BY url",
    "entries": "SELECT f.url, e.guid, e.url, e.title, e.published_us, e.first_seen_us, e.content_hash, a.canonical_url "
               "FROM entries e JOIN feeds f ON f.id = e.feed_id LEFT JOIN articles a ON a.id = e.article_id "
               "ORDER BY f.url, e.guid",
    "articles": "SELECT a.canonical_url, a.title, t.text, a.version, a.published_us, a.first_seen_us FROM articles a "
                "JOIN article_texts t ON t.article_id = a.id ORDER BY a.canonical_url",
    "pages": "SELECT e.url, p.tries, p.draft FROM entry_pages p JOIN entries e ON e.id = p.entry_id ORDER BY e.url",
}


class Record:
    def __init__(self, data):
        head, self.block = data.split(b"\r\n\r\n", 1)
        lines = head.decode().split("\r\n")
        assert lines[0] == "WARC/1.1", lines[0]
        self.fields = dict(line.split(": ", 1) for line in lines[1:])
        length = int(self.fields["Content-Length"])
        assert self.block[length:] == b"\r\n\r\n", self.block[length:]
        self.block = self.block[:length]
        self.type = self.fields["WARC-Type"]
        self.uri = self.fields.get("WARC-Target-URI")
        digest = "sha256:" + hashlib.sha256(self.block).hexdigest()
        assert self.fields["WARC-Block-Digest"] == digest
        if self.type == "response":
            payload = hashlib.sha256(self.payload).hexdigest()
            assert self.fields["WARC-Payload-Digest"] == "sha256:" + payload

    @property
    def payload(self):
        return self.block.split(b"\r\n\r\n", 1)[1]

    @property
    def head(self):
        return self.block.split(b"\r\n\r\n", 1)[0].decode()

    def key(self):
        """All but what is drawn anew or depends on the way."""
        keep = {k: v for k, v in self.fields.items()
                if k not in ("WARC-Record-ID", "WARC-Concurrent-To", "WARC-Warcinfo-ID", "WARC-IP-Address")}
        return sorted(keep.items()), self.block


def records(path):
    """Each gzip member is one record; nothing is left over."""
    with open(path, "rb") as f:
        data = f.read()
    found = []
    while data:
        member = zlib.decompressobj(31)
        plain = member.decompress(data)
        assert member.eof, "the file ends inside of a record"
        data = member.unused_data
        found.append(Record(plain))
    return found


class RecordCase(CollectCase):
    maxDiff = 4000

    def setUp(self):
        super().setUp()
        self.warc = os.path.join(self.folder.name, "it.warc.gz")

    def contents(self, folder=None):
        before, self.folder = self.folder, folder or self.folder
        try:
            return {name: self.sql(text) for name, text in TABLES.items()}
        finally:
            self.folder = before

    def replayed(self, *args, status=0, urls=()):
        """A store of its own, into which the recordings go; its folder and what was printed."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        before, self.folder = self.folder, folder
        try:
            self.subscribe(*urls)
            done = self.run_it("fetch", *args, env={"COURANT_FETCH_PRIVATE": "off"})
            self.assertEqual(done.returncode, status, done.stderr)
        finally:
            self.folder = before
        return folder, done

    def same_contents(self, found, wanted):
        for name, rows in wanted.items():
            self.assertEqual(len(found[name]), len(rows), name)
            for a, b in zip(found[name], rows):
                # When an entry had to do for its page is the clock's to say, not an answer's.
                time = len(a) - 1 if name == "articles" else len(a)
                self.assertEqual(a[:time], b[:time], name)
                self.assertTrue(abs(sum(a[time:]) - sum(b[time:])) < 10**6, (a, b))

    def answers(self, path=None):
        return [r for r in records(path or self.warc) if r.type in ("response", "revisit", "metadata")]


class Files(RecordCase):
    def test_what_is_in_a_recording(self):
        body = gzip.compress(rss(item(1), item(2)).encode())
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (b"<html>", b"x" * 5000)) + b"0\r\nX-End: 1\r\n\r\n"
        self.origin.routes["/old"] = answer(b"moved", "301 Moved Permanently", "Location: /feed")
        self.origin.routes["/feed"] = [
            answer(body, "200 OK", "Content-Encoding: gzip", 'ETag: "a"', "Content-Type: application/rss+xml"),
            answer(b"", "304 Not Modified", 'ETag: "b"', length=False),
            answer(body, "200 OK", "Content-Encoding: gzip", 'ETag: "a"', "Content-Type: application/rss+xml")]
        self.origin.routes["/chunks"] = answer(chunks, "200 Fine", "Transfer-Encoding: chunked", length=False)
        self.origin.routes["/none"] = answer("gone fishing", "404 Not Found")
        self.subscribe(*(self.origin.url(p) for p in ("/old", "/chunks", "/none")), "http://127.0.0.1:1/refused")
        paths = [self.warc, os.path.join(self.folder.name, "second.warc.gz")]
        self.fetch("--record", paths[0])
        self.fetch("--all", "--record", paths[1])
        first = records(paths[0])
        self.assertEqual(first[0].type, "warcinfo")
        self.assertEqual(first[0].fields["WARC-Filename"], "it.warc.gz")
        self.assertIn(b"software: courant/", first[0].block)
        self.assertEqual(len({r.fields["WARC-Record-ID"] for r in first}), len(first))
        self.assertTrue(all(re.fullmatch(r"<urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}>",
                                         r.fields["WARC-Record-ID"]) for r in first))
        self.assertTrue(all(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", r.fields["WARC-Date"]) for r in first))
        by_uri = {}
        for r in first[1:]:
            self.assertEqual(r.fields["WARC-Warcinfo-ID"], first[0].fields["WARC-Record-ID"])
            by_uri.setdefault(r.uri.rpartition("/")[2], []).append(r)
        for name in ("old", "feed", "chunks", "none"):
            request, response = by_uri[name]
            self.assertEqual((request.type, response.type), ("request", "response"))
            self.assertEqual(request.fields["WARC-Concurrent-To"], response.fields["WARC-Record-ID"])
            self.assertTrue(request.block.startswith(b"GET /%s HTTP/1.1\r\nHost: " % name.encode()))
            self.assertTrue(request.block.endswith(b"\r\n\r\n"))
            self.assertEqual(response.fields["WARC-IP-Address"], "127.0.0.1")
            self.assertEqual(response.fields["Content-Type"], "application/http;msgtype=response")
        self.assertEqual(by_uri["old"][1].payload, b"moved")
        self.assertEqual(by_uri["feed"][1].payload, body)
        self.assertIn("Content-Encoding: gzip", by_uri["feed"][1].head)
        self.assertEqual(by_uri["chunks"][1].payload, b"<html>" + b"x" * 5000)
        self.assertIn("\r\nX-Crawler-Transfer-Encoding: chunked", by_uri["chunks"][1].head)
        self.assertEqual(by_uri["none"][1].payload, b"gone fishing")
        refused, = by_uri["refused"]
        self.assertEqual((refused.type, refused.fields["Content-Type"]), ("metadata", "application/warc-fields"))
        self.assertRegex(refused.block, rb"^fetch-failed: net\r\nfetch-reason: .+\r\n$")
        unchanged, = [r for r in records(paths[1]) if r.type == "revisit"]
        self.assertTrue(unchanged.fields["WARC-Profile"].endswith("/revisit/server-not-modified"))
        self.assertTrue(unchanged.head.startswith("HTTP/1.1 304 Not Modified"))
        self.assertNotIn(b"Authorization", b"".join(r.block for r in first))

    def test_the_same_again_is_a_revisit_of_it(self):
        self.origin.routes["/one"] = self.origin.routes["/two"] = answer(b"", "302 Found", "Location: /feed")
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/one"), self.origin.url("/two"))
        self.fetch("--record", self.warc)
        whole, again = [r for r in self.answers() if r.uri.endswith("/feed")]
        self.assertEqual((whole.type, again.type), ("response", "revisit"))
        self.assertEqual(again.fields["WARC-Refers-To-Date"], whole.fields["WARC-Date"])
        self.assertEqual(again.fields["WARC-Refers-To-Target-URI"], whole.uri)
        self.assertEqual(again.fields["WARC-Payload-Digest"], whole.fields["WARC-Payload-Digest"])
        self.assertTrue(again.fields["WARC-Profile"].endswith("/revisit/identical-payload-digest"))
        folder, _ = self.replayed("--replay", self.warc, urls=[self.origin.url("/one"), self.origin.url("/two")])
        self.assertEqual(self.contents(folder), self.contents())

    def test_secrets_are_not_recorded(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed").replace("://", "://reader:sesame@"))
        self.fetch("--record", self.warc)
        self.assertIn("Authorization: Basic", self.origin.seen[0][1])
        with gzip.open(self.warc) as f:
            text = f.read()
        self.assertNotIn(b"sesame", text)
        self.assertNotIn(b"Authorization", text)
        self.assertIn(b"WARC-Target-URI: " + self.origin.url("/feed").encode(), text)
        self.assertEqual(os.stat(self.warc).st_mode & 0o777, 0o600)

    def test_a_file_is_never_written_over(self):
        with open(self.warc, "wb") as f:
            f.write(b"mine")
        self.assertIn("is there already", self.run_it("fetch", "--record", self.warc, status=1).stderr)
        with open(self.warc, "rb") as f:
            self.assertEqual(f.read(), b"mine")
        self.assertIn("cannot make", self.run_it("fetch", "--record", "no/such/folder.warc.gz", status=1).stderr)

    def test_killed_while_recording_the_file_is_whole(self):
        urls = [self.origin.url(f"/{n}", f"127.0.0.{n + 1}") for n in range(60)]
        for n in range(60):
            self.origin.routes[f"/{n}"] = answer(rss(*(item(100 * n + k, WORDS * 20) for k in range(8))))
        self.subscribe(*urls)
        sizes = []
        for size in (1000, 10000, 50000):
            path = os.path.join(self.folder.name, f"{size}.warc.gz")
            process = subprocess.Popen([COURANT, "fetch", "--all", "--record", path], cwd=self.folder.name, env=self.env(),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            while process.poll() is None and not (os.path.exists(path) and os.path.getsize(path) > size):
                time.sleep(0.002)
            process.kill()
            process.wait()
            sizes.append(len(records(path)))
        self.assertTrue(all(n > 1 for n in sizes), sizes)

    def test_serve_records_into_files_of_a_size(self):
        noise = lambda n: "".join(hashlib.sha256(b"%d %d" % (n, k)).hexdigest() + " " for k in range(9000))
        urls = []
        for n in range(6):
            self.origin.routes[f"/{n}"] = answer(rss(item(n, noise(n))))
            urls.append(self.origin.url(f"/{n}", f"127.0.0.{n + 1}"))
        self.subscribe(*urls)
        folder = os.path.join(self.folder.name, "taped")
        process = subprocess.Popen([COURANT, "serve", "--listen", "127.0.0.1:0"], cwd=self.folder.name,
                                   env={**self.env(), "COURANT_FETCH_RECORD": folder, "COURANT_FETCH_RECORD_MB": "1"},
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.kill)
        end = time.monotonic() + 20
        while len(self.articles()) < 6 and time.monotonic() < end:
            time.sleep(0.1)
        process.terminate()
        self.assertEqual(process.wait(timeout=20), 0)
        files = sorted(os.listdir(folder))
        self.assertTrue(all(re.fullmatch(r"courant-\d{14}-\d{5}\.warc\.gz", name) for name in files), files)
        self.assertGreater(len(files), 1)
        found = [records(os.path.join(folder, name)) for name in files]
        self.assertTrue(all(f[0].type == "warcinfo" for f in found))
        self.assertEqual(sorted(r.uri for f in found for r in f if r.type == "response"), sorted(urls))
        again, _ = self.replayed("--replay", folder, urls=urls)
        self.assertEqual(self.contents(again)["articles"], self.contents()["articles"])

    def test_import_reads_what_was_recorded(self):
        link = self.origin.url("/story")
        self.origin.routes["/feed"] = answer(rss(item(1, "In short...", link)))
        self.origin.routes["/story"] = answer(gzip.compress(page("The whole story").encode()), "200 OK",
                                              "Content-Type: text/html", "Content-Encoding: gzip")
        self.subscribe(self.origin.url("/feed"))
        self.fetch("--record", self.warc)
        other = tempfile.TemporaryDirectory()
        self.addCleanup(other.cleanup)
        before = self.contents()["articles"]
        self.folder = other
        self.run_it("import", self.warc, status=0)
        self.assertEqual([a[:3] for a in self.contents()["articles"]], [a[:3] for a in before])


class Replay(RecordCase):
    def busy_press(self):
        """Feeds of every kind of luck, asked three times."""
        later = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 9000))
        cut = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + rss(item(1)).encode()[:200]
        o = self.origin
        o.routes.update({
            "/changing": [answer(rss(item(1)), "200 OK", 'ETag: "1"'), answer(b"", "304 Not Modified", length=False),
                          answer(rss(item(2), item(1, WORDS * 12 + "Corrected.")), "200 OK", 'ETag: "3"')],
            "/teasing": answer(rss(item(11, "In short...", o.url("/story/11")), item(12, "Short, too.", o.url("/story/12")),
                                   item(13, "No robots.", o.url("/closed/13")))),
            "/story/11": answer(page("Story eleven"), "200 OK", "Content-Type: text/html"),
            "/story/12": answer("oops", "502 Bad Gateway"),
            "/robots.txt": answer("User-agent: *\nDisallow: /closed/"),
            "/moved": answer(b"", "308 Permanent Redirect", "Location: " + o.url("/new", "127.0.0.2")),
            "/new": answer(gzip.compress(rss(item(21)).encode()), "200 OK", "Content-Encoding: gzip", "Cache-Control: max-age=7200"),
            "/busy": [answer("no", "429 Slow", f"Retry-After: {later}"), answer(rss(item(31)))],
            "/cut": cut, "/none": answer("no", "404 Not Found"), "/gone": answer("no", "410 Gone"),
            "/page": answer(page("No feed"), "200 OK", "Content-Type: text/html"),
            "/loop": answer(b"", "302 Found", "Location: /loop")})
        paths = ["/changing", "/teasing", "/moved", "/busy", "/cut", "/none", "/gone", "/page", "/loop"]
        return [o.url(path, f"127.0.0.{10 + n}") for n, path in enumerate(paths)] + ["http://127.0.0.1:1/refused"]

    def test_record_replay_record(self):
        urls = self.busy_press()
        folder = os.path.join(self.folder.name, "taped")
        os.mkdir(folder)
        self.subscribe(*urls)
        for _ in range(3):
            done = self.fetch("--all", "--record", folder)
        asked = len(self.origin.seen)
        live = self.contents()
        self.assertEqual(len(live["articles"]), 6, live["articles"])
        self.assertEqual([row[1] for row in live["pages"]], [1])
        self.origin.close()
        second = os.path.join(self.folder.name, "second.warc.gz")
        first_store, done = self.replayed("--replay", folder, "--record", second, urls=urls)
        self.assertEqual(len(self.origin.seen), asked)
        self.same_contents(self.contents(first_store), live)
        third = os.path.join(self.folder.name, "third.warc.gz")
        second_store, _ = self.replayed("--replay", second, "--record", third, urls=urls)
        self.assertEqual(self.contents(second_store), self.contents(first_store))
        ids = "SELECT id, canonical_url FROM articles ORDER BY id"
        found = []
        for store in (first_store, second_store):
            before, self.folder = self.folder, store
            found.append(self.sql(ids))
            self.folder = before
        self.assertEqual(found[0], found[1])
        # What was recorded from the network is what is recorded from the replay.
        tapes = sorted(os.path.join(folder, name) for name in os.listdir(folder))
        source = {(r.uri, r.fields["WARC-Date"]): r for tape in tapes for r in self.answers(tape)}
        copies = self.answers(second)
        self.assertGreater(len(copies), 20)
        for r in copies:
            before = source[r.uri, r.fields["WARC-Date"]]
            if r.type == before.type:
                self.assertEqual(r.key(), before.key())
            else: # a revisit in one file, whole in another
                self.assertEqual({r.type, before.type}, {"response", "revisit"})
                self.assertEqual(r.fields["WARC-Payload-Digest"], before.fields["WARC-Payload-Digest"])
        self.assertEqual([r.key() for r in self.answers(third)], [r.key() for r in copies])

    def test_an_address_that_was_not_recorded(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        self.fetch("--record", self.warc)
        urls = [self.origin.url("/other"), self.origin.url("/feed")]
        folder, done = self.replayed("--replay", self.warc, urls=urls)
        self.assertIn(f"courant fetch: {urls[0]}: nothing is recorded for this address\n", done.stderr)
        self.assertIn("2 feeds asked: 0 unchanged, 1 failed\n1 new articles", done.stdout)
        row, = [row for row in self.contents(folder)["feeds"] if row[0] == urls[0]]
        self.assertEqual((row[6], row[8], row[9]), (self.contents(folder)["feeds"][1][6], 0, ""), row)
        self.assertEqual(len(self.origin.seen), 1)

    def test_pages_that_were_not_recorded_stay_wanted(self):
        self.origin.routes["/feed"] = answer(rss(item(1, "In short...", self.origin.url("/story"))))
        self.origin.routes["/story"] = answer(page("Story"), "200 OK", "Content-Type: text/html")
        self.origin.routes["/robots.txt"] = answer("")
        self.subscribe(self.origin.url("/feed"))
        self.fetch("--record", self.warc)
        cut = os.path.join(self.folder.name, "cut.warc.gz")
        with open(cut, "wb") as f:
            for r in records(self.warc):
                if r.uri and r.uri.endswith("/feed") and r.type == "response":
                    text = "WARC/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in r.fields.items()) + "\r\n"
                    f.write(text.encode() + r.block + b"\r\n\r\n")
        folder, done = self.replayed("--replay", cut, urls=[self.origin.url("/feed")])
        self.assertIn("0 new articles", done.stdout)
        self.folder = folder
        self.assertIn("1 new articles", self.fetch().stdout)
        self.assertEqual([a[0] for a in self.articles()], ["Story"])

    def test_a_feed_that_is_read_bit_by_bit(self):
        self.origin.routes["/feed"] = answer(rss(*(item(n, "A short one.", link="") for n in range(2300))))
        self.subscribe(self.origin.url("/feed"))
        self.fetch("--record", self.warc)
        live = self.contents()
        self.assertEqual(len(live["articles"]), 2300)
        folder, _ = self.replayed("--replay", self.warc, urls=[self.origin.url("/feed")])
        self.same_contents(self.contents(folder), live)

    def test_only_304_is_recorded(self):
        self.origin.routes["/feed"] = [answer(rss(item(1)), "200 OK", 'ETag: "1"'), answer(b"", "304 Not Modified", length=False)]
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.fetch("--all", "--record", self.warc)
        _, done = self.replayed("--replay", self.warc, urls=[self.origin.url("/feed")])
        self.assertIn("nothing had changed (304)", done.stderr)

    def test_bodies_that_were_not_whole(self):
        def drip(c, head):
            c.sendall(b"HTTP/1.1 200 OK\r\n\r\n<rss>")
            time.sleep(4)
        self.origin.routes["/drip"] = drip
        self.origin.routes["/large"] = answer(b"x" * (16 << 20))
        urls = [self.origin.url("/drip", "127.0.0.2"), self.origin.url("/large")]
        self.subscribe(*urls)
        live = self.fetch("--record", self.warc, env={"COURANT_FETCH_TIMEOUT": "2"})
        cut = {r.uri: r.fields["WARC-Truncated"] for r in self.answers()}
        self.assertEqual(cut, {urls[0]: "time", urls[1]: "length"})
        _, done = self.replayed("--fetch-timeout", "2", "--replay", self.warc, urls=urls)
        self.assertEqual(sorted(done.stderr.splitlines()), sorted(live.stderr.splitlines()))

    def test_recording_changes_nothing_that_is_seen(self):
        text = rss(item(1)).encode()
        raw = zlib.compressobj(9, zlib.DEFLATED, -15)
        cases = {"gzip": gzip.compress(text), "deflate": raw.compress(text) + raw.flush(), "gzip, gzip": gzip.compress(gzip.compress(text)),
                 "x-gzip": gzip.compress(text)[:-8], "br": b"no brotli", "pack200": text, "identity": text}
        urls = []
        for n, (name, body) in enumerate(cases.items()):
            self.origin.routes[f"/{n}"] = answer(body, "200 OK", f"Content-Encoding: {name}")
            urls.append(self.origin.url(f"/{n}", f"127.0.0.{n + 1}"))
        self.subscribe(*urls)
        without = self.fetch()
        self.run_it("opml", "export", os.path.join(self.folder.name, "x.opml"), status=0)
        shutil.rmtree(os.path.join(self.folder.name, "data"))
        self.subscribe(*urls)
        recorded = self.fetch("--record", self.warc)
        self.assertEqual(sorted(recorded.stderr.splitlines()), sorted(without.stderr.splitlines()))
        self.assertEqual(recorded.stdout, without.stdout)
        self.assertIn("7 feeds asked: 0 unchanged, 2 failed", without.stdout)
        folder, replayed = self.replayed("--replay", self.warc, urls=urls)
        self.assertEqual(sorted(replayed.stderr.splitlines()), sorted(without.stderr.splitlines()))
        self.assertEqual(self.contents(folder), self.contents())

    def test_add_from_a_recording(self):
        self.origin.routes["/"] = answer("<link rel=alternate type='application/rss+xml' href='/feed'>", "200 OK",
                                         "Content-Type: text/html")
        self.origin.routes["/feed"] = answer(rss(item(1), item(2)))
        live = self.run_it("add", "--record", self.warc, self.origin.url("/"), status=0).stdout
        self.assertEqual([r.uri for r in self.answers()][:2], [self.origin.url("/"), self.origin.url("/feed")])
        asked = len(self.origin.seen)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder
        again = self.run_it("add", "--replay", self.warc, self.origin.url("/"), status=0).stdout
        self.assertEqual(again, live)
        self.assertIn("2 new articles", self.fetch("--replay", self.warc).stdout)
        done = self.run_it("add", "--replay", self.warc, self.origin.url("/unknown"), status=1)
        self.assertIn("nothing is recorded for this address", done.stderr)
        self.assertEqual(len(self.origin.seen), asked)

    def test_what_is_no_recording(self):
        self.subscribe("http://127.0.0.1:1/")
        for make, why in ((lambda p: open(p, "wb").close(), "no recorded answer"), (os.mkdir, "no .warc or .warc.gz"),
                          (lambda p: None, "cannot open")):
            path = os.path.join(self.folder.name, f"x{len(why)}")
            make(path)
            self.assertIn(why, self.run_it("fetch", "--replay", path, status=1).stderr)
        self.run_it("fetch", "--all", "--replay", "x", status=2)
        self.run_it("fetch", "--again", "--replay", "x", status=2)

    @unittest.skipUnless(shutil.which("wget"), "wget is not installed")
    def test_an_archive_of_another_program(self):
        """wget keeps chunks, and has digests of its own kind."""
        text = rss(item(1), item(2)).encode()
        chunks = b"".join(b"%x\r\n%s\r\n" % (len(text[i:i + 700]), text[i:i + 700]) for i in range(0, len(text), 700))
        self.origin.routes["/feed"] = answer(chunks + b"0\r\n\r\n", "200 OK", "Transfer-Encoding: chunked", length=False)
        self.origin.routes["/plain"] = answer(rss(item(3)))
        urls = [self.origin.url("/feed"), self.origin.url("/plain")]
        subprocess.run(["wget", "-q", "--tries=1", "-O", os.devnull, "--warc-file=" + os.path.join(self.folder.name, "other"), *urls],
                       cwd=self.folder.name, check=True, timeout=60)
        folder, done = self.replayed("--replay", os.path.join(self.folder.name, "other.warc.gz"), urls=urls)
        self.assertIn("2 feeds asked: 0 unchanged, 0 failed\n3 new articles", done.stdout, done.stderr)


if __name__ == "__main__":
    unittest.main()
