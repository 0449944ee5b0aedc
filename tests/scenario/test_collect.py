"""Subscriptions seen from a scripted origin: what is asked, how often, and what becomes of what it
answers. COURANT names the binary. The store is looked into, and its plan moved in time, with sqlite3."""
import gzip
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import zlib

COURANT = os.path.abspath(os.environ["COURANT"])
WORDS = ("The harbour of Port Sallow opened on Wednesday after eleven years of works that many in the town "
         "had stopped believing in, and ferries left on time. ")
HOUR, DAY = 3600 * 10**6, 86400 * 10**6


def answer(body=b"", code="200 OK", *headers, length=True):
    if isinstance(body, str):
        body = body.encode()
    head = [f"HTTP/1.1 {code}", "Connection: close", *headers]
    if length:
        head.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(head) + "\r\n\r\n").encode() + body


def item(n, text=None, link=None, title=None, guid=None):
    text = WORDS * 12 + f"Number {n}." if text is None else text
    parts = [f"<title>{title or f'Harbour news {n}'}</title>", f"<guid isPermaLink='false'>{guid or f'g{n}'}</guid>",
             f"<pubDate>Sun, 0{n % 9 + 1} Nov 2026 10:00:00 GMT</pubDate>", f"<description>{text}</description>"]
    if link != "":
        parts.append(f"<link>{link or f'http://127.0.0.1/{n}.html'}</link>")
    return "<item>" + "".join(parts) + "</item>"


def rss(*items, more=""):
    return (f"<rss version='2.0'><channel><title>Port Sallow</title><link>http://127.0.0.1/</link>{more}"
            + "".join(items) + "</channel></rss>")


def page(title, text=None):
    text = text or WORDS * 3
    return (f"<!DOCTYPE html><html lang=en><title>{title}</title><article><h1>{title}</h1>"
            + "".join(f"<p>{text} Part {n}.</p>" for n in range(5)) + "</article></html>")


class Origin:
    """Answers each path with what ROUTES says: bytes, a list of them (the last for ever), or a function
    of the connection and the head. .seen has (path, head, monotonic time)."""

    def __init__(self):
        self.routes, self.seen, self.peers = {}, [], []
        self.socket = socket.socket()
        self.socket.bind(("0.0.0.0", 0))
        self.socket.listen(64)
        self.port = self.socket.getsockname()[1]
        self.busy, self.busy_max = {}, {}
        self.lock = threading.Lock()
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                c, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(c,), daemon=True).start()

    def serve(self, c):
        host = c.getsockname()[0]
        self.peers.append(host)
        with c:
            try:
                head = b""
                while b"\r\n\r\n" not in head:
                    part = c.recv(4096)
                    if not part:
                        return
                    head += part
                with self.lock:
                    self.busy[host] = self.busy.get(host, 0) + 1
                    self.busy_max[host] = max(self.busy[host], self.busy_max.get(host, 0))
                path = head.split()[1].decode()
                self.seen.append((path, head.decode(), time.monotonic()))
                route = self.routes.get(path, answer(b"none", "404 Not Found"))
                if isinstance(route, list):
                    route = route.pop(0) if len(route) > 1 else route[0]
                if callable(route):
                    route(c, head.decode())
                else:
                    c.sendall(route)
                with self.lock:
                    self.busy[host] -= 1
                c.shutdown(socket.SHUT_WR)
                c.settimeout(2)
                c.recv(1)
            except OSError:
                pass

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def paths(self):
        return [path for path, _, _ in self.seen]

    def close(self):
        self.socket.close()


