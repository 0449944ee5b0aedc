"""The origin of the fetch benchmarks: feeds of ITEMS entries made by lot (the same each time) and an
nginx that serves each on a host of its own (127.a.b.c). Used by bench_fetch.py and fetch_peers.py."""
import contextlib
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
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


def address(n, port):
    return f"http://{host(n)}:{port}/{n}.xml"


@contextlib.contextmanager
def serving(feeds):
    """(folder for what the caller writes, port, bytes of all feeds) while nginx serves them."""
    if not shutil.which("nginx"):
        print("origin: nginx is missing: apt install nginx-light")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/www")
        size = write_feeds(folder + "/www", feeds)
        nginx, port = start_nginx(folder)
        try:
            yield folder, port, size
        finally:
            nginx.terminate()
            nginx.wait()
