"""Stored markup through every field of comments: the payloads of the shared test data are posted as
comments and as links in them, given as reasons of reports and removals and as guests' names, and
quoted out of an article. What the site then serves of them is opened in Chromium by the judge that
comes with the data: no script runs, nothing live stays, nothing but images is requested, nothing
comes alive when it is parsed again, nothing breaks out of its place.

usage: judge_comments.py COURANT WORK-DIR; exit status 77 (skipped) like judge_sanitizer.py.
"""
import html
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path

import judge_sanitizer as judge

PASSWORD = "quiet harbour lamps"
REASON_MAX = 280  # bytes; longer ones are cut by the site
TEXT_MAX = 9000   # bytes of a comment


class Browser:
    """A visitor: cookies, and an address of its own."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies, self.number = {}, 0

    def send(self, method, target, form=None, address="192.0.2.1"):
        headers = {"X-Forwarded-For": address,
                   "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, target, body, headers)
        answer = self.connection.getresponse()
        for value in answer.headers.get_all("Set-Cookie") or []:
            key, _, rest = value.partition("=")
            self.cookies[key] = rest.split(";")[0]
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()

    def form(self, page, target, form, address="192.0.2.1"):
        """Sends FORM with the token of the page at PAGE."""
        token = re.search(r'name="token" value="([0-9a-f]+)"', self.send("GET", page)[2]).group(1)
        return self.send("POST", target, {"token": token, **form}, address)


def payloads():
    rows = []
    for name in judge.FILES:
        with open(judge.data_dir() / f"{name}.jsonl", encoding="utf-8") as f:
            rows += [json.loads(line) for line in f]
    for row in rows:  # forms carry neither NUL nor half characters
        row["html"] = row["html"].replace("\0", "").encode("utf-8", "replace").decode()
    return [row for row in rows if row["html"].strip() and len(row["html"].encode()) < TEXT_MAX]


def articles(path, rows):
    """Payloads as the text of articles: what a comment quotes."""
    with open(path, "w", encoding="utf-8") as f:
        for i in range(0, len(rows), 10):
            text = "".join(f"<p>{html.escape(' '.join(r['html'].split()))[:900]} was said there.</p>"
                           for r in rows[i:i + 10])
            f.write(json.dumps({"url": f"https://a.example/{i}", "title": rows[i]["html"][:200],
                                "html": text, "language": "en"}) + "\n")


def cut(page, begin, end):
    """What PAGE serves within <main>, from BEGIN to the last END, without the page's own script."""
    page = page[:page.index("</main>")]
    part = page[page.index(begin):page.rindex(end) + len(end)]
    return re.sub(r'<script src="/assets/[^"]*" defer></script>', "", part)


def post(owner, article, text, **more):
    """The new comment's id, 0 when the site had nothing to keep."""
    status, where, _ = owner.send("POST", f"/article/{article}/comment",
                                  {"token": owner.token, "text": text, "do": "post", **more})
    assert status in (303, 400), (status, text)
    return int(re.match(r"/comment/(\d+)", where).group(1)) if status == 303 else 0


def cases(owner, guest, rows):
    """Everything the site serves of the payloads, as cases for the judge."""
    kept = 0
    token_page = owner.send("GET", "/article/1/comment")[2]
    owner.token = re.search(r'name="token" value="([0-9a-f]+)"', token_page).group(1)
    for row in rows:
        plain = row["html"]
        link = "".join(plain.split()).replace(">", "%3E").replace("<", "%3C")
        text = f"{plain}\n\n[a link](<{link}>) ![a picture](<{link}>) <{link}> {link}"
        made = post(owner, 1, text[:TEXT_MAX])
        if not made:
            continue
        kept += 1
        page = owner.send("GET", f"/comment/{made}")[2]
        yield row["id"] + "-text", cut(page, '<ol class="thread', "</ol>")
    assert kept > 0.9 * len(rows), f"only {kept} of {len(rows)} could be posted"
    yield from reasons(owner, guest, rows)
    yield from quotations(owner, len(rows))


