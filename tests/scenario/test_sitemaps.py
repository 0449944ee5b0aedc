"""Sitemaps as subscriptions: which pages of an archive are fetched, how an index is followed; and feeds
of more entries than are read at a time."""
import gzip
import time
import unittest

from collect_testing import DAY, WORDS, CollectCase, answer, item, page, rss

NAMESPACES = ("xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
              "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'")
HTML = "Content-Type: text/html"


def ago(days=0.0):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - days * 86400))


def place(url, lastmod=None, tag="url", more=""):
    date = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    return f"<{tag}><loc>{url}</loc>{date}{more}</{tag}>"


def urlset(*urls):
    return f"<urlset {NAMESPACES}>" + "".join(urls) + "</urlset>"


def index(*sitemaps):
    return f"<sitemapindex {NAMESPACES}>" + "".join(sitemaps) + "</sitemapindex>"


class Sitemaps(CollectCase):
    def pages(self, *names):
        for name in names:
            self.origin.routes[f"/{name}"] = answer(page(f"Page {name}"), "200 OK", HTML)

    def titles(self):
        return sorted(a[0] for a in self.articles())

    def asked(self, since=0):
        return [p for p in self.origin.paths()[since:] if p not in ("/robots.txt", "/feed")]

    def entry(self, name, days=None):
        return place(self.origin.url(f"/{name}"), None if days is None else ago(days))

    # --- a sitemap

    def test_only_what_is_recent_is_fetched_of_an_archive(self):
        self.pages("new", "undated", "old")
        known = self.entry("new", 1)
        self.origin.routes["/feed"] = answer(urlset(
            self.entry("old", 400), known, self.entry("undated"),
            *[self.entry(f"archive/{n}", 100 + n) for n in range(2500)]))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertEqual(self.asked(), ["/new"])
        self.assertEqual(self.titles(), ["Page new"])
        self.assertEqual(self.sql("SELECT count(*) FROM entries"), [(2503,)])
        self.assertEqual(self.sql("SELECT count(*) FROM deliveries"), [(0,)])
        # Later, what was not there before; one without a date too.
        self.pages("added", "nodate")
        self.origin.routes["/feed"] = answer(urlset(
            self.entry("added", 3), self.entry("nodate"), self.entry("older", 90), self.entry("undated"),
            known))
        self.fetch("--all")
        self.assertEqual(sorted(self.asked()[1:]), ["/added", "/nodate"])
        before = len(self.origin.paths())
        self.fetch("--all")
        self.assertEqual(self.asked(before), [])

    def test_a_page_that_says_it_has_changed_is_fetched_anew(self):
        self.origin.routes["/1"] = [answer(page("First"), "200 OK", HTML), answer(page("Second"), "200 OK", HTML)]
        self.origin.routes["/feed"] = [answer(urlset(self.entry("1", 0.5))), answer(urlset(self.entry("1", 0.1)))]
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.fetch("--all")
        self.assertEqual([(a[0], a[2]) for a in self.articles()], [("Second", 2)])

    def test_news_sitemaps_have_titles_and_dates(self):
        self.pages("1")
        news = "<news:news><news:title>Told by the sitemap</news:title><news:publication_date>{}</news:publication_date></news:news>"
        self.origin.routes["/feed"] = answer(urlset(
            place(self.origin.url("/1"), more=news.format(ago(0.2))),
            place(self.origin.url("/2"), more=news.format(ago(0.3)))))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertEqual(sorted(self.asked()), ["/1", "/2"])
        self.assertEqual(self.titles(), ["Page 1"])
        self.assertEqual(self.sql("SELECT DISTINCT title FROM entries"), [("Told by the sitemap",)])

    # --- an index

    def sitemap(self, name, *entries, packed=False):
        body = urlset(*entries)
        self.origin.routes[f"/{name}"] = answer(gzip.compress(body.encode()) if packed else body, "200 OK",
                                                "Content-Type: application/" + ("gzip" if packed else "xml"))

    def map(self, name, days=None):
        return place(self.origin.url(f"/{name}"), None if days is None else ago(days), "sitemap")

    def test_an_index_is_followed(self):
        self.pages("1", "2", "3")
        known = self.entry("1", 0.5)
        self.sitemap("a.xml", known, self.entry("x", 50))
        self.sitemap("b.xml.gz", self.entry("2", 0.5), packed=True)
        when = ago(1)
        self.origin.routes["/feed"] = answer(index(
            place(self.origin.url("/a.xml"), when, "sitemap"), place(self.origin.url("/b.xml.gz"), when, "sitemap"),
            place("http://elsewhere.example/c.xml", when, "sitemap")))
        self.subscribe(self.origin.url("/feed"))
        done = self.fetch()
        self.assertIn("1 feeds asked: 0 unchanged, 0 failed", done.stdout)
        self.assertEqual(self.titles(), ["Page 1", "Page 2"])
        self.assertEqual(sorted(self.asked()), ["/1", "/2", "/a.xml", "/b.xml.gz"])
        self.assertEqual(self.sql("SELECT count(*) FROM entry_pages"), [(0,)])
        # The one whose date has changed is read again, and one that is new.
        before = len(self.origin.paths())
        self.sitemap("a.xml", known, self.entry("3"))
        self.sitemap("d.xml")
        self.origin.routes["/feed"] = answer(index(
            place(self.origin.url("/a.xml"), ago(), "sitemap"), place(self.origin.url("/b.xml.gz"), when, "sitemap"),
            self.map("d.xml", 0)))
        self.fetch("--all")
        self.assertEqual(sorted(self.asked(before)), ["/3", "/a.xml", "/d.xml"])
        self.assertEqual(self.titles(), ["Page 1", "Page 2", "Page 3"])
        self.assertEqual(self.feed()["health"], "ok")

    def test_fifty_of_an_index_the_newest_first(self):
        self.origin.routes["/feed"] = answer(index(*[self.map(f"{n}.xml", n) for n in range(120, 0, -1)]),
                                             "200 OK", 'ETag: "whole"')
        for n in range(1, 121):
            self.sitemap(f"{n}.xml", self.entry(f"old{n}", n))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertEqual({p for p in self.asked() if p.endswith(".xml")}, {f"/{n}.xml" for n in range(1, 51)})
        before = len(self.origin.paths())
        self.fetch("--all")
        self.assertEqual(self.asked(before), [])
        # One that was passed over has changed: still its old pages are not fetched.
        self.sitemap("99.xml", self.entry("old99"), self.entry("recent", 0.5))
        self.origin.routes["/feed"] = answer(index(self.map("99.xml", 0)))
        self.fetch("--all")
        self.assertEqual(self.asked(before), ["/99.xml", "/recent"])

    def test_many_that_are_new_come_by_and_by(self):
        self.origin.routes["/feed"] = answer(index(self.map("0.xml", 3)), "200 OK", 'ETag: "first"')
        self.sitemap("0.xml")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.origin.routes["/feed"] = answer(index(*[self.map(f"{n}.xml", 1) for n in range(1, 71)]), "200 OK",
                                             'ETag: "second"')
        for n in range(1, 71):
            self.sitemap(f"{n}.xml")
        before = len(self.origin.paths())
        self.fetch("--all")
        self.assertEqual(len(self.asked(before)), 50)
        self.fetch("--all")
        self.assertNotIn("If-None-Match", [head for p, head, _ in self.origin.seen if p == "/feed"][-1])
        self.assertEqual(len(set(self.asked(before))), 70)

    def test_an_index_in_an_index_and_what_is_no_sitemap(self):
        self.origin.routes["/in.xml"] = answer(index(self.map("deeper.xml", 1)))
        self.origin.routes["/junk.xml"] = answer("<p>no")
        self.origin.routes["/feed"] = answer(index(self.map("in.xml", 1), self.map("junk.xml", 1), self.map("none.xml", 1)))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertEqual(sorted(self.asked()), ["/in.xml", "/junk.xml", "/none.xml"])
        self.assertEqual((self.articles(), self.sql("SELECT count(*) FROM entry_pages")), ([], [(0,)]))

    # --- long feeds

    def test_all_entries_of_a_long_feed(self):
        count = 3300
        # Stored as its own bytes: nothing of it is asked for again.
        self.origin.routes["/feed"] = [answer(rss(*[item(n, text=f"Short {n}.", link="") for n in range(count)])),
                                       answer(rss(item(99999, text="Late.", link=""),
                                                  *[item(n, text=f"Short {n}.", link="") for n in range(count)]))]
        self.origin.routes["/other"] = answer(rss(item(1, link="")))
        self.subscribe(self.origin.url("/feed"), self.origin.url("/other"))
        env = {"COURANT_ANALYSES": "off"}
        self.fetch(env=env)
        self.assertEqual(self.sql("SELECT count(*) FROM articles"), [(count + 1,)])
        self.assertEqual(sorted(self.origin.paths()), ["/feed", "/other"])
        self.assertEqual(self.sql("SELECT count(*) FROM deliveries"), [(0,)])
        self.assertIn("1 new articles", self.fetch("1", env=env).stdout)
        self.assertEqual(self.sql("SELECT count(*) FROM deliveries"), [(0,)])

    def test_the_rest_of_a_long_feed_survives_a_stop(self):
        self.origin.routes["/feed"] = answer(rss(*[item(n, text=f"Short {n}.", link="") for n in range(2500)]))
        self.subscribe(self.origin.url("/feed"))
        env = {"COURANT_ANALYSES": "off"}
        self.fetch(env=env)
        # As it was after the first part.
        self.sql("DELETE FROM entries WHERE id > 1000")
        self.sql("DELETE FROM articles WHERE id > 1000")
        self.sql("INSERT INTO deliveries (feed_id, received_us, content_type, base_url, body, tries, error, first, begin_at) "
                 "VALUES (1, 0, 'text/xml', '', ?, 0, '', 1, 1000)",
                 rss(*[item(n, text=f"Short {n}.", link="") for n in range(2500)]).encode())
        self.assertIn("2 deliveries read", self.fetch(env=env).stdout)
        self.assertEqual(self.sql("SELECT count(*) FROM entries"), [(2500,)])


if __name__ == "__main__":
    unittest.main()