class Collect(unittest.TestCase):
    def setUp(self):
        self.origin = Origin()
        self.addCleanup(self.origin.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def env(self):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
        clean.update(COURANT_FETCH_PRIVATE="on", COURANT_FETCH_PAUSE="0", COURANT_THREADS="2")
        return clean

    def run_it(self, *args, env=(), status=None):
        done = subprocess.run([COURANT, *args], cwd=self.folder.name, env={**self.env(), **dict(env)},
                              capture_output=True, text=True, timeout=100)
        if status is not None:
            self.assertEqual(done.returncode, status, done.stderr)
        return done

    def subscribe(self, *urls):
        path = os.path.join(self.folder.name, "list.opml")
        with open(path, "w", encoding="utf-8") as f:
            f.write("<opml>" + "".join(f"<outline xmlUrl='{u}'/>" for u in urls) + "</opml>")
        self.run_it("opml", "import", path, status=0)

    def fetch(self, *flags, env=()):
        return self.run_it("fetch", *flags, env=env, status=0)

    def feed(self, n=0):
        return [json.loads(line) for line in self.run_it("feeds", "--json", status=0).stdout.splitlines()][n]

    def sql(self, text, *values):
        with sqlite3.connect(os.path.join(self.folder.name, "data/courant.db")) as db:
            return db.execute(text, values).fetchall()

    def row(self, fields, n=1):
        return self.sql(f"SELECT {fields} FROM feeds WHERE id = ?", n)[0]

    def wait_us(self, n=1):
        """From the check to the next."""
        checked, following = self.row("checked_us, next_check_us", n)
        return following - checked

    def articles(self):
        return self.sql("SELECT a.title, t.text, a.version, a.canonical_url FROM articles a "
                        "JOIN article_texts t ON t.article_id = a.id ORDER BY a.id")

    # --- what comes of it

    def test_whole_entries_become_articles(self):
        self.origin.routes["/feed"] = answer(rss(item(2), item(1)), "200 OK", "Content-Type: application/rss+xml")
        self.subscribe(self.origin.url("/feed"))
        done = self.fetch()
        self.assertEqual(done.stdout, "1 feeds asked: 0 unchanged, 0 failed\n"
                                      "2 new articles, 0 new versions; 0 pages fetched\n", done.stderr)
        self.assertEqual([a[0] for a in self.articles()], ["Harbour news 1", "Harbour news 2"])
        self.assertEqual(self.sql("SELECT count(*) FROM entries WHERE article_id IS NOT NULL"), [(2,)])
        self.assertEqual(self.sql("SELECT count(*) FROM analyses"), [(2,)])
        feed = self.feed()
        self.assertEqual((feed["health"], feed["title"]), ("ok", "Port Sallow"))
        self.assertIn("Harbour news 2", self.run_it("search", "ferries").stdout)
        self.assertEqual(self.origin.paths(), ["/feed"])
        # Nothing is due; --all asks, and nothing is new.
        self.assertIn("0 feeds asked", self.fetch().stdout)
        self.assertIn("1 feeds asked: 0 unchanged, 0 failed\n0 new articles, 0 new", self.fetch("--all").stdout)

    def test_a_rewritten_entry_is_a_new_version_whatever_its_id(self):
        self.origin.routes["/feed"] = [
            answer(rss(item(1))), answer(rss(item(1, WORDS * 12 + "Corrected."))),
            answer(rss(item(1, WORDS * 12 + "Corrected.", guid="another")))]
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertIn("0 new articles, 1 new versions", self.fetch("--all").stdout)
        self.assertIn("0 new articles, 0 new versions", self.fetch("--all").stdout)
        (title, text, version, _), = self.articles()
        self.assertTrue(text.endswith("Corrected."))
        self.assertEqual(version, 2)
        self.assertEqual(self.sql("SELECT guid FROM entries"), [("another",)])

    def test_pages_of_teasing_entries_are_fetched(self):
        link = self.origin.url("/story")
        self.origin.routes["/feed"] = answer(rss(item(1, "In short...", link)))
        self.origin.routes["/story"] = answer(page("The whole story"), "200 OK", "Content-Type: text/html")
        self.subscribe(self.origin.url("/feed"))
        done = self.fetch()
        self.assertIn("1 new articles, 0 new versions; 1 pages fetched", done.stdout)
        self.assertEqual(self.origin.paths(), ["/feed", "/robots.txt", "/story"])
        (title, text, version, url), = self.articles()
        self.assertIn("Part 4.", text)
        self.assertEqual((version, url), (1, link))
        self.assertEqual(self.sql("SELECT count(*) FROM entries WHERE article_id IS NOT NULL"), [(1,)])
        self.assertEqual(self.sql("SELECT count(*) FROM entry_pages"), [(0,)])
        self.fetch("--all")
        self.assertEqual(self.origin.paths()[3:], ["/feed"])

    def test_robots_are_asked_and_obeyed(self):
        self.origin.routes["/feed"] = answer(rss(item(1, "In short, one.", self.origin.url("/closed/1")),
                                                 item(2, "In short, two.", self.origin.url("/open/2"))))
        self.origin.routes["/robots.txt"] = answer("User-agent: courant\nDisallow: /closed/")
        self.origin.routes["/open/2"] = answer(page("Open"), "200 OK", "Content-Type: text/html")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertEqual(sorted(self.origin.paths()), ["/feed", "/open/2", "/robots.txt"])
        texts = {a[0]: a[1] for a in self.articles()}
        self.assertEqual(texts["Harbour news 1"], "In short, one.")
        self.assertEqual(len(texts), 2)

    def test_robots_that_cannot_be_had_close_the_site_for_now(self):
        self.origin.routes["/feed"] = answer(rss(item(1, "In short.", self.origin.url("/1"))))
        self.origin.routes["/robots.txt"] = answer("oops", "500 Oops")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertEqual(self.origin.paths(), ["/feed", "/robots.txt"])
        (tries, following), = self.sql("SELECT tries, next_try_us FROM entry_pages")
        self.assertEqual(tries, 1)
        self.assertGreater(following, time.time() * 10**6 + 800 * 10**6)

    def test_a_page_that_fails_is_tried_again_and_then_the_entry_has_to_do(self):
        self.origin.routes["/feed"] = answer(rss(item(1, "In short.", self.origin.url("/1"))))
        self.origin.routes["/1"] = answer("oops", "502 Bad Gateway")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        for tries in (1, 2):
            self.assertEqual(self.sql("SELECT tries FROM entry_pages"), [(tries,)])
            self.assertEqual(self.articles(), [])
            self.sql("UPDATE entry_pages SET next_try_us = 0")
            self.fetch()
        self.assertEqual(self.sql("SELECT count(*) FROM entry_pages"), [(0,)])
        self.assertEqual([a[1] for a in self.articles()], ["In short."])
        self.assertEqual(self.origin.paths().count("/1"), 3)

    def test_entries_without_an_address_are_articles_of_their_own(self):
        self.origin.routes["/feed"] = answer(rss(item(1, link=""), item(2, link="")))
        self.subscribe(self.origin.url("/feed"))
        self.assertIn("2 new articles", self.fetch().stdout)
        self.assertIn("0 new articles", self.fetch("--all").stdout)

    def test_titles_are_plain_text(self):
        self.origin.routes["/feed"] = answer(rss(item(1, title="&lt;b&gt;Ships&lt;/b&gt; &amp;amp; more")))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertEqual([a[0] for a in self.articles()], ["Ships & more"])

    # --- finding feeds

    def add(self, *urls, status=0, **env):
        return self.run_it("add", *urls, env=env, status=status)

    def test_add_a_feed_and_a_page_that_offers_some(self):
        self.origin.routes["/feed"] = answer(rss(item(1), item(2)))
        self.origin.routes["/other"] = answer(rss(item(3)))
        self.origin.routes["/"] = answer(
            "<!DOCTYPE html><title>Port Sallow</title>"
            "<link rel=alternate type='application/rss+xml' title='Broken' href='/broken'>"
            "<link rel=alternate type='application/rss+xml' title='News' href='/feed'>"
            "<link rel=alternate type='application/atom+xml' title='Sport' href='/other'><p>Hello", "200 OK",
            "Content-Type: text/html")
        out = self.add(self.origin.url("/")).stdout
        self.assertEqual(out.splitlines()[0], f"Subscribed to 'Port Sallow', 2 entries: {self.origin.url('/feed')}")
        self.assertIn(f"also there: {self.origin.url('/other')}  Sport", out)
        self.assertIn("Already subscribed to 'Port Sallow'", self.add(self.origin.url("/feed")).stdout)
        self.add(self.origin.url("/other").replace("http:", "feed:"))
        self.assertEqual([self.feed(n)["url"] for n in (0, 1)], [self.origin.url("/feed"), self.origin.url("/other")])
        self.assertIn("3 new articles", self.fetch().stdout)

    def test_add_says_what_is_wrong(self):
        self.origin.routes["/"] = answer(page("No feed here"), "200 OK", "Content-Type: text/html")
        for address, why in ((self.origin.url("/"), "no feed at"), (self.origin.url("/none"), "404"),
                             ("mailto:a@b.example", "no web address"), ("http://", "no web address")):
            done = self.add(address, status=1)
            self.assertIn(why, done.stderr, address)
        self.assertIn("no public address", self.add(self.origin.url("/"), status=1, COURANT_FETCH_PRIVATE="off").stderr)
        self.assertEqual(self.run_it("feeds", status=0).stdout.count("\n"), 1)
        self.add(status=2)

    # --- conditional requests

    def test_validators_are_sent_back_byte_for_byte(self):
        etag, modified = 'W/"a,b  c\\"-gzip"', "Sunday, 22-Nov-26 16:07:00 GMT"
        self.origin.routes["/feed"] = [
            answer(rss(item(1)), "200 OK", f"ETag: {etag}", f"Last-Modified: {modified}"),
            answer(b"", "304 Not Modified", 'ETag: "second"', length=False),
            answer(b"", "304 Not Modified", length=False)]
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertIn("1 unchanged, 0 failed", self.fetch("--all").stdout)
        self.fetch("--all")
        heads = [head for _, head, _ in self.origin.seen]
        self.assertNotIn("If-", heads[0])
        self.assertIn(f"\r\nIf-None-Match: {etag}\r\n", heads[1])
        self.assertIn(f"\r\nIf-Modified-Since: {modified}\r\n", heads[1])
        # A 304 may bring another ETag; what it does not repeat stays.
        self.assertIn('\r\nIf-None-Match: "second"\r\n', heads[2])
        self.assertIn(f"\r\nIf-Modified-Since: {modified}\r\n", heads[2])
        self.assertEqual(self.row("etag, last_modified"), ('"second"', modified))
        self.assertEqual(self.feed()["health"], "ok")

    def test_the_request_is_ours_and_says_no_more_than_it_must(self):
        self.origin.routes["/feed?a=b"] = answer(rss(item(1)), "200 OK", "Set-Cookie: track=1")
        self.subscribe(self.origin.url("/feed?a=b"))
        self.fetch()
        self.fetch("--all", env={"COURANT_PUBLIC_URL": "https://news.example/"})
        for path, head, _ in self.origin.seen:
            names = {line.split(":")[0].lower() for line in head.split("\r\n")[1:] if line}
            self.assertEqual(names, {"host", "user-agent", "accept", "accept-encoding"})
            self.assertEqual(path, "/feed?a=b")
            for coding in ("gzip", "br", "zstd"):
                self.assertRegex(head, rf"(?i)accept-encoding:[^\r]*\b{coding}\b")
        self.assertRegex(self.origin.seen[0][1], r"User-Agent: courant/\d+\.\d+\.\d+\r\n")
        self.assertIn("(+https://news.example/)", self.origin.seen[1][1])

    def test_compressed_feeds(self):
        self.origin.routes["/feed"] = answer(gzip.compress(rss(item(1)).encode()), "200 OK", "Content-Encoding: gzip")
        self.subscribe(self.origin.url("/feed"))
        self.assertIn("1 new articles", self.fetch().stdout)

    # --- when

    def test_the_next_check_is_not_before_the_site_says(self):
        later = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 7200))
        now = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
        cases = [((), "", 0), (("Cache-Control: public, max-age=7200",), "", 2 * HOUR),
                 ((f"Expires: {later}", f"Date: {now}"), "", 2 * HOUR - 10**6), ((), "<ttl>120</ttl>", 2 * HOUR),
                 ((), "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>daily</sy:updatePeriod>"
                      "<sy:updateFrequency xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>12"
                      "</sy:updateFrequency>", 2 * HOUR),
                 (("Cache-Control: max-age=99999999",), "", DAY)]
        urls = []
        for n, (headers, more, _) in enumerate(cases):
            # A post each ten minutes: by itself it would be asked each five.
            stamp = lambda k: time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() - 600 * k))
            items = [re.sub("<pubDate>.*?</pubDate>", f"<pubDate>{stamp(k)}</pubDate>", item(100 * n + k))
                     for k in range(1, 6)]
            self.origin.routes[f"/{n}"] = answer(rss(*items, more=more), "200 OK", *headers)
            urls.append(self.origin.url(f"/{n}"))
        self.subscribe(*urls)
        self.fetch()
        for n, (headers, more, least) in enumerate(cases):
            self.assertGreaterEqual(self.wait_us(n + 1), max(least, 299 * 10**6), (headers, more))
            self.assertLessEqual(self.wait_us(n + 1), max(least, 310 * 10**6) * 1.04 + 2 * 10**6, (headers, more))

    def test_refusals_are_waited_out(self):
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 7200))
        cases = [("429 Slow", ("Retry-After: 7200",), 2 * HOUR), ("503 Busy", (f"Retry-After: {date}",), 2 * HOUR),
                 ("429 Slow", (), 4 * HOUR), ("403 Forbidden", (), 4 * HOUR), ("429 Slow", ("Retry-After: 9999999",), DAY)]
        urls = []
        for n, (code, headers, _) in enumerate(cases):
            self.origin.routes[f"/{n}"] = answer("no", code, *headers)
            urls.append(self.origin.url(f"/{n}", f"127.0.0.{n + 1}"))
        self.subscribe(*urls)
        self.fetch()
        for n, (code, headers, least) in enumerate(cases):
            self.assertGreaterEqual(self.wait_us(n + 1), least - 2 * 10**6, (code, headers))
            self.assertLessEqual(self.wait_us(n + 1), least * 1.04, (code, headers))
        self.assertEqual(self.feed()["health"], "failing")
        self.assertIn("429", self.feed()["error"])

    def test_a_host_that_refuses_one_is_not_asked_for_the_others(self):
        self.origin.routes["/1"] = answer("no", "429 Slow", "Retry-After: 600")
        self.origin.routes["/2"] = self.origin.routes["/3"] = answer(rss(item(1)))
        self.subscribe(*(self.origin.url(f"/{n}") for n in (1, 2, 3)))
        self.fetch()
        self.assertEqual(self.origin.paths(), ["/1"])
        for n in (2, 3):
            self.assertGreater(self.wait_us(n), 590 * 10**6)

    def test_errors_are_asked_less_and_less(self):
        self.origin.routes["/feed"] = answer("oops", "500 Oops")
        self.subscribe(self.origin.url("/feed"))
        waits = []
        for _ in range(12):
            self.fetch("--all")
            waits.append(self.wait_us())
        self.assertTrue(all(a < b for a, b in zip(waits[2:8], waits[3:9])), waits)
        self.assertTrue(6 * DAY < waits[-1] <= 7 * DAY, waits)
        self.assertEqual(self.feed()["failures"], 12)
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.fetch("--all")
        self.assertLess(self.wait_us(), 2 * DAY)
        self.assertNotIn("failures", self.feed())

    def test_gone_is_not_asked_again(self):
        self.origin.routes["/feed"] = answer("gone", "410 Gone")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.fetch("--all")
        self.assertEqual(self.origin.paths(), ["/feed"])
        feed = self.feed()
        self.assertEqual(feed["health"], "stopped")
        self.assertIn("410", feed["error"])
        self.assertIn("gone for good", self.run_it("feeds").stdout)

    def test_what_is_no_feed_says_so(self):
        self.origin.routes["/feed"] = answer(page("A page"), "200 OK", "Content-Type: text/html")
        self.subscribe(self.origin.url("/feed"))
        done = self.fetch()
        self.assertIn("no feed", done.stderr)
        self.assertEqual(self.feed()["health"], "failing")

    def test_one_at_a_time_with_a_pause_and_hosts_side_by_side(self):
        def slow(c, head):
            time.sleep(0.3)
            c.sendall(answer(rss(item(1))))
        urls = []
        for n in range(4):
            self.origin.routes[f"/{n}"] = slow
            urls += [self.origin.url(f"/{n}"), self.origin.url(f"/{n}", "127.0.0.2")]
        self.subscribe(*urls)
        self.fetch(env={"COURANT_FETCH_PAUSE": "200"})
        self.assertEqual(self.origin.busy_max, {"127.0.0.1": 1, "127.0.0.2": 1})
        for host in ("127.0.0.1", "127.0.0.2"):
            times = [t for _, head, t in self.origin.seen if f"Host: {host}:" in head]
            self.assertEqual(len(times), 4)
            self.assertTrue(all(b - a >= 0.49 for a, b in zip(times, times[1:])), times)
        # Both hosts at the same time: not one after the other.
        times = [t for _, _, t in self.origin.seen]
        self.assertLess(max(times) - min(times), 2.6)

    # --- moving

    def test_a_permanent_redirect_is_believed_when_it_has_held(self):
        self.origin.routes["/old"] = answer(b"", "301 Moved", "Location: /mid")
        self.origin.routes["/mid"] = answer(b"", "308 Moved", "Location: /new")
        self.origin.routes["/new"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/old"))
        self.fetch()
        self.assertEqual(self.row("url, moved_url"), (self.origin.url("/old"), self.origin.url("/new")))
        self.fetch("--all")
        self.assertEqual(self.row("url")[0], self.origin.url("/old"))
        self.sql("UPDATE feeds SET moved_us = moved_us - ?", 4 * DAY)
        self.fetch("--all")
        self.assertEqual(self.row("url, moved_url"), (self.origin.url("/new"), ""))
        self.fetch("--all")
        self.assertEqual(self.origin.paths()[-2:], ["/new", "/new"])
        self.assertEqual(len(self.articles()), 1)

    def test_a_temporary_redirect_is_only_followed(self):
        self.origin.routes["/old"] = answer(b"", "302 Found", "Location: /mid")
        self.origin.routes["/mid"] = answer(b"", "301 Moved", "Location: /new")
        self.origin.routes["/new"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/old"))
        self.assertIn("1 new articles", self.fetch().stdout)
        self.assertEqual(self.row("url, moved_url"), (self.origin.url("/old"), ""))

    def test_a_redirect_that_ends_in_an_error_is_not_believed(self):
        self.origin.routes["/old"] = answer(b"", "301 Moved", "Location: /sorry")
        self.subscribe(self.origin.url("/old"))
        self.fetch()
        self.sql("UPDATE feeds SET moved_us = 0, moved_url = ?", self.origin.url("/sorry"))
        self.fetch("--all")
        self.assertEqual(self.row("url")[0], self.origin.url("/old"))

    # --- what no answer can do

    def test_private_addresses_are_refused_unless_allowed(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"), self.origin.url("/feed", "localhost"), self.origin.url("/feed", "[::1]"))
        done = self.fetch(env={"COURANT_FETCH_PRIVATE": "off"})
        self.assertEqual(done.stderr.count("no public address"), 3, done.stderr)
        self.assertEqual(self.origin.peers, [])

    def test_endless_and_slow_bodies_and_bombs_end(self):
        def endless(c, head):
            c.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            for _ in range(4000):
                c.sendall(b"x" * 65536)

        def drip(c, head):
            c.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            for _ in range(300):
                c.sendall(b"x")
                time.sleep(0.1)
        bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
        small = b"".join(bomb.compress(b"\0" * (1 << 20)) for _ in range(512)) + bomb.flush()
        self.origin.routes.update({"/endless": endless, "/drip": drip, "/loop": answer(b"", "302 Found", "Location: /loop"),
                                   "/bomb": answer(small, "200 OK", "Content-Encoding: gzip"),
                                   "/cut": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
                                   "/file": answer(b"", "302 Found", "Location: file:///etc/passwd"),
                                   "/good": answer(rss(item(1)))})
        paths = ["/endless", "/drip", "/loop", "/bomb", "/cut", "/file", "/good"]
        self.subscribe(*(self.origin.url(path, f"127.0.0.{n + 1}") for n, path in enumerate(paths)))
        begin = time.monotonic()
        done = self.fetch(env={"COURANT_FETCH_TIMEOUT": "4"})
        self.assertLess(time.monotonic() - begin, 20)
        self.assertIn("7 feeds asked: 0 unchanged, 6 failed\n1 new articles", done.stdout)
        for path, why in (("/endless", "larger than 15728640 bytes"), ("/drip", "no complete answer within 4 s"),
                          ("/loop", "more than 5 redirects"), ("/bomb", "larger than 15728640 bytes"),
                          ("/file", "not http or https")):
            self.assertRegex(done.stderr, f"{path}: .*{why}")

    def test_a_slow_desk_makes_no_fetch_time_out(self):
        """Many articles at once: while they are kept, nothing that is asked runs out of time."""
        urls = []
        for n in range(60):
            self.origin.routes[f"/{n}"] = answer(rss(*(item(1000 * n + k, WORDS * 40) for k in range(30))))
            urls.append(self.origin.url(f"/{n}", f"127.0.0.{n + 1}"))
        self.subscribe(*urls)
        done = self.fetch(env={"COURANT_FETCH_TIMEOUT": "2", "COURANT_THREADS": "1"})
        self.assertIn("60 feeds asked: 0 unchanged, 0 failed\n1800 new articles", done.stdout, done.stderr)

    # --- stopping and starting

    def serve(self, **env):
        process = subprocess.Popen([COURANT, "serve", "--listen", "127.0.0.1:0"], cwd=self.folder.name,
                                   env={**self.env(), **env}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        return process

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=30), 0)

    def until(self, condition, seconds=20):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.05)
        self.assertTrue(condition())

    def test_serve_fetches_and_a_restart_makes_no_burst(self):
        for n in range(8):
            self.origin.routes[f"/{n}"] = answer(rss(item(n)))
        self.subscribe(*(self.origin.url(f"/{n}") for n in range(8)))
        process = self.serve()
        self.until(lambda: len(self.articles()) == 8)
        # Only one program fetches at a time.
        done = self.run_it("fetch")
        self.assertEqual(done.returncode, 1)
        self.assertIn("another courant fetches", done.stderr)
        self.stop(process)
        for killed in (False, True):
            process = self.serve()
            time.sleep(2)
            if killed:
                process.kill()
                process.wait()
            else:
                self.stop(process)
        self.assertEqual(sorted(self.origin.paths()), [f"/{n}" for n in range(8)])

    def test_what_came_due_while_it_was_off_comes_bit_by_bit(self):
        urls = [self.origin.url("/feed", f"127.0.0.{n + 1}") for n in range(60)]
        self.origin.routes["/feed"] = answer(rss())
        self.subscribe(*urls)
        process = self.serve()
        self.until(lambda: len(self.origin.seen) >= 60)
        self.stop(process)
        times = [t for _, _, t in self.origin.seen]
        self.assertGreater(max(times) - min(times), 1.5)

    def test_serve_does_not_fetch_when_told_not_to(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        process = self.serve(COURANT_FETCH="off")
        time.sleep(2)
        self.stop(process)
        self.assertEqual(self.origin.seen, [])

    def test_killed_at_any_moment_nothing_is_lost_and_nothing_comes_twice(self):
        for n in range(30):
            self.origin.routes[f"/{n}"] = answer(rss(*(item(100 * n + k) for k in range(5))))
        self.subscribe(*(self.origin.url(f"/{n}", f"127.0.0.{n + 1}") for n in range(30)))
        for wait in (0.05, 0.1, 0.2, 0.3):
            process = subprocess.Popen([COURANT, "fetch"], cwd=self.folder.name, env=self.env(),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(wait)
            process.kill()
            process.wait()
        self.fetch()
        self.assertEqual(len(self.articles()), 150)
        self.assertTrue(all(a[2] == 1 for a in self.articles()))
        self.assertEqual(self.sql("SELECT count(*) FROM entries WHERE article_id IS NULL"), [(0,)])

    def test_the_clock_was_ahead(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        wait = self.wait_us()
        self.sql("UPDATE feeds SET checked_us = checked_us + ?, next_check_us = next_check_us + ?", 900 * DAY, 900 * DAY)
        self.fetch()
        now = time.time() * 10**6
        self.assertEqual(len(self.origin.seen), 1)
        following, = self.row("next_check_us")
        self.assertTrue(now < following <= now + wait + 10**6)


if __name__ == "__main__":
    unittest.main()
