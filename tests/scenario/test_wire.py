"""What goes over the wire: HTTP/2 of a real server, certificates, encodings and bombs in them, 304 that brings news, turns of
hosts that are redirected to, robots.txt, documents that would reach out. COURANT names the binary."""
import gzip
import os
import re
import shutil
import socket
import struct
import subprocess
import tempfile
import time
import unittest
import zlib

from collect_testing import COURANT, DAY, HOUR, WORDS, CollectCase, answer, item, page, rss

MINUTE = 60 * 10**6


def zstd_frame(parts):
    """A frame (RFC 8878) of (bytes, how often) parts: as it is when once, else a byte repeated."""
    out = bytes.fromhex("28b52ffd") + bytes([0x00, 0x38])  # a window of 128 KiB
    for n, (data, times) in enumerate(parts):
        last = n == len(parts) - 1
        size = times if times > 1 else len(data)
        out += struct.pack("<I", last | (times > 1) << 1 | size << 3)[:3] + data
    return out


def brotli(data):
    return subprocess.run(["brotli", "-c", "-q", "5"], input=data, capture_output=True, check=True).stdout


class Encodings(CollectCase):
    def test_every_encoding_that_is_asked_for(self):
        text = rss(item(1)).encode()
        raw = zlib.compressobj(9, zlib.DEFLATED, -15)
        bodies = {"gzip": gzip.compress(text), "x-gzip": gzip.compress(text), "deflate": zlib.compress(text),
                  "Deflate": raw.compress(text) + raw.flush(), "br": brotli(text), "zstd": zstd_frame([(text, 1)]),
                  "identity": text, "gzip, br": brotli(gzip.compress(text))}
        urls = []
        for n, (name, body) in enumerate(bodies.items()):
            self.origin.routes[f"/{n}"] = answer(body, "200 OK", f"Content-Encoding: {name}")
            urls.append(self.origin.url(f"/{n}", f"127.0.0.{n + 1}"))
        self.subscribe(*urls)
        done = self.fetch()
        self.assertIn("8 feeds asked: 0 unchanged, 0 failed", done.stdout, done.stderr)
        self.assertEqual(self.sql("SELECT count(*) FROM entries"), [(8,)])
        self.assertRegex(self.origin.seen[0][1], "\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n")

    def test_bombs_in_every_encoding(self):
        """Each is small on the wire and 64 MiB or more behind it; memory stays flat."""
        zeros = bytes(64 << 20)
        twice = gzip.compress(gzip.compress(zeros))
        bodies = {"gzip": gzip.compress(zeros), "deflate": zlib.compress(zeros), "br": brotli(zeros),
                  "zstd": zstd_frame([(b"x", 1 << 17)] * 4096), "gzip, gzip": twice,
                  # A window of 1 GiB, which has to be refused before it is made.
                  "zStd": bytes.fromhex("28b52ffd00a0") + b"\x01\x00\x00"}
        urls = []
        for n, (name, body) in enumerate(bodies.items()):
            self.assertLess(len(body), 1 << 20)
            self.origin.routes[f"/{n}"] = answer(body, "200 OK", f"Content-Encoding: {name}")
            urls.append(self.origin.url(f"/{n}", f"127.0.0.{n + 1}"))
        self.subscribe(*urls)
        measured = subprocess.run(["/usr/bin/env", "python3", "-c",
                                   "import resource, subprocess, sys; p = subprocess.run(sys.argv[1:], capture_output=True, text=True);"
                                   "print(p.stdout, p.stderr); print('kilobytes', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)",
                                   COURANT, "fetch"], cwd=self.folder.name, env=self.env(), capture_output=True,
                                  text=True, timeout=100).stdout
        self.assertIn("6 feeds asked: 0 unchanged, 6 failed", measured)
        self.assertEqual(measured.count("it is larger than 15728640 bytes"), 5, measured)
        self.assertIn("zstd data is broken", measured)
        if not os.environ.get("COURANT_TEST_SANITIZED"):
            self.assertLess(int(re.search(r"kilobytes (\d+)", measured)[1]), 80 << 10)


