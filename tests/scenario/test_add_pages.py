"""Subscribing to what has no feed: pages by their links, and addresses whose feeds follow from them. Hosts that exist
are replayed from archives written here; nothing leaves the machine."""
import json
import os
import unittest
import xml.etree.ElementTree as tree

from collect_testing import CollectCase, answer, item, page, rss

HTML = "Content-Type: text/html; charset=utf-8"
TITLES = ["Harbour of Port Sallow opens after eleven years", "Council votes to keep the night ferry running",
          "Old lighthouse keeper remembers the great ice", "Fishing fleet returns with a small catch",
          "New school on Mill Street takes its first pupils", "River patrol finds two missing canoeists",
          "Bakers protest against the price of flour"]


def entry(n, path="/story", more=""):
    return (f"<div class='teaser{more}'><a href='{path}/{n}-harbour-news-{n}'><img src='/img/{n}.jpg'></a>"
            f"<h3><a href='{path}/{n}-harbour-news-{n}'>{TITLES[n]}</a></h3><span class=when>{10 + n} November 2026</span>"
            f"<p>In short, this is what happened in the harbour and in the town around it, number {n}.</p></div>")


def front(*numbers, wrap="news", extra="", tag="div"):
    menu = "".join(f"<li><a href='/{x}'>{x.title()}</a></li>" for x in ("politics", "economy", "sport", "weather"))
    return ("<!DOCTYPE html><html lang=en><head><title>The Sallow Post</title></head><body>"
            f"<nav><ul>{menu}</ul></nav><{tag} class='{wrap}'>" + extra.join(entry(n) for n in numbers)
            + f"</{tag}><footer><a href='/imprint'>Imprint</a></footer></body></html>")


def warc(path, pages):
    """An archive of responses: PAGES maps addresses to (content type, body)."""
    with open(path, "wb") as f:
        for n, (address, (kind, body)) in enumerate(pages.items()):
            body = body.encode()
            http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
            f.write((f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n"
                     f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{n:012d}>\r\n"
                     "WARC-Date: 2026-11-22T12:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
                     f"Content-Length: {len(http)}\r\n\r\n").encode() + http + b"\r\n\r\n")
    return path


