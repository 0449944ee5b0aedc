"""What the tests of subscriptions share: a scripted origin, feeds and pages, courant in a folder of its own.
COURANT names the binary. The store is looked into, and its plan moved in time, with sqlite3."""
import json
import os
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

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


class CollectCase(unittest.TestCase):
    def setUp(self):
        self.origin = Origin()
        self.addCleanup(self.origin.close)
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def env(self):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
        clean.update(COURANT_FETCH_PRIVATE="on", COURANT_FETCH_PAUSE="0", COURANT_THREADS="2",
                     COURANT_SOURCE_ICONS="off")
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