class Answers(CollectCase):
    def dates(self, *minutes):
        """Entries that were posted so many minutes ago."""
        stamp = lambda m: time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() - 60 * m))
        return [re.sub("<pubDate>.*?</pubDate>", f"<pubDate>{stamp(m)}</pubDate>", item(k)) for k, m in enumerate(minutes)]

    def test_304_with_changed_headers(self):
        """A 304 may bring another ETag, a new time to live, and lead elsewhere."""
        items = rss(*self.dates(10, 20, 30, 40, 50))
        self.origin.routes["/feed"] = [
            answer(items, "200 OK", 'ETag: "1"', "Last-Modified: Sun, 22 Nov 2026 10:00:00 GMT", "Cache-Control: max-age=60"),
            answer(b"", "304 Not Modified", 'ETag: "2"', "Cache-Control: max-age=7200", "Content-Type: text/html", length=False),
            answer(b"", "304 Not Modified", "Last-Modified: Sun, 22 Nov 2026 11:00:00 GMT", length=False),
            answer(b"", "304 Not Modified", "Location: /elsewhere", length=False),
            answer(items, "200 OK", 'ETag: "3"')]
        self.subscribe(self.origin.url("/feed"))
        waits = []
        for _ in range(5):
            self.fetch("--all")
            waits.append(self.wait_us())
        heads = [head for _, head, _ in self.origin.seen]
        for n, (etag, modified) in enumerate(((1, 10), (2, 10), (2, 11), (2, 11))):
            self.assertIn(f'\r\nIf-None-Match: "{etag}"\r\n', heads[n + 1])
            self.assertIn(f"\r\nIf-Modified-Since: Sun, 22 Nov 2026 {modified}:00:00 GMT\r\n", heads[n + 1])
        self.assertTrue(5 * MINUTE - 10**6 <= waits[0] < 10 * MINUTE, waits)
        self.assertTrue(2 * HOUR <= waits[1] < 2.1 * HOUR, waits)
        self.assertTrue(waits[2] < 10 * MINUTE, waits)
        self.assertEqual(self.origin.paths(), ["/feed"] * 5)
        self.assertEqual(self.row("title, etag, last_modified"), ("Port Sallow", '"3"', ""))

    def test_304_that_was_not_asked_for_is_an_error(self):
        self.origin.routes["/feed"] = answer(b"", "304 Not Modified", length=False)
        self.subscribe(self.origin.url("/feed"))
        self.assertIn("the site answered 304", self.fetch().stderr)

    def test_a_feed_without_dates_is_asked_once_an_hour(self):
        self.origin.routes["/feed"] = answer(re.sub("<pubDate>.*?</pubDate>", "", rss(item(1), item(2))))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertTrue(0.89 * HOUR <= self.wait_us() <= HOUR, self.wait_us())  # up to a tenth earlier, by lot

    def test_never_more_often_than_each_5_minutes_nor_less_than_each_day(self):
        self.origin.routes["/often"] = answer(rss(*self.dates(1, 2, 3, 4, 5)))
        self.origin.routes["/seldom"] = answer(rss(*self.dates(500000, 900000, 1300000)))
        self.subscribe(self.origin.url("/often"), self.origin.url("/seldom"))
        self.fetch()
        self.assertTrue(5 * MINUTE <= self.wait_us(1) < 6 * MINUTE, self.wait_us(1))
        self.assertTrue(0.89 * DAY < self.wait_us(2) <= DAY, self.wait_us(2))

    def test_documents_that_would_reach_out(self):
        """No external DTD, no entity from a file or the net; many ordinary references are text."""
        secret = os.path.join(self.folder.name, "secret")
        with open(secret, "w", encoding="utf-8") as f:
            f.write("sesame")
        head = (f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "{self.origin.url("/x.dtd")}" [<!ENTITY f SYSTEM "file://{secret}">'
                f'<!ENTITY n SYSTEM "{self.origin.url("/x.ent")}"><!ENTITY % p SYSTEM "{self.origin.url("/p.ent")}"> %p;]>')
        many = item(2, WORDS * 12 + "&amp;lt; " * 200000)
        self.origin.routes["/feed"] = answer(head + rss(item(1, WORDS * 12 + "A &f; &n; B"), many))
        self.subscribe(self.origin.url("/feed"))
        self.assertIn("2 new articles", self.fetch().stdout)
        self.assertEqual(self.origin.paths(), ["/feed"])
        texts = {a[0]: a[1] for a in self.articles()}
        self.assertNotIn("sesame", texts["Harbour news 1"])
        self.assertEqual(texts["Harbour news 2"].count("<"), 200000)


class Turns(CollectCase):
    def test_a_host_that_is_redirected_to_has_its_turns_and_pauses(self):
        """Ten feeds on ten hosts lead to one: there one request at a time, with the pause, 429 for all."""
        shared = "127.0.1.1"

        def slow(c, head):
            time.sleep(0.05)
            c.sendall(answer(rss(item(1))))
        self.origin.routes["/feed"] = slow
        self.origin.routes["/old"] = answer(b"", "301 Moved", f"Location: {self.origin.url('/feed', shared)}")
        self.subscribe(*(self.origin.url("/old", f"127.0.0.{n + 1}") for n in range(10)), self.origin.url("/feed", shared))
        done = self.fetch(env={"COURANT_FETCH_PAUSE": "200"})
        self.assertIn("11 feeds asked: 0 unchanged, 0 failed", done.stdout, done.stderr)
        self.assertEqual(self.origin.busy_max[shared], 1)
        times = sorted(t for path, _, t in self.origin.seen if path == "/feed")
        self.assertEqual(len(times), 11)
        self.assertTrue(all(b - a >= 0.24 for a, b in zip(times, times[1:])), times)
        self.assertEqual(self.row("moved_url")[0], self.origin.url("/feed", shared))

    def test_a_refusal_counts_for_those_who_are_redirected(self):
        shared = "127.0.1.1"
        self.origin.routes["/feed"] = answer("no", "429 Slow", "Retry-After: 600")
        self.origin.routes["/old"] = answer(b"", "302 Found", f"Location: {self.origin.url('/feed', shared)}")
        self.subscribe(*(self.origin.url("/old", f"127.0.0.{n + 1}") for n in range(5)))
        done = self.fetch(env={"COURANT_FETCH_PAUSE": "100"})
        self.assertEqual(self.origin.paths().count("/feed"), 1)
        self.assertEqual(done.stderr.count("429"), 5, done.stderr)
        for n in range(5):
            self.assertGreater(self.wait_us(n + 1), 580 * 10**6)

    def test_a_redirect_on_the_same_host_goes_on_at_once(self):
        self.origin.routes["/old"] = answer(b"", "301 Moved", "Location: /mid")
        self.origin.routes["/mid"] = answer(b"", "301 Moved", "Location: /new")
        self.origin.routes["/new"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/old"))
        begin = time.monotonic()
        self.fetch(env={"COURANT_FETCH_PAUSE": "5000"})
        self.assertLess(time.monotonic() - begin, 4)
        self.assertEqual(self.origin.paths(), ["/old", "/mid", "/new"])

    def test_time_is_counted_over_all_redirects(self):
        def slow(c, head):
            time.sleep(0.7)
            n = int(head.split()[1][1:])
            c.sendall(answer(b"", "302 Found", f"Location: /{n + 1}"))
        for n in range(5):
            self.origin.routes[f"/{n}"] = slow
        self.origin.routes["/5"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/0"))
        begin = time.monotonic()
        done = self.fetch(env={"COURANT_FETCH_TIMEOUT": "2"})
        self.assertIn("no complete answer within 2 s", done.stderr)
        self.assertLess(time.monotonic() - begin, 4)

    def test_ten_seconds_to_connect(self):
        """A server that takes connections and never says a word: TLS belongs to connecting."""
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            s.listen(1)
            self.subscribe(f"https://127.0.0.1:{s.getsockname()[1]}/")
            begin = time.monotonic()
            done = self.fetch()
        self.assertIn("no complete answer", done.stderr)
        self.assertTrue(9.5 < time.monotonic() - begin < 14, done.stderr)


class Robots(CollectCase):
    def teased(self):
        self.origin.routes["/feed"] = answer(rss(item(1, "In short.", self.origin.url("/closed/1")),
                                                 item(2, "In short.", self.origin.url("/open/2"))))
        for path in ("/closed/1", "/open/2"):
            self.origin.routes[path] = answer(page(path), "200 OK", "Content-Type: text/html")
        self.subscribe(self.origin.url("/feed"))

    def test_over_five_redirects(self):
        self.teased()
        self.origin.routes["/robots.txt"] = answer(b"", "301 Moved", "Location: /r1")
        for n in range(1, 5):
            self.origin.routes[f"/r{n}"] = answer(b"", "302 Found", f"Location: /r{n + 1}")
        self.origin.routes["/r5"] = answer("User-agent: *\nDisallow: /closed/")
        self.fetch()
        self.assertIn("/r5", self.origin.paths())
        self.assertIn("/open/2", self.origin.paths())
        self.assertNotIn("/closed/1", self.origin.paths())

    def test_half_a_megabyte_is_read(self):
        self.teased()
        rules = "User-agent: *\n" + "".join(f"Disallow: /x/{n:06}\n" for n in range(26000))
        self.assertLess(500 << 10, len(rules) + 20)
        rules = rules[:(500 << 10) - 40].rsplit("\n", 1)[0] + "\nDisallow: /closed/\n"
        self.assertLess(len(rules), 500 << 10)
        self.origin.routes["/robots.txt"] = answer(rules)
        self.fetch()
        self.assertIn("/open/2", self.origin.paths())
        self.assertNotIn("/closed/1", self.origin.paths())

    def test_403_allows_and_503_forbids(self):
        for code, asked in (("403 Forbidden", True), ("503 Busy", False)):
            with self.subTest(code):
                self.origin.seen.clear()
                shutil.rmtree(os.path.join(self.folder.name, "data"), ignore_errors=True)
                self.teased()
                self.origin.routes["/robots.txt"] = answer("no", code)
                self.fetch()
                self.assertEqual("/closed/1" in self.origin.paths(), asked)

    def test_asked_once_for_many_pages(self):
        self.origin.routes["/feed"] = answer(rss(*(item(n, "In short.", self.origin.url(f"/{n}")) for n in range(9))))
        for n in range(9):
            self.origin.routes[f"/{n}"] = answer(page(f"Number {n}"), "200 OK", "Content-Type: text/html")
        self.subscribe(self.origin.url("/feed"))
        self.assertIn("9 pages fetched", self.fetch().stdout)
        self.assertEqual(self.origin.paths().count("/robots.txt"), 1)


@unittest.skipUnless(shutil.which("nginx") and shutil.which("openssl"), "nginx or openssl is not installed")
class Http2(CollectCase):
    """A server of the world: nginx with HTTP/2 and a certificate of an authority of our own."""

    def setUp(self):
        super().setUp()
        base = self.base = tempfile.mkdtemp(prefix="courant-nginx-")
        self.addCleanup(shutil.rmtree, base, True)
        os.chmod(base, 0o755)
        ssl = lambda *args: subprocess.run(["openssl", *args], cwd=base, check=True, capture_output=True)
        ssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=Our own",
            "-keyout", "ca.key", "-out", "ca.pem")
        ssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=localhost", "-keyout", "site.key",
            "-out", "site.csr")
        with open(os.path.join(base, "names"), "w", encoding="utf-8") as f:
            f.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        ssl("x509", "-req", "-in", "site.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names",
            "-out", "site.pem")
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        os.mkdir(os.path.join(base, "www"))
        user = "user root;" if os.getuid() == 0 else ""
        with open(os.path.join(base, "conf"), "w", encoding="utf-8") as f:
            f.write(f"""{user} daemon off; worker_processes 1; pid {base}/pid; error_log {base}/error.log;
events {{ worker_connections 64; }}
http {{ default_type application/rss+xml; gzip on; gzip_types application/rss+xml; gzip_min_length 100;
  log_format wire '$server_protocol $connection $status $uri'; access_log {base}/access.log wire;
  client_body_temp_path {base}/b; proxy_temp_path {base}/p; fastcgi_temp_path {base}/f; uwsgi_temp_path {base}/u; scgi_temp_path {base}/s;
  server {{ listen 127.0.0.1:{self.port} ssl http2; listen 127.0.0.2:{self.port} ssl http2;
    ssl_certificate {base}/site.pem; ssl_certificate_key {base}/site.key; root {base}/www;
    location = /old {{ return 301 /0; }} }} }}
""")
        server = subprocess.Popen(["nginx", "-e", f"{base}/error.log", "-c", f"{base}/conf"], stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        for n in range(5):
            with open(os.path.join(base, "www", str(n)), "w", encoding="utf-8") as f:
                f.write(rss(item(n)))
        end = time.monotonic() + 10
        while time.monotonic() < end:
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", self.port)) == 0:
                    break
            time.sleep(0.05)

    def env(self):
        return {**super().env(), "COURANT_FETCH_CA": os.path.join(self.base, "ca.pem")}

    def at(self, path, host="localhost"):
        return f"https://{host}:{self.port}{path}"

    def log(self):
        with open(os.path.join(self.base, "access.log"), encoding="utf-8") as f:
            return [line.split() for line in f]

    def test_feeds_of_one_host_over_one_connection(self):
        tape = os.path.join(self.folder.name, "it.warc.gz")
        self.subscribe(*(self.at(f"/{n}") for n in range(5)), self.at("/old"))
        done = self.fetch("--record", tape)
        self.assertIn("6 feeds asked: 0 unchanged, 0 failed\n5 new articles", done.stdout, done.stderr)
        lines = self.log()
        self.assertEqual({line[0] for line in lines}, {"HTTP/2.0"}, lines)
        self.assertEqual(len({line[1] for line in lines}), 1, lines)
        self.assertEqual(sorted(line[3] for line in lines), ["/0", "/0", "/1", "/2", "/3", "/4", "/old"])
        self.assertIn("6 feeds asked: 6 unchanged, 0 failed", self.fetch("--all").stdout)
        # As HTTP/1.1 would have it, for other readers; compressed as it came.
        with gzip.open(tape) as f:
            text = f.read()
        self.assertIn(b"\r\n\r\nHTTP/1.1 200 \r\n", text)
        self.assertNotIn(b"\r\n\r\nHTTP/2", text)
        self.assertIn(b"content-encoding: gzip", text)
        before = [a[:3] for a in self.articles()]
        shutil.rmtree(os.path.join(self.folder.name, "data"))
        self.subscribe(*(self.at(f"/{n}") for n in range(5)), self.at("/old"))
        self.assertIn("5 new articles", self.fetch("--replay", tape).stdout)
        self.assertEqual([a[:3] for a in self.articles()], before)

    def test_certificates_are_looked_at(self):
        self.subscribe(self.at("/1"), self.at("/2", "127.0.0.2"))
        # The authority is known: one name fits, the other does not.
        done = self.fetch()
        self.assertIn("2 feeds asked: 0 unchanged, 1 failed", done.stdout)
        self.assertRegex(done.stderr, r"127\.0\.0\.2.*SSL: no alternative certificate subject name")
        done = self.fetch("--all", env={"COURANT_FETCH_CA": ""})
        self.assertIn("2 feeds asked: 0 unchanged, 2 failed", done.stdout)
        self.assertIn("SSL certificate problem", done.stderr)
        self.assertEqual([line[3] for line in self.log()], ["/1"])
        done = self.run_it("fetch", env={"COURANT_FETCH_CA": "/no/such.pem"}, status=2)
        self.assertIn("fetch_ca", done.stderr)


if __name__ == "__main__":
    unittest.main()
