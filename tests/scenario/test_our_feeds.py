"""Our own feeds and our list of subscriptions, read by others: python3-feedparser and newsboat, and by
`courant parse-feed`. COURANT and DEMO (the rendered press, for a store with articles) in the
environment. Skipped (77) when feedparser or newsboat is missing: tools/deps check installs them."""
import html
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

try:
    import feedparser
except ImportError:
    # Debian's package belongs to Debian's Python, which need not be the one that runs the tests.
    if os.path.realpath(sys.executable) != os.path.realpath("/usr/bin/python3"):
        if os.path.exists("/usr/lib/python3/dist-packages/feedparser"):
            os.execv("/usr/bin/python3", ["/usr/bin/python3", *sys.argv])
    print("our_feeds: feedparser is missing (apt install python3-feedparser)")
    sys.exit(77)
if not shutil.which("newsboat"):
    print("our_feeds: newsboat is missing (apt install newsboat)")
    sys.exit(77)

COURANT = os.path.abspath(os.environ["COURANT"])
DEMO = os.path.abspath(os.environ["DEMO"])
FORMS = "xml", "rss", "json"
ARTICLES = [
    {"url": "https://one.example/a/1", "title": "AT&T <b>says</b> “no”", "published": "2026-11-20T10:00:00Z",
     "language": "en", "text": "The harbour is < open > & safe.\n\n" + "More of it. " * 60, "site_name": "The One"},
    {"url": "https://one.example/a/2", "title": "Second \u0007 bell", "published": "2026-11-21T10:00:00Z",
     "language": "en", "text": "A harbour again.\n\n" + "More of that. " * 60, "site_name": "The One"},
    {"url": "https://two.example/ar", "title": "ميناء المدينة", "published": "2026-11-22T01:02:03Z",
     "language": "ar", "text": "هذا نص طويل عن الميناء والمدينة والبحر والسفن.\n\n" + "كلمات كثيرة هنا. " * 60,
     "site_name": "اثنان"},
]
FEEDS = ["https://one.example/feed.xml?a=1&b=2", "http://two.example/rss", "https://three.example/feed.json"]


