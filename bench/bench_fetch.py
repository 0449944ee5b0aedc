#!/usr/bin/env python3
"""Subscriptions against a local nginx: FEEDS feeds of 20 entries, each on a host of its own
(127.a.b.c), asked for the first time, then again when nothing has changed. Processor time of courant
by thread, peak memory; beside it, in the same run, the bare insert of the same rows into SQLite with
FTS5 (bare_rows). Usage: bench_fetch.py BUILD_DIR [FEEDS]. Needs nginx (Debian: nginx-light)."""
import os
import random
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

ITEMS, WORDS, VOCABULARY = 20, 220, 30000


def vocabulary():
    starts = "ka mi tor sel pre con har el min gov re ba lin stra du wo".split()
    ends = ["", "s", "ed", "ing", "tion", "er", "ly", "ment"]
    pick = random.Random(1)
    return ["".join(pick.choice(starts) for _ in range(2 if n < 100 else 3)) + pick.choice(ends)
            for n in range(VOCABULARY)]


def text(pick, words):
    """Half of all words are of the commonest hundred, as in language."""
    sentences = []
    for _ in range(WORDS // 20):
        line = [words[pick.randrange(100) if pick.random() < 0.5 else pick.randrange(VOCABULARY)]
                for _ in range(20)]
        sentences.append(" ".join(line).capitalize() + ".")
    return "".join(f"<p>{' '.join(sentences[n:n + 4])}</p>" for n in range(0, len(sentences), 4))


def write_feeds(folder, feeds):
    words, pick = vocabulary(), random.Random(2)
    size = 0
    now = time.time()
    for n in range(feeds):
        items = []
        for k in range(ITEMS):
            stamp = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(now - 7200 * k - n))
            items.append(f"<item><title>{' '.join(pick.choices(words, k=8)).capitalize()}</title>"
                         f"<link>http://{host(n)}/{k}.html</link><guid isPermaLink='false'>f{n}-{k}</guid>"
                         f"<pubDate>{stamp}</pubDate><description><![CDATA[{text(pick, words)}]]></description></item>")
        body = (f"<?xml version='1.0'?><rss version='2.0'><channel><title>Paper {n}</title>"
                f"<link>http://{host(n)}/</link>{''.join(items)}</channel></rss>")
        size += len(body)
        with open(os.path.join(folder, f"{n}.xml"), "w", encoding="utf-8") as f:
            f.write(body)
    return size


def host(n):
    return f"127.{1 + n // 60000}.{n // 250 % 240}.{n % 250 + 1}"


def start_nginx(folder):
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    conf = os.path.join(folder, "nginx.conf")
    user = "user root; " if os.getuid() == 0 else ""
    with open(conf, "w", encoding="utf-8") as f:
        f.write(f"""{user}daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{ access_log off; etag on; types {{ application/rss+xml xml; }}
 client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
 uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
 server {{ listen 0.0.0.0:{port}; root {folder}/www; }} }}""")
    process = subprocess.Popen(["nginx", "-e", f"{folder}/error.log", "-c", conf])
    time.sleep(0.5)
    return process, port


def threads_of(pid, into):
    """Ticks of each thread's name so far."""
    ticks = {}
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/stat", encoding="ascii") as f:
                line = f.read()
            name, rest = line[line.index("(") + 1:line.rindex(")")], line[line.rindex(")") + 2:].split()
            ticks[name] = ticks.get(name, 0) + int(rest[11]) + int(rest[12])
    except OSError:
        return
    if sum(ticks.values()) >= sum(into.values()):
        into.clear()
        into.update(ticks)


def run(courant, folder, *args):
    """(processor seconds, wall seconds, peak MB, seconds by thread, output)"""
    env = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
    begin = time.monotonic()
    process = subprocess.Popen([courant, "--data", folder + "/data", *args, "--fetch-private"],
                               env=env, stdout=subprocess.PIPE, text=True)
    by_thread = {}
    done = threading.Event()

    def sample():
        while not done.wait(0.02):
            threads_of(process.pid, by_thread)
    watcher = threading.Thread(target=sample)
    watcher.start()
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    watcher.join()
    if process.returncode:
        sys.exit(f"bench_fetch: courant {args[0]} failed")
    hertz = os.sysconf("SC_CLK_TCK")
    return (usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss / 1024,
            {k: v / hertz for k, v in by_thread.items()}, out)


def report(label, result, feeds):
    cpu, wall, peak, threads, out = result
    print(f"{label}: {cpu:.2f} s of processor ({1000 * cpu / feeds:.2f} ms a feed), {wall:.2f} s, "
          f"peak {peak:.0f} MB; {out.splitlines()[0]}")
    print("   by thread: " + ", ".join(f"{k} {v:.2f}" for k, v in sorted(threads.items())))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    if not shutil.which("nginx"):
        print("bench_fetch: nginx is missing: apt install nginx-light")
        sys.exit(77)
    build = os.path.abspath(sys.argv[1])
    feeds = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    courant = os.path.join(build, "courant")
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/www")
        size = write_feeds(folder + "/www", feeds)
        nginx, port = start_nginx(folder)
        try:
            with open(folder + "/list.opml", "w", encoding="utf-8") as f:
                f.write("<opml>" + "".join(f"<outline xmlUrl='http://{host(n)}:{port}/{n}.xml'/>"
                                           for n in range(feeds)) + "</opml>")
            run(courant, folder, "opml", "import", folder + "/list.opml")
            print(f"{feeds} feeds of {ITEMS} entries, {size / 1e6:.1f} MB")
            cold = run(courant, folder, "fetch")
            warm = run(courant, folder, "fetch", "--all")
            bare = subprocess.run([build + "/bench/bare_rows", folder + "/data/courant.db", folder + "/bare.db"],
                                  capture_output=True, text=True, check=True).stdout.split()
            report("cold", cold, feeds)
            report("warm", warm, feeds)
            print(f"bare insert of the same {bare[1]} rows: {float(bare[0]):.2f} s; cold is "
                  f"{cold[0] / float(bare[0]):.1f} times that")
        finally:
            nginx.terminate()
            nginx.wait()


if __name__ == "__main__":
    main()
