#!/usr/bin/env python3
"""Reading and posting at the same time: 200 connections for 60 seconds against `courant serve`, half
of them readers with accounts who also write comments. No answer may be an error, no comment that was
taken may be missing afterwards, and memory has to stay flat.

    bench/bench_mixed.py [SECONDS, 60] [CONNECTIONS, 200] [BUILD_DIR, build]

Each connection sends a request, waits 0.1 to 0.3 s like a fast reader, and goes on. A minute without
posts comes first (a quarter of SECONDS), so that what posting costs those who read can be told. Every
connection has an address of its own by X-Forwarded-For, as behind a proxy: the limits by address are
part of what is measured. Exit status 1 when something was lost or failed.
"""
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.parse

ARTICLES = 300
THINK_S = (0.1, 0.3)
POSTS = 9  # of each who writes; an account may post ten in a row
PASSWORD = "quiet harbour lamps"
MEMORY_GROWTH_MAX = 1.15  # from the middle to the end


class Client:
    """One keep-alive connection with cookies and an address of its own."""

    def __init__(self, port, number):
        self.port, self.number, self.cookies = port, number, {}
        self.reader = self.writer = None

    async def request(self, method, target, form=None):
        """(status, headers by lower-case name, body)"""
        if self.writer is None or self.writer.is_closing():
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = urllib.parse.urlencode(form).encode() if form is not None else b""
        lines = [f"{method} {target} HTTP/1.1", f"Host: 127.0.0.1:{self.port}",
                 f"X-Forwarded-For: 10.0.{self.number // 250}.{self.number % 250 + 1}"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        if form is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded",
                      f"Content-Length: {len(body)}"]
        self.writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {}
        for line in head[1:]:
            name, _, value = line.partition(":")
            if name.lower() == "set-cookie":
                key, _, rest = value.strip().partition("=")
                self.cookies[key] = rest.split(";")[0]
            headers[name.lower()] = value.strip()
        answer = await self.reader.readexactly(int(headers.get("content-length", 0)))
        if headers.get("connection", "").lower() == "close":
            self.writer.close()
        return int(head[0].split()[1]), headers, answer.decode("utf-8", "replace")


def token_of(page):
    found = re.search(r'name="token" value="([0-9a-f]+)"', page)
    return found.group(1) if found else ""


class Run:
    def __init__(self, port, connections, seconds):
        self.port, self.post_every_s = port, seconds / POSTS
        self.clients = [Client(port, n) for n in range(connections)]
        self.writers = self.clients[::2]
        self.posted, self.errors = {}, []
        self.times = {"read alone": [], "read while others post": [], "post": []}
        self.articles = []

    async def join(self, client):
        _, _, page = await client.request("GET", "/signup")
        status, _, _ = await client.request("POST", "/signup", {
            "token": token_of(page), "name": f"reader{client.number}", "password": PASSWORD,
            "again": PASSWORD})
        if status != 303:
            raise SystemExit(f"bench_mixed: sign-up answered {status}")

    async def timed(self, kind, client, method, target, form=None):
        began = time.perf_counter()
        status, headers, page = await client.request(method, target, form)
        self.times[kind].append(time.perf_counter() - began)
        if status not in (200, 303):
            self.errors.append(f"{method} {target}: {status}")
        return status, headers, page

    def target(self):
        dice = random.random()
        article = random.choice(self.articles[:40])
        if dice < 0.1:
            return "/"
        if dice < 0.2:
            return f"/article/{article}/comments"
        return f"/article/{article}"

    async def post(self, client):
        article = random.choice(self.articles[:40])
        _, _, page = await self.timed("read while others post", client, "GET", f"/article/{article}")
        # Texts that differ in words: the same again would be held, whatever its numbers.
        words = ["".join(random.choices("bcdfghklmnprst", k=9)) for _ in range(3)]
        text = f"What {' '.join(words)} says of it is *not* the whole matter."
        form = {"token": token_of(page), "text": text, "do": "post"}
        parents = re.findall(r'href="/comment/(\d+)/reply"', page)
        if parents and random.random() < 0.5:
            form["parent"] = random.choice(parents)
        status, headers, page = await self.timed("post", client, "POST",
                                                 f"/article/{article}/comment", form)
        made = re.match(r"/comment/(\d+)\?done=posted", headers.get("location", ""))
        if made:
            self.posted[int(made.group(1))] = text
        else:
            said = re.search(r'role="alert">([^<]*)', page)
            self.errors.append(f"post: {status} {headers.get('location')} "
                               f"{said.group(1) if said else page[:200]}")

    async def live(self, client, kind, until, posts):
        await asyncio.sleep(random.random() * 0.3)
        next_post = time.perf_counter() + random.random() * self.post_every_s
        while time.perf_counter() < until:
            if posts and time.perf_counter() >= next_post:
                next_post += self.post_every_s
                await self.post(client)
            else:
                await self.timed(kind, client, "GET", self.target())
            await asyncio.sleep(random.uniform(*THINK_S))

    async def everybody(self, kind, seconds, posts):
        until = time.perf_counter() + seconds
        done = await asyncio.gather(
            *(self.live(c, kind, until, posts and c in self.writers) for c in self.clients),
            return_exceptions=True)
        self.errors += [repr(e) for e in done if isinstance(e, Exception)]