class Site:
    """`courant serve` over a store in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}

    def run(self, *args):
        done = subprocess.run([COURANT, *args, "--data", self.folder, "--demo-dir", DEMO], env=self.env,
                              capture_output=True, timeout=120)
        if done.returncode:
            raise AssertionError(done.stderr.decode())
        return done.stdout.decode()

    def start(self, *more):
        self.process = subprocess.Popen(
            [COURANT, "serve", "--data", self.folder, "--listen", "127.0.0.1:0", "--demo-dir", DEMO, *more],
            env=self.env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.address = found[0]
                return
        raise AssertionError("serve did not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=30)

    def get(self, path, **headers):
        request = urllib.request.Request(self.address + path,
                                         headers={k.replace("_", "-"): v for k, v in headers.items()})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as e:
            return e.code, e.read(), dict(e.headers)


class OurFeeds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.top = tempfile.mkdtemp(prefix="courant-feeds-")
        cls.site = Site(cls.top + "/data")
        with open(cls.top + "/articles.jsonl", "w", encoding="utf-8") as f:
            f.writelines(json.dumps(a, ensure_ascii=False) + "\n" for a in ARTICLES)
        cls.site.run("import", cls.top + "/articles.jsonl")
        with open(cls.top + "/list.opml", "w", encoding="utf-8") as f:
            f.write("<opml version='2.0'><body><outline text='Papers &amp; more'>"
                    + "".join(f"<outline type='rss' text='Paper {n}' xmlUrl='{u.replace('&', '&amp;')}'/>"
                              for n, u in enumerate(FEEDS)) + "</outline></body></opml>")
        cls.site.run("opml", "import", cls.top + "/list.opml")
        cls.site.start("--fetch", "off")

    @classmethod
    def tearDownClass(cls):
        cls.site.stop()
        shutil.rmtree(cls.top)

    def feeds(self, form):
        """Addresses, and how many of ARTICLES each has."""
        tag = re.search(rb'href="(/tag/[^"/?]+)"', self.site.get("/tags")[1])
        yield f"/feed.{form}", 3
        yield f"/source/one.example/feed.{form}", 2
        yield f"/source/two.example/feed.{form}", 1
        yield f"/search/feed.{form}?q=harbour", 2
        yield f"/search/feed.{form}?q=" + urllib.parse.quote('lang:ar الميناء'), 1
        yield f"/search/feed.{form}?q=nothingthere", 0
        if tag:
            yield f"{tag[1].decode()}/feed.{form}", None

    def parse(self, path):
        status, body, headers = self.site.get(path)
        self.assertEqual(status, 200, body)
        return feedparser.parse(body, response_headers={k.lower(): v for k, v in headers.items()})

    def newsboat(self, *args, urls=""):
        home = tempfile.mkdtemp(dir=self.top)
        with open(home + "/urls", "w", encoding="utf-8") as f:
            f.write(urls)
        with open(home + "/config", "w", encoding="utf-8") as f:
            f.write("error-log " + home + "/error.log\n")
        env = {"HOME": home, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "dumb"}

        def run(*more):
            return subprocess.run(["newsboat", "-u", home + "/urls", "-c", home + "/cache.db", "-C",
                                   home + "/config", *more], env=env, capture_output=True, text=True, timeout=60)
        return run, home

    def test_feedparser_reads_xml(self):
        by_title = {a["title"].replace("\u0007", ""): a for a in ARTICLES}
        for form in ("xml", "rss"):
            for path, count in self.feeds(form):
                with self.subTest(path):
                    d = self.parse(path)
                    self.assertFalse(d.bozo, d.get("bozo_exception"))
                    self.assertEqual(d.version, {"xml": "atom10", "rss": "rss20"}[form])
                    if count is not None:
                        self.assertEqual(len(d.entries), count)
                    self.assertTrue(d.feed.title and d.feed.link.startswith(self.site.address))
                    self.assertIn(self.site.address + path.split("?")[0],
                                  [x.href.split("?")[0] for x in d.feed.links if x.rel == "self"])
                    self.assertTrue(d.feed.updated_parsed)
                    for e in d.entries:
                        article = by_title[html.unescape(e.title)]
                        self.assertTrue(e.link.startswith(self.site.address + "/article/"))
                        self.assertTrue(e.id.startswith("urn:uuid:"))
                        self.assertEqual(len(e.id), 45)
                        self.assertEqual("%04d-%02d-%02dT%02d:%02d:%02dZ" % e.published_parsed[:6],
                                         article["published"])
                        self.assertTrue(e.author and e.summary)
                        self.assertIn(article["text"][:10].split(" <")[0], e.content[-1].value)
                        self.assertNotIn("<script", e.content[-1].value)

    def test_ids_are_the_same_in_all_forms(self):
        atom, rss = ([e.id for e in self.parse(f"/feed.{form}").entries] for form in ("xml", "rss"))
        items = json.loads(self.site.get("/feed.json")[1])["items"]
        self.assertEqual(atom, rss)
        self.assertEqual(atom, [i["id"] for i in items])
        self.assertEqual(items[0]["title"], ARTICLES[2]["title"])
        self.assertIn('dir="rtl"', items[0]["content_html"])

    def test_courant_reads_its_own_feeds(self):
        read = {}
        for form in FORMS:
            path = f"{self.top}/feed.{form}"
            with open(path, "wb") as f:
                f.write(self.site.get(f"/feed.{form}")[1])
            read[form] = json.loads(self.site.run("parse-feed", "--base", self.site.address + "/", path))
        for form in FORMS:
            items = read[form]["items"]
            self.assertEqual([e["id"] for e in items], [e["id"] for e in read["json"]["items"]])
            self.assertEqual(len(items), 3)
            for e, of_json in zip(items, read["json"]["items"]):
                self.assertTrue(e["published"] and e["link"] and e["authors"])
                for key in ("link", "published", "authors"):
                    self.assertEqual(e.get(key), of_json.get(key), (form, key))

    def test_newsboat_reads_them(self):
        # One at a time: newsboat counts an entry once that several feeds have.
        for path, count in [*self.feeds("xml"), *self.feeds("rss")]:
            run, home = self.newsboat(urls=self.site.address + path + "\n")
            done = run("-x", "reload")
            self.assertEqual(done.returncode, 0, done.stderr)
            unread = run("-x", "print-unread").stdout
            if count is not None:
                self.assertEqual(unread.split()[:1], [str(count)], (path, unread))
            with open(home + "/error.log", encoding="utf-8") as f:
                self.assertEqual(f.read(), "")
        run, home = self.newsboat(urls="".join(self.site.address + p + "\n" for p, _ in self.feeds("xml")))
        self.assertEqual(run("-x", "reload").returncode, 0)
        self.assertEqual(run("-x", "print-unread").stdout.split()[:1], ["3"])

    def test_conditional_requests(self):
        for path in ("/feed.xml", "/source/one.example/feed.json", "/search/feed.rss?q=harbour", "/sources.opml"):
            status, body, headers = self.site.get(path)
            self.assertEqual(status, 200)
            status, body, _ = self.site.get(path, If_None_Match=headers["ETag"])
            self.assertEqual((status, body), (304, b""), path)
            status, body, headers = self.site.get(path, Accept_Encoding="gzip")
            self.assertEqual(self.site.get(path, If_None_Match=headers["ETag"])[0], 304)

    def test_what_is_wrong_is_said(self):
        self.assertEqual(self.site.get("/search/feed.xml")[0], 400)
        self.assertEqual(self.site.get("/source/none.example/feed.xml")[0], 404)
        self.assertEqual(self.site.get("/feed.xml?after=x")[0], 400)

    def test_pages_name_their_feeds(self):
        page = self.site.get("/source/one.example")[1].decode()
        path = self.top + "/source.html"
        with open(path, "w", encoding="utf-8") as f:
            f.write(page)
        found = json.loads(self.site.run("discover", "--url", self.site.address + "/source/one.example", path))
        self.assertEqual([x["url"] for x in found["feeds"]][:3],
                         [f"{self.site.address}/source/one.example/feed.{form}" for form in FORMS])

    def test_opml_is_read_by_others(self):
        status, body, headers = self.site.get("/sources.opml")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/x-opml; charset=utf-8"))
        tree = xml.etree.ElementTree.fromstring(body)
        self.assertEqual([o.get("xmlUrl") for o in tree.iter("outline") if o.get("xmlUrl")], FEEDS)
        path = self.top + "/ours.opml"
        with open(path, "wb") as f:
            f.write(body)
        run, home = self.newsboat()
        done = run("-i", path)
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(home + "/urls", encoding="utf-8") as f:
            lines = f.read()
        for address in FEEDS:
            self.assertIn(address, lines)
        self.assertIn("Papers & more", lines)
        exported = xml.etree.ElementTree.fromstring(run("-e").stdout)
        self.assertEqual(sorted(o.get("xmlUrl") for o in exported.iter("outline") if o.get("xmlUrl")),
                         sorted(FEEDS))
        other = Site(self.top + "/other")
        other.run("opml", "import", path)
        self.assertEqual(len(other.run("feeds", "--json").splitlines()), 3)


class DemoFeeds(unittest.TestCase):
    """The demo press: real pages, pictures served by the site itself, several languages."""

    def test_all_feeds_of_all_sources(self):
        with tempfile.TemporaryDirectory(prefix="courant-feeds-") as top:
            site = Site(top + "/data")
            site.run("demo", "load")
            site.start("--fetch", "off")
            try:
                sources = re.findall(r'href="(/source/[^"/]+)"', site.get("/sources")[1].decode())
                self.assertGreater(len(set(sources)), 3)
                tags = re.findall(r'href="(/tag/[^"/?]+)"', site.get("/tags")[1].decode())[:10]
                self.assertGreater(len(tags), 3)
                pictures = 0
                for page in ["", *sorted(set(sources)), *tags]:
                    for form in ("xml", "rss"):
                        _, body, headers = site.get(f"{page}/feed.{form}")
                        d = feedparser.parse(body, response_headers={k.lower(): v for k, v in headers.items()})
                        self.assertFalse(d.bozo, (page, d.get("bozo_exception")))
                        self.assertGreater(len(d.entries), 0)
                        for e in d.entries:
                            for where in re.findall(r'(?:src|href)="([^"]*)"', e.content[-1].value):
                                self.assertRegex(where, "^(https?|mailto|tel):")
                                pictures += where.startswith(site.address + "/demo/")
                self.assertGreater(pictures, 10)
            finally:
                site.stop()


if __name__ == "__main__":
    unittest.main()
