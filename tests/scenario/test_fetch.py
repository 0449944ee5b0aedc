"""Fetching one page, seen from a scripted origin: what is asked, what is followed, and what no
answer can do. COURANT names the binary, PROBE tests/scenario/fetch_probe."""
import gzip
import json
import os
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import zlib

COURANT = os.path.abspath(os.environ["COURANT"])
PROBE = os.path.abspath(os.environ["PROBE"])
TEXT = ("The new harbour of Port Sallow opened on Wednesday after eleven years of works that many "
        "in the town had stopped believing in. Ferries left on time, and the first was full. ")
PAGE = ("<!DOCTYPE html><html lang=en><title>Harbour opens</title><body><article><h1>Harbour opens"
        "</h1>" + "".join(f"<p>{TEXT * 2}<a href='rest'>More {n}</a></p>" for n in range(4))
        + "</article></body></html>").encode()


def answer(body=PAGE, code="200 OK", *headers, length=True):
    head = [f"HTTP/1.1 {code}", "Connection: close", *headers]
    if length:
        head.append(f"Content-Length: {len(body)}")
    return ("\r\n".join(head) + "\r\n\r\n").encode() + body


class Origin:
    """Answers each path with what ROUTES says: bytes, or a function of the connection. Every
    request's head is in .seen, every connection's local address in .peers."""

    def __init__(self):
        self.routes, self.seen, self.peers, self.times = {}, [], [], []
        self.socket = socket.socket()
        self.socket.bind(("0.0.0.0", 0))
        self.socket.listen(16)
        self.port = self.socket.getsockname()[1]
        self.open = True
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while self.open:
            try:
                c, _ = self.socket.accept()
            except OSError:
                return
            self.peers.append(c.getsockname()[0])
            threading.Thread(target=self.serve, args=(c,), daemon=True).start()

    def serve(self, c):
        with c:
            try:
                head = b""
                while b"\r\n\r\n" not in head:
                    part = c.recv(4096)
                    if not part:
                        return
                    head += part
                self.seen.append(head.decode())
                self.times.append(time.monotonic())
                route = self.routes.get(head.split()[1].decode(), answer(b"none", "404 Not Found"))
                if callable(route):
                    route(c)
                else:
                    c.sendall(route)
                c.shutdown(socket.SHUT_WR)
                c.settimeout(2)
                c.recv(1)
            except OSError:
                pass

    def url(self, path="/", host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def close(self):
        self.open = False
        self.socket.close()


class Fetch(unittest.TestCase):
    def setUp(self):
        self.origin = Origin()
        self.addCleanup(self.origin.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def run_it(self, *args, env=()):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
        clean.update({"http_proxy": "http://127.0.0.1:1/", "ALL_PROXY": "http://127.0.0.1:1/"})
        clean.update(env)
        return subprocess.run(args, cwd=self.folder.name, env=clean, capture_output=True, text=True,
                              timeout=60)

    def extract(self, *urls, flags=("--fetch-private",)):
        done = self.run_it(COURANT, "extract", *flags, *urls)
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    def probe(self, path):
        begin = time.monotonic()
        done = self.run_it(PROBE, self.origin.url(path))
        self.assertLess(time.monotonic() - begin, 20)
        return done.stdout.strip()

    def test_a_page_is_fetched_and_read(self):
        self.origin.routes["/a/b"] = answer(PAGE, "200 OK", "Content-Type: text/html; charset=utf-8",
                                            "Set-Cookie: track=1")
        status, lines, err = self.extract(self.origin.url("/a/b#part"))
        self.assertEqual((status, err), (0, ""), lines)
        self.assertEqual(lines[0]["title"], "Harbour opens")
        self.assertEqual(lines[0]["file"], self.origin.url("/a/b#part"))
        self.assertTrue(lines[0]["url"].startswith(self.origin.url("/a/b")))
        self.assertIn(self.origin.url("/a/rest"), lines[0]["html"])

    def test_the_request_is_ours_and_says_no_more_than_it_must(self):
        self.origin.routes["/"] = answer(PAGE, "302 Found", "Location: /next", "Set-Cookie: a=b")
        self.origin.routes["/next"] = answer()
        self.assertEqual(self.extract(self.origin.url())[0], 0)
        for head in self.origin.seen:
            lines = head.split("\r\n")
            self.assertTrue(lines[0].startswith("GET /"))
            names = {line.split(":")[0].lower() for line in lines[1:] if line}
            self.assertEqual(names, {"host", "user-agent", "accept", "accept-encoding"})
            self.assertRegex(head, r"(?i)user-agent: courant/\d+\.\d+\.\d+\r\n")
            for coding in ("gzip", "br", "zstd"):
                self.assertRegex(head, rf"(?i)accept-encoding:[^\r]*\b{coding}\b")

    def test_the_site_is_told_who_asks(self):
        self.origin.routes["/"] = answer()
        self.extract(self.origin.url(),
                     flags=("--fetch-private", "--public-url", "https://news.example/"))
        self.assertIn("(+https://news.example/)", self.origin.seen[0])

    def test_charset_of_the_header_counts(self):
        self.origin.routes["/"] = answer(PAGE.replace(b"Ferries", "Fähren".encode("cp1252")), "200 OK",
                                         "Content-Type: text/html; charset=windows-1252")
        self.assertIn("Fähren", self.extract(self.origin.url())[1][0]["text"])

    def test_compressed_pages(self):
        self.origin.routes["/gzip"] = answer(gzip.compress(PAGE), "200 OK", "Content-Encoding: gzip")
        self.origin.routes["/deflate"] = answer(zlib.compress(PAGE), "200 OK", "Content-Encoding: deflate")
        for path in ("/gzip", "/deflate"):
            self.assertEqual(self.probe(path).split()[0], str(len(PAGE)))

    def test_private_addresses_are_refused_unless_allowed(self):
        self.origin.routes["/"] = answer()
        for host in ("127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "0.0.0.0", "[::1]",
                     "[::ffff:127.0.0.1]", "[::]", "127.0.0.2"):
            status, lines, _ = self.extract(self.origin.url(host=host), flags=())
            self.assertEqual(status, 1, host)
            self.assertIn("no public address", lines[0]["error"], host)
        self.assertEqual(self.origin.peers, [])
        self.assertEqual(self.extract(self.origin.url())[0], 0)

    def test_redirect_to_a_private_address_is_refused_before_it_connects(self):
        self.origin.routes["/"] = answer(b"", "302 Found", f"Location: {self.origin.url('/x', '127.0.0.2')}")
        self.assertRegex(self.probe("/"), "denied: it leads to 127.0.0.2, which is no public address")
        self.assertEqual(self.origin.peers, ["127.0.0.1"])

    def test_redirect_to_another_scheme_is_refused(self):
        secret = os.path.join(self.folder.name, "secret")
        with open(secret, "w") as f:
            f.write("secret")
        for target in ("file://" + secret, "ftp://127.0.0.1/", "gopher://127.0.0.1/", "dict://127.0.0.1/"):
            self.origin.routes["/"] = answer(b"", "301 Moved", "Location: " + target)
            self.assertRegex(self.probe("/"), "^denied: .*not http or https")

    def test_five_redirects_and_no_more(self):
        for n in range(8):
            self.origin.routes[f"/{n}"] = answer(b"", "307 Temporary Redirect", f"Location: /{n + 1}")
        self.origin.routes["/8"] = answer()
        self.assertEqual(self.probe("/3"), f"{len(PAGE)} {self.origin.url('/8')}")
        self.assertEqual(self.probe("/2"), "limit: more than 5 redirects")
        self.origin.routes["/loop"] = answer(b"", "302 Found", "Location: /loop")
        self.assertEqual(self.probe("/loop"), "limit: more than 5 redirects")

    def test_endless_body(self):
        def endless(c):
            c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            for _ in range(4000):
                c.sendall(b"x" * 65536)
        self.origin.routes["/"] = endless
        self.assertEqual(self.probe("/"), "limit: it is larger than 1048576 bytes")

    def test_announced_size_does_not_matter(self):
        self.origin.routes["/"] = answer(b"x" * 2000000, "200 OK", length=True)
        self.assertEqual(self.probe("/"), "limit: it is larger than 1048576 bytes")

    def test_gzip_bomb(self):
        bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
        small = b"".join(bomb.compress(b"\0" * (1 << 20)) for _ in range(512)) + bomb.flush()
        self.assertLess(len(small), 1 << 20)
        self.origin.routes["/"] = answer(small, "200 OK", "Content-Encoding: gzip", "Content-Type: text/html")
        self.assertEqual(self.probe("/"), "limit: it is larger than 1048576 bytes")

    def test_slow_drip(self):
        def drip(c):
            c.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
            for _ in range(200):
                c.sendall(b"x")
                time.sleep(0.1)
        self.origin.routes["/"] = drip
        self.assertRegex(self.probe("/"), "^timeout: ")
        begin = time.monotonic()
        status, lines, _ = self.extract(self.origin.url(),
                                        flags=("--fetch-private", "--fetch-timeout", "1"))
        self.assertEqual((status, lines[0]["error"]), (1, "no complete answer within 1 s"))
        self.assertLess(time.monotonic() - begin, 10)

    def test_endless_headers(self):
        def endless(c):
            c.sendall(b"HTTP/1.1 200 OK\r\n")
            for n in range(100000):
                c.sendall(b"X-%d: %s\r\n" % (n, b"y" * 1000))
        self.origin.routes["/"] = endless
        self.assertRegex(self.probe("/"), "^(limit: its headers have no end|net: Too large response headers.*)$")

    def test_error_page_without_end(self):
        def endless(c):
            c.sendall(b"HTTP/1.1 500 Oops\r\n\r\n")
            for _ in range(4000):
                c.sendall(b"x" * 65536)
        self.origin.routes["/"] = endless
        self.assertEqual(self.probe("/"), "net: the site answered 500")

    def test_other_kinds_of_file(self):
        for kind in ("application/pdf", "image/png", "video/mp4; codecs=x"):
            self.origin.routes["/"] = answer(PAGE, "200 OK", f"Content-Type: {kind}")
            self.assertEqual(self.probe("/"), f"input: it is '{kind}', not a page")
        for kind in ("application/xhtml+xml", "text/plain", "TEXT/HTML"):
            self.origin.routes["/"] = answer(PAGE, "200 OK", f"Content-Type: {kind}")
            self.assertEqual(self.probe("/").split()[0], str(len(PAGE)))

    def test_statuses_in_words(self):
        cases = {"404 Not Found": "notfound: the site answered 404: there is no such page",
                 "410 Gone": "notfound: the site answered 410: there is no such page",
                 "403 Forbidden": "denied: the site answered 403: it does not give this page out",
                 "429 Slow": "busy: the site answered 429: try again in 77 s",
                 "502 Bad": "net: the site answered 502"}
        for code, text in cases.items():
            self.origin.routes["/"] = answer(b"sorry", code, "Retry-After: 77")
            self.assertEqual(self.probe("/"), text)

    def test_broken_answers(self):
        for raw in (b"", b"junk\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"):
            self.origin.routes["/"] = raw
            self.assertRegex(self.probe("/"), "^net: .+")
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            closed = s.getsockname()[1]
        self.assertRegex(self.run_it(PROBE, f"http://127.0.0.1:{closed}/").stdout, "^net: .+")

    def test_pages_of_one_site_are_asked_one_after_the_other_and_answered_in_order(self):
        for n in range(3):
            self.origin.routes[f"/{n}"] = answer(PAGE.replace(b"Harbour opens", b"Harbour %d" % n))
        status, lines, _ = self.extract(*[self.origin.url(f"/{n}") for n in range(3)], self.origin.url("/none"))
        self.assertEqual(status, 1)
        self.assertEqual([line.get("title") for line in lines], ["Harbour 0", "Harbour 1", "Harbour 2", None])
        self.assertEqual(lines[3], {"file": self.origin.url("/none"),
                                    "error": "the site answered 404: there is no such page"})
        gaps = [b - a for a, b in zip(self.origin.times, self.origin.times[1:])]
        self.assertTrue(all(gap >= 0.99 for gap in gaps), gaps)

    def test_control_c_ends_a_wait(self):
        self.origin.routes["/"] = lambda c: time.sleep(30)
        process = subprocess.Popen([COURANT, "extract", "--fetch-private", self.origin.url()],
                                   cwd=self.folder.name, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while not self.origin.seen:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
        self.assertEqual(process.returncode, 1)
        self.assertIn(b"stopped", err)


if __name__ == "__main__":
    unittest.main()