def rss_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) / 1024


def cpu_s(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def spread(times):
    times = sorted(times)
    if not times:
        return "none"
    at = lambda share: times[min(len(times) - 1, int(len(times) * share))] * 1e3
    return (f"{len(times):>6} requests, p50 {at(.5):.1f} ms, p99 {at(.99):.1f} ms, "
            f"longest {times[-1] * 1e3:.0f} ms")


async def measure(run, pid, seconds):
    for i in range(0, len(run.writers), 8):
        await asyncio.gather(*(run.join(c) for c in run.writers[i:i + 8]))
    _, _, front = await run.clients[1].request("GET", "/archive")
    run.articles = sorted(set(map(int, re.findall(r'href="/article/(\d+)"', front))))
    began = cpu_s(pid)
    await run.everybody("read alone", seconds / 4, False)
    alone = cpu_s(pid) - began
    memory = [rss_mb(pid)]
    began = cpu_s(pid)
    for _ in range(2):
        await run.everybody("read while others post", seconds / 2, True)
        memory.append(rss_mb(pid))
    return memory, alone, cpu_s(pid) - began


def lost(courant, data, posted):
    """Ids of comments that were taken but are not in the store as they were sent."""
    out = subprocess.run([courant, "export", "--data", data, "--comments"], check=True,
                         stdout=subprocess.PIPE).stdout.decode()
    kept = {row["id"]: row for row in map(json.loads, out.splitlines())}
    return [i for i, text in posted.items()
            if text not in json.dumps(kept.get(i), ensure_ascii=False)]


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    connections = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    courant = os.path.join(sys.argv[3] if len(sys.argv) > 3 else "build", "courant")
    here = os.path.dirname(os.path.abspath(__file__))
    with tempfile.TemporaryDirectory() as work:
        data = os.path.join(work, "data")
        with open(os.path.join(work, "articles.jsonl"), "wb") as f:
            subprocess.run([sys.executable, os.path.join(here, "make_articles.py"), str(ARTICLES)],
                           stdout=f, check=True)
        subprocess.run([courant, "import", "--data", data, f.name], check=True,
                       stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        server = subprocess.Popen(
            [courant, "serve", "--data", data, "--listen", "127.0.0.1:0", "--trusted-proxy",
             "127.0.0.1", "--signup", "open", "--premoderation", "none", "--log", "warn"],
            stdout=subprocess.PIPE, text=True)
        try:
            port = int(re.search(r":(\d+)/", server.stdout.readline()).group(1))
            run = Run(port, connections, seconds)
            memory, alone, mixed = asyncio.run(measure(run, server.pid, seconds))
        finally:
            server.terminate()
            server.wait()
        missing = lost(courant, data, run.posted)
    for kind, times in run.times.items():
        print(f"{kind + ':':<24}{spread(times)}")
    reads = [len(run.times[k]) for k in ("read alone", "read while others post")]
    print(f"processor time a page:  {alone / reads[0] * 1e3:.2f} ms alone, {mixed / reads[1] * 1e3:.2f} "
          "ms while others post (posts included)")
    print("RSS: " + ", ".join(f"{what} {mb:.1f} MB" for what, mb in
                              zip(("start", "middle", "end"), memory)))
    print(f"errors: {len(run.errors)}; comments: {len(run.posted)} taken, {len(missing)} lost")
    for error in run.errors[:10]:
        print("  " + error)
    grown = memory[2] > memory[1] * MEMORY_GROWTH_MAX
    sys.exit(1 if run.errors or missing or not run.posted or grown else 0)


if __name__ == "__main__":
    main()