class Pages(CollectCase):
    def setUp(self):
        super().setUp()
        for n, title in enumerate(TITLES):
            self.origin.routes[f"/story/{n}-harbour-news-{n}"] = answer(page(title), "200 OK", HTML)

    def serve(self, *fronts):
        self.origin.routes["/"] = [answer(text, "200 OK", HTML) for text in fronts]

    def add(self, *args, status=0):
        return self.run_it("add", *args, self.origin.url("/"), status=status)

    def test_a_page_is_subscribed_to_and_a_new_entry_comes_once(self):
        old = front(1, 2, 3, 4, 5)
        # A class more, an advertisement in between, one gone at the end: the page of the next day.
        ad = "<div class='ad-slot'><a href='https://ads.example/x'>Buy the very best garden chairs today</a></div>"
        changed = front(0, 1, 2, 3, 4, extra=ad).replace("class='teaser'", "class='teaser wide'")
        self.serve(old, old, changed, changed)
        out = self.add().stdout
        self.assertIn("Subscribed to 'The Sallow Post', 5 entries", out)
        self.assertIn("it has no feed: its entries are made from the links of this page", out)
        self.assertIn("5 new articles, 0 new versions; 5 pages fetched", self.fetch().stdout)
        self.assertEqual({a[0] for a in self.articles()}, set(TITLES[1:6]))
        self.assertEqual(self.row("kind, error, failures"), (1, "", 0))
        self.assertEqual(len(self.sql("SELECT id FROM entries WHERE published_us IS NOT NULL")), 5)
        self.assertIn("1 new articles, 0 new versions; 1 pages fetched", self.fetch("--all").stdout)
        self.assertIn("0 new articles, 0 new versions; 0 pages fetched", self.fetch("--all").stdout)
        self.assertEqual(self.origin.paths().count("/story/1-harbour-news-1"), 1)
        self.assertNotIn("/x", self.origin.paths())

    def test_a_list_of_subscriptions_takes_it_elsewhere(self):
        self.serve(front(1, 2, 3))
        self.add()
        self.subscribe(self.origin.url("/feed"))
        out = os.path.join(self.folder.name, "out.opml")
        self.run_it("opml", "export", out, status=0)
        # Other readers see a link, and one feed.
        outlines = tree.parse(out).getroot().findall(".//outline")
        self.assertEqual([(o.get("type"), o.get("xmlUrl"), o.get("url")) for o in outlines],
                         [("link", None, self.origin.url("/")), ("rss", self.origin.url("/feed"), None)])
        there = ["--data", os.path.join(self.folder.name, "elsewhere")]
        self.assertIn("2 subscriptions added", self.run_it("opml", "import", out, *there, status=0).stdout)
        self.origin.routes["/feed"] = answer(rss())
        self.assertIn("3 new articles", self.run_it("fetch", *there, status=0).stdout)
        shown = [json.loads(line) for line in self.run_it("feeds", "--json", *there, status=0).stdout.splitlines()]
        self.assertEqual([(f["kind"], f.get("title")) for f in shown],
                         [("page", "The Sallow Post"), ("feed", "Port Sallow")])
        # What is no recipe is left out, with the reason.
        with open(out, encoding="utf-8") as f:
            text = f.read().replace("&quot;version&quot;:1", "&quot;version&quot;:99")
        with open(out, "w", encoding="utf-8") as f:
            f.write(text)
        again = self.run_it("opml", "import", out, "--data", os.path.join(self.folder.name, "third"), status=0)
        self.assertIn("1 subscriptions added, 0 were there, 1 left out", again.stdout)
        self.assertIn("cannot be understood", again.stderr)

    def test_robots_are_asked_for_the_entries(self):
        self.serve(front(1, 2, 3, 4))
        self.origin.routes["/robots.txt"] = answer("User-agent: *\nDisallow: /story/2")
        self.add()
        self.fetch()
        self.assertNotIn("/story/2-harbour-news-2", self.origin.paths())
        self.assertIn("/story/3-harbour-news-3", self.origin.paths())

    def test_a_page_built_anew_is_told_in_words(self):
        moved = front(0, 1, 2, 3, 4, wrap="stream", tag="section").replace("class='teaser'", "class='card'")
        gone = "<!DOCTYPE html><title>The Sallow Post</title><p>We are building a new site. Come back on Monday."
        first = front(1, 2, 3, 4, 5)
        self.serve(first, first, moved, gone, first)
        self.add()
        self.fetch()
        # Another wrapper and other classes: the same headlines in the same elements.
        self.assertIn("0 failed\n1 new articles", self.fetch("--all").stdout)
        self.assertIn("1 failed", self.fetch("--all").stdout)
        feed = self.feed()
        self.assertEqual(feed["health"], "failing")
        self.assertIn("the page is not built any more as it was", feed["error"])
        self.assertIn("0 failed", self.fetch("--all").stdout)
        self.assertEqual(self.feed()["health"], "ok")

    def test_subscribing_anew_reads_a_rebuilt_page(self):
        rebuilt = ("<!DOCTYPE html><title>The Sallow Post</title><table>" + "".join(
            f"<tr><td>{10 + n}.11.2026</td><td><b><a href='/story/{n}-harbour-news-{n}'>{TITLES[n]}</a></b></td></tr>"
            for n in range(5)) + "</table>")
        first = front(1, 2, 3, 4, 5)
        self.serve(first, first, rebuilt)
        self.add()
        self.fetch()
        self.assertIn("1 failed", self.fetch("--all").stdout)
        self.assertIn("Subscribe to it anew", self.feed()["error"])
        self.assertIn("as they are found now", self.add().stdout)
        self.assertIn("0 failed\n1 new articles", self.fetch().stdout)
        self.assertEqual((self.feed()["health"], len(self.sql("SELECT id FROM feeds"))), ("ok", 1))

    def test_the_preview_offers_another_list(self):
        notices = "<ul class='notices'>" + "".join(
            f"<li><a href='/notice/{n}-road-works-on-street-{n}'>Road works on street number {n} until further notice</a></li>"
            for n in range(6)) + "</ul>"
        self.serve(front(1, 2, 3, 4, 5).replace("<footer>", notices + "<footer>"))
        shown = json.loads(self.add("--preview", "--json").stdout)
        self.assertEqual((shown["kind"], shown["entries"], shown["whole"]), ("page", 5, 0))
        self.assertEqual([c["found"] for c in shown["choices"]], ["list", "list"])
        self.assertEqual(shown["newest"][0], {"title": TITLES[5], "url": self.origin.url("/story/5-harbour-news-5"),
                                              "published": "2026-11-15T00:00:00Z", "whole": False})
        table = self.add("--preview", "--choose", "2").stdout
        self.assertIn("found:    made from the page's links", table)
        self.assertIn("no date     Road works on street number 3", table)
        self.add("--choose", "2")
        self.fetch()
        self.assertEqual(self.sql("SELECT count(*) FROM entries"), [(6,)])

    def test_a_page_with_feeds_offers_its_lists_after_them(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.serve(front(1, 2, 3, 4).replace("<title>", "<link rel=alternate type='application/rss+xml' href='/feed'><title>"))
        shown = json.loads(self.add("--preview", "--json").stdout)
        self.assertEqual([(c["kind"], c["found"]) for c in shown["choices"]], [("feed", "declared"), ("page", "list")])

    def test_who_begins_is_told_how(self):
        self.assertIn("No subscriptions: make one with 'courant add URL'", self.fetch().stdout)
        done = self.run_it("add", self.origin.url("/"), env={"COURANT_FETCH_PRIVATE": "off"}, status=1)
        self.assertIn("--fetch-private allows those", done.stderr)

    # --- addresses

    def test_software_that_many_hosts_run(self):
        self.origin.routes["/@ada.rss"] = answer(rss(item(1)))
        self.origin.routes["/@ada"] = answer("<title>Ada</title><p>Log in", "200 OK", HTML)
        out = self.run_it("add", self.origin.url("/@ada"), status=0).stdout
        self.assertIn(self.origin.url("/@ada.rss"), out)
        # Even when the page cannot be had.
        self.origin.routes["/tags/boats.rss"] = answer(rss(item(2)))
        self.run_it("add", self.origin.url("/tags/boats"), status=0)
        self.assertIn("404", self.run_it("add", self.origin.url("/tags/none"), status=1).stderr)

    def preview(self, pages, typed):
        path = warc(os.path.join(self.folder.name, "pages.warc"), pages)
        return json.loads(self.run_it("add", "--preview", "--json", "--replay", path, typed, status=0).stdout)

    def test_a_repository_has_three_feeds(self):
        feed = ("application/atom+xml", rss(item(1)))
        base = "https://github.com/sallow/ferry"
        shown = self.preview({f"{base}/releases.atom": feed}, "github.com/sallow/ferry")
        self.assertEqual([c["url"] for c in shown["choices"]],
                         [f"{base}/releases.atom", f"{base}/tags.atom", f"{base}/commits.atom"])
        self.assertEqual([c["found"] for c in shown["choices"]], ["rule"] * 3)
        # Nothing was released yet.
        self.assertEqual(self.preview({f"{base}/commits.atom": feed}, base)["url"], f"{base}/commits.atom")

    def test_a_channel_by_its_name(self):
        channel = "UCabcdefghijklmnopqrstuv"
        handle = f"<title>Sallow</title><meta itemprop=identifier content='{channel}'><p>Videos"
        feed = f"https://www.youtube.com/feeds/videos.xml?channel_id={channel}"
        shown = self.preview({"https://www.youtube.com/@sallow": ("text/html", handle),
                              feed: ("text/xml", rss(item(1)))}, "https://www.youtube.com/@sallow")
        self.assertEqual((shown["url"], shown["choices"][0]["found"]), (feed, "rule"))

    def test_an_account(self):
        finger = {"links": [{"rel": "http://webfinger.net/rel/profile-page", "href": "https://social.example/@ada"}]}
        shown = self.preview({
            "https://example.net/.well-known/webfinger?resource=acct:ada@example.net": ("application/json", json.dumps(finger)),
            "https://social.example/@ada": ("text/html", "<title>Ada</title><p>Hello"),
            "https://social.example/@ada.rss": ("application/rss+xml", rss(item(1)))}, "@ada@example.net")
        self.assertEqual(shown["url"], "https://social.example/@ada.rss")

    def test_a_telegram_channel(self):
        messages = "".join(
            f"<div class='tgme_widget_message_wrap js-widget_message_wrap'><div class='tgme_widget_message text_not_supported_wrap "
            f"js-widget_message' data-post='sallow/{n}'><div class='tgme_widget_message_bubble'>"
            f"<a class='tgme_widget_message_photo_wrap {n}55' href='https://t.me/sallow/{n}?single' "
            f"style=\"width:800px;background-image:url('https://cdn.example/{n}.jpg')\"></a>"
            f"<div class='tgme_widget_message_text js-message_text' dir='auto'>The ferry number {n} leaves on time today. "
            f"<b>All seats</b> are taken.<br/>See <a href='https://site.example/{n}'>the plan</a></div>"
            f"<div class='tgme_widget_message_footer'><span class='tgme_widget_message_views'>1.2K</span>"
            f"<a class='tgme_widget_message_date' href='https://t.me/sallow/{n}'>"
            f"<time datetime='2026-11-2{n}T08:30:00+00:00' class='time'>08:30</time></a></div></div></div></div>" for n in (0, 1, 2))
        channel = ("<!DOCTYPE html><html><head><title>Sallow – Telegram</title></head><body class='widget_frame_base'><main>"
                   f"<section class='tgme_channel_history js-message_history'>{messages}</section></main></body></html>")
        shown = self.preview({"https://t.me/s/sallow": ("text/html", channel)}, "https://t.me/sallow")
        self.assertEqual((shown["kind"], shown["url"], shown["entries"], shown["whole"]),
                         ("page", "https://t.me/s/sallow", 3, 3))
        self.assertEqual(shown["newest"][0]["title"], "The ferry number 2 leaves on time today.")
        self.assertEqual(shown["newest"][0]["url"], "https://t.me/sallow/2")
        self.assertEqual(shown["newest"][0]["published"], "2026-11-22T08:30:00Z")
        path = os.path.join(self.folder.name, "pages.warc")
        self.run_it("add", "--replay", path, "t.me/sallow", status=0)
        out = self.fetch("--replay", path).stdout
        self.assertIn("3 new articles, 0 new versions; 0 pages fetched", out)
        (title, text, _, url), *_ = self.articles()
        self.assertEqual((title, url), ("The ferry number 0 leaves on time today.", "https://t.me/sallow/0"))
        self.assertIn("All seats are taken.", text)
        self.assertIn(("https://cdn.example/0.jpg",), self.sql("SELECT image_url FROM articles"))


if __name__ == "__main__":
    unittest.main()