def reasons(owner, guest, rows):
    made = post(owner, 2, "What the others answer to.")
    form = guest.send("GET", "/article/2/comment")[2]
    token = re.search(r'name="token" value="([0-9a-f]+)"', form).group(1)
    for n, row in enumerate(rows[::4]):
        words = row["html"].encode()[:REASON_MAX].decode("utf-8", "ignore")
        address = f"10.1.{n // 250}.{n % 250 + 1}"
        below = post(owner, 2, f"Something to be removed, {row['id']}.", parent=made)
        post(owner, 2, f"An answer that keeps its place, {row['id']}.", parent=below)
        status, _, _ = guest.send("POST", f"/comment/{below}/report",
                                  {"token": token, "choice": words, "words": words}, address)
        assert status == 303, status
        page = owner.send("GET", f"/moderation/{below}")[2]
        yield row["id"] + "-report", cut(page, '<ol class="queue"', "</ol>")
        status, _, _ = owner.send("POST", f"/moderation/{below}/remove",
                                  {"token": owner.token, "choice": words})
        assert status == 303, status
        page = owner.send("GET", f"/comment/{below}")[2]
        yield row["id"] + "-removed", cut(page, '<ol class="thread', "</ol>")
        page = guest.send("POST", "/article/2/comment", {
            "token": token, "name": words[:40], "text": words, "s": words, "do": "preview"},
            address)[2]
        yield row["id"] + "-form", cut(page, '<form class="comment-form"', "</form>")


def quotations(owner, rows):
    for article in range(1, (rows + 9) // 10 + 1, 3):
        form = owner.send("GET", f"/article/{article}/comment")[2]
        for n in re.findall(r'<option value="(\d+)"', form)[:6]:
            made = post(owner, article, f"About sentence {n} of article {article}.", s=n, version="1")
            page = owner.send("GET", f"/comment/{made}")[2]
            yield f"quote-{article}-{n}", cut(page, '<ol class="thread', "</ol>")
        page = owner.send("GET", f"/article/{article}/comment?s=0")[2]
        yield f"choose-{article}", cut(page, '<form class="comment-form"', "</form>")


def serve(courant, work, rows):
    data = work / "data"
    articles(work / "articles.jsonl", rows)
    subprocess.run([courant, "import", "--data", data, work / "articles.jsonl"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    subprocess.run([courant, "user", "add", "owner", "--role", "owner", "--data", data], check=True,
                   input=PASSWORD.encode() + b"\n", stdout=subprocess.DEVNULL)
    return subprocess.Popen(
        [courant, "serve", "--data", data, "--listen", "127.0.0.1:0", "--trusted-proxy", "127.0.0.1",
         "--requests-per-second", "0", "--comments-guests", "on", "--premoderation", "none", "--log",
         "warn"], stdout=subprocess.PIPE, text=True)


def main():
    courant, work = os.path.abspath(sys.argv[1]), Path(sys.argv[2])
    data = judge.data_dir()
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            judge.skip(f"no {tool}")
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium")):
        judge.skip("no chromium")
    work.mkdir(parents=True, exist_ok=True)
    script, rows = judge.judge_in(work, data), payloads()
    with tempfile.TemporaryDirectory(dir=work) as scratch:
        server = serve(courant, Path(scratch), rows)
        try:
            port = int(re.search(r":(\d+)/", server.stdout.readline()).group(1))
            owner, guest = Browser(port), Browser(port)
            status, _, _ = owner.form("/login", "/login", {"name": "owner", "password": PASSWORD})
            assert status == 303, f"log in: {status}"
            with open(work / "comments.jsonl", "w", encoding="utf-8") as f:
                for name, part in cases(owner, guest, rows):
                    f.write(json.dumps({"id": name, "html": part}) + "\n")
        finally:
            server.terminate()
            server.wait()
    done = subprocess.run(["node", script, work / "comments.jsonl", work / "comments.verdict.jsonl",
                           "--tabs", "4"], check=True, stdout=subprocess.PIPE, timeout=500)
    line = done.stdout.decode().strip().splitlines()[-1]
    print(line, flush=True)
    summary = json.loads(line)
    assert summary["cases"] > len(rows)
    sys.exit(1 if any(summary[key] for key in judge.MUST_BE_ZERO) else 0)


if __name__ == "__main__":
    main()
