"""Subscriptions seen from a scripted origin: what is asked, how often, and what becomes of what it
answers."""
import gzip
import re
import time
import unittest
import zlib

from collect_testing import DAY, HOUR, WORDS, CollectCase, answer, item, page, rss


class Collect(CollectCase):
    # --- what comes of it

    def test_whole_entries_become_articles(self):
        self.origin.routes["/feed"] = answer(rss(item(2), item(1)), "200 OK", "Content-Type: application/rss+xml")
        self.subscribe(self.origin.url("/feed"))
        done = self.fetch()
        self.assertEqual(done.stdout, "1 feeds asked: 0 unchanged, 0 failed\n"
                                      "2 new articles, 0 new versions; 0 pages fetched\n"
                                      "2 articles analysed\n", done.stderr)
        self.assertEqual([a[0] for a in self.articles()], ["Harbour news 1", "Harbour news 2"])
        self.assertEqual(self.sql("SELECT count(*) FROM entries WHERE article_id IS NOT NULL"), [(2,)])
        self.assertEqual(self.sql("SELECT count(*) FROM analyses"), [(2,)])
        feed = self.feed()
        self.assertEqual((feed["health"], feed["title"]), ("ok", "Port Sallow"))
        self.assertEqual(self.sql("SELECT name FROM sources"), [("Port Sallow",)])
        self.assertIn("Harbour news 2", self.run_it("search", "ferries").stdout)
        self.assertEqual(self.origin.paths(), ["/feed"])
        # Nothing is due; --all asks, and nothing is new.
        self.assertIn("0 feeds asked", self.fetch().stdout)
        self.assertIn("1 feeds asked: 0 unchanged, 0 failed\n0 new articles, 0 new", self.fetch("--all").stdout)

    def test_a_rewritten_entry_is_a_new_version_whatever_its_id(self):
        self.origin.routes["/feed"] = [
            answer(rss(item(1))), answer(rss(item(1, WORDS * 12 + "Corrected."))),
            answer(rss(item(1, WORDS * 12 + "Corrected.", guid="another")))]
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertIn("0 new articles, 1 new versions", self.fetch("--all").stdout)
        self.assertIn("0 new articles, 0 new versions", self.fetch("--all").stdout)
        (title, text, version, _), = self.articles()
        self.assertTrue(text.endswith("Corrected."))
        self.assertEqual(version, 2)
        self.assertEqual(self.sql("SELECT guid FROM entries"), [("another",)])

    def test_entries_that_share_an_id_are_articles_of_their_own(self):
        self.origin.routes["/feed"] = [
            answer(rss(*[item(n, guid="one") for n in (1, 2, 3)])),
            answer(rss(*[item(n, guid="one") for n in (1, 2, 3)])),
            answer(rss(item(4, guid="one"), item(2, WORDS * 12 + "Corrected.", guid="one"), item(3, guid="two")))]
        self.subscribe(self.origin.url("/feed"))
        self.assertIn("3 new articles, 0 new versions", self.fetch().stdout)
        self.assertIn("0 new articles, 0 new versions", self.fetch("--all").stdout)
        self.assertIn("1 new articles, 1 new versions", self.fetch("--all").stdout)
        self.assertEqual([(a[0], a[2]) for a in self.articles()],
                         [("Harbour news 3", 1), ("Harbour news 2", 2), ("Harbour news 1", 1), ("Harbour news 4", 1)])
        self.assertEqual(self.sql("SELECT count(*), count(DISTINCT guid) FROM entries"), [(4, 4)])

    def test_pages_of_teasing_entries_are_fetched(self):
        link = self.origin.url("/story")
        self.origin.routes["/feed"] = answer(rss(item(1, "In short...", link)))
        self.origin.routes["/story"] = answer(page("The whole story"), "200 OK", "Content-Type: text/html")
        self.subscribe(self.origin.url("/feed"))
        done = self.fetch()
        self.assertIn("1 new articles, 0 new versions; 1 pages fetched", done.stdout)
        self.assertEqual(self.origin.paths(), ["/feed", "/robots.txt", "/story"])
        (title, text, version, url), = self.articles()
        self.assertIn("Part 4.", text)
        self.assertEqual((version, url), (1, link))
        # The page has no date, its entry has.
        self.assertEqual(self.sql("SELECT published_us FROM articles"), [(1793613600 * 10**6,)])
        self.assertEqual(self.sql("SELECT count(*) FROM entries WHERE article_id IS NOT NULL"), [(1,)])
        self.assertEqual(self.sql("SELECT count(*) FROM entry_pages"), [(0,)])
        self.fetch("--all")
        self.assertEqual(self.origin.paths()[3:], ["/feed"])

    def test_robots_are_asked_and_obeyed(self):
        self.origin.routes["/feed"] = answer(rss(item(1, "In short, one.", self.origin.url("/closed/1")),
                                                 item(2, "In short, two.", self.origin.url("/open/2"))))
        self.origin.routes["/robots.txt"] = answer("User-agent: courant\nDisallow: /closed/")
        self.origin.routes["/open/2"] = answer(page("Open"), "200 OK", "Content-Type: text/html")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertEqual(sorted(self.origin.paths()), ["/feed", "/open/2", "/robots.txt"])
        texts = {a[0]: a[1] for a in self.articles()}
        self.assertEqual(texts["Harbour news 1"], "In short, one.")
        self.assertEqual(len(texts), 2)

    def test_robots_of_where_a_redirect_leads_are_obeyed(self):
        other = "127.0.0.2"
        rules = {other: answer("User-agent: *\nDisallow: /closed/"), "127.0.0.1": answer("User-agent: *\nDisallow: /own/")}
        asked = []

        def robots(c, head):
            asked.append(c.getsockname()[0])
            c.sendall(rules[asked[-1]])

        def lead(to):
            return answer(b"", "302 Found", f"Location: {to}")

        self.origin.routes["/robots.txt"] = robots
        for n, to in ((1, self.origin.url("/closed/1", other)), (2, self.origin.url("/open/2", other)), (3, "/own/3"),
                      (4, self.origin.url("/open/4", other)), (5, self.origin.url("/away", "127.0.0.3"))):
            self.origin.routes[f"/{n}"] = lead(to)
        rules["127.0.0.3"] = answer("oops", "500 Oops")
        for path in ("/closed/1", "/open/2", "/open/4", "/own/3", "/away"):
            self.origin.routes[path] = answer(page("Come by a redirect to " + path), "200 OK", "Content-Type: text/html")
        self.origin.routes["/feed"] = answer(rss(*(item(n, f"In short, {n}.", self.origin.url(f"/{n}")) for n in range(1, 6))))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        paths = self.origin.paths()
        for closed in ("/closed/1", "/own/3", "/away"):
            self.assertNotIn(closed, paths)
        self.assertEqual((paths.count("/open/2"), paths.count("/open/4")), (1, 1))
        # Each site once; a page whose redirect leads to one that is not known yet begins anew then.
        self.assertEqual(sorted(asked), ["127.0.0.1", other, "127.0.0.3"])
        self.assertLessEqual(max(paths.count(f"/{n}") for n in range(1, 6)), 2)
        texts = {a[0]: a[1] for a in self.articles()}
        self.assertEqual((texts["Harbour news 1"], texts["Harbour news 3"]), ("In short, 1.", "In short, 3."))
        self.assertEqual(len(texts), 4)
        # The site that does not say is for later.
        self.assertEqual(self.sql("SELECT tries FROM entry_pages"), [(1,)])

    def test_robots_that_cannot_be_had_close_the_site_for_now(self):
        self.origin.routes["/feed"] = answer(rss(item(1, "In short.", self.origin.url("/1"))))
        self.origin.routes["/robots.txt"] = answer("oops", "500 Oops")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertEqual(self.origin.paths(), ["/feed", "/robots.txt"])
        (tries, following), = self.sql("SELECT tries, next_try_us FROM entry_pages")
        self.assertEqual(tries, 1)
        self.assertGreater(following, time.time() * 10**6 + 800 * 10**6)

    def test_a_page_that_fails_is_tried_again_and_then_the_entry_has_to_do(self):
        self.origin.routes["/feed"] = answer(rss(item(1, "In short.", self.origin.url("/1"))))
        self.origin.routes["/1"] = answer("oops", "502 Bad Gateway")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        for tries in (1, 2):
            self.assertEqual(self.sql("SELECT tries FROM entry_pages"), [(tries,)])
            self.assertEqual(self.articles(), [])
            self.sql("UPDATE entry_pages SET next_try_us = 0")
            self.fetch()
        self.assertEqual(self.sql("SELECT count(*) FROM entry_pages"), [(0,)])
        self.assertEqual([a[1] for a in self.articles()], ["In short."])
        self.assertEqual(self.origin.paths().count("/1"), 3)

    def test_entries_without_an_address_are_articles_of_their_own(self):
        self.origin.routes["/feed"] = answer(rss(item(1, link=""), item(2, link="")))
        self.subscribe(self.origin.url("/feed"))
        self.assertIn("2 new articles", self.fetch().stdout)
        self.assertIn("0 new articles", self.fetch("--all").stdout)

    def test_titles_are_plain_text(self):
        self.origin.routes["/feed"] = answer(rss(item(1, title="&lt;b&gt;Ships&lt;/b&gt; &amp;amp; more")))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertEqual([a[0] for a in self.articles()], ["Ships & more"])

    # --- conditional requests

    def test_validators_are_sent_back_byte_for_byte(self):
        etag, modified = 'W/"a,b  c\\"-gzip"', "Sunday, 22-Nov-26 16:07:00 GMT"
        self.origin.routes["/feed"] = [
            answer(rss(item(1)), "200 OK", f"ETag: {etag}", f"Last-Modified: {modified}"),
            answer(b"", "304 Not Modified", 'ETag: "second"', length=False),
            answer(b"", "304 Not Modified", length=False)]
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertIn("1 unchanged, 0 failed", self.fetch("--all").stdout)
        self.fetch("--all")
        heads = [head for _, head, _ in self.origin.seen]
        self.assertNotIn("If-", heads[0])
        self.assertIn(f"\r\nIf-None-Match: {etag}\r\n", heads[1])
        self.assertIn(f"\r\nIf-Modified-Since: {modified}\r\n", heads[1])
        # A 304 may bring another ETag; what it does not repeat stays.
        self.assertIn('\r\nIf-None-Match: "second"\r\n', heads[2])
        self.assertIn(f"\r\nIf-Modified-Since: {modified}\r\n", heads[2])
        self.assertEqual(self.row("etag, last_modified"), ('"second"', modified))
        self.assertEqual(self.feed()["health"], "ok")

    def test_the_request_is_ours_and_says_no_more_than_it_must(self):
        self.origin.routes["/feed?a=b"] = answer(rss(item(1)), "200 OK", "Set-Cookie: track=1")
        self.subscribe(self.origin.url("/feed?a=b"))
        self.fetch()
        self.fetch("--all", env={"COURANT_PUBLIC_URL": "https://news.example/"})
        for path, head, _ in self.origin.seen:
            names = {line.split(":")[0].lower() for line in head.split("\r\n")[1:] if line}
            self.assertEqual(names, {"host", "user-agent", "accept", "accept-encoding"})
            self.assertEqual(path, "/feed?a=b")
            for coding in ("gzip", "br", "zstd"):
                self.assertRegex(head, rf"(?i)accept-encoding:[^\r]*\b{coding}\b")
        self.assertRegex(self.origin.seen[0][1], r"User-Agent: courant/\d+\.\d+\.\d+\r\n")
        self.assertIn("(+https://news.example/)", self.origin.seen[1][1])

    def test_compressed_feeds(self):
        self.origin.routes["/feed"] = answer(gzip.compress(rss(item(1)).encode()), "200 OK", "Content-Encoding: gzip")
        self.subscribe(self.origin.url("/feed"))
        self.assertIn("1 new articles", self.fetch().stdout)

    # --- when

    def test_the_next_check_is_not_before_the_site_says(self):
        later = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 7200))
        now = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
        cases = [((), "", 0), (("Cache-Control: public, max-age=7200",), "", 2 * HOUR),
                 ((f"Expires: {later}", f"Date: {now}"), "", 2 * HOUR - 10**6), ((), "<ttl>120</ttl>", 2 * HOUR),
                 ((), "<sy:updatePeriod xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>daily</sy:updatePeriod>"
                      "<sy:updateFrequency xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'>12"
                      "</sy:updateFrequency>", 2 * HOUR),
                 (("Cache-Control: max-age=99999999",), "", DAY)]
        urls = []
        for n, (headers, more, _) in enumerate(cases):
            # A post each ten minutes: by itself it would be asked each five.
            stamp = lambda k: time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() - 600 * k))
            items = [re.sub("<pubDate>.*?</pubDate>", f"<pubDate>{stamp(k)}</pubDate>", item(100 * n + k))
                     for k in range(1, 6)]
            self.origin.routes[f"/{n}"] = answer(rss(*items, more=more), "200 OK", *headers)
            urls.append(self.origin.url(f"/{n}"))
        self.subscribe(*urls)
        self.fetch()
        for n, (headers, more, least) in enumerate(cases):
            self.assertGreaterEqual(self.wait_us(n + 1), max(least, 299 * 10**6), (headers, more))
            self.assertLessEqual(self.wait_us(n + 1), max(least, 310 * 10**6) * 1.04 + 2 * 10**6, (headers, more))

    def test_refusals_are_waited_out(self):
        date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 7200))
        cases = [("429 Slow", ("Retry-After: 7200",), 2 * HOUR), ("503 Busy", (f"Retry-After: {date}",), 2 * HOUR),
                 ("429 Slow", (), 4 * HOUR), ("403 Forbidden", (), 4 * HOUR), ("429 Slow", ("Retry-After: 9999999",), DAY)]
        urls = []
        for n, (code, headers, _) in enumerate(cases):
            self.origin.routes[f"/{n}"] = answer("no", code, *headers)
            urls.append(self.origin.url(f"/{n}", f"127.0.0.{n + 1}"))
        self.subscribe(*urls)
        self.fetch()
        for n, (code, headers, least) in enumerate(cases):
            self.assertGreaterEqual(self.wait_us(n + 1), least - 2 * 10**6, (code, headers))
            self.assertLessEqual(self.wait_us(n + 1), least * 1.04, (code, headers))
        self.assertEqual(self.feed()["health"], "failing")
        self.assertIn("429", self.feed()["error"])

    def test_a_host_that_refuses_one_is_not_asked_for_the_others(self):
        self.origin.routes["/1"] = answer("no", "429 Slow", "Retry-After: 600")
        self.origin.routes["/2"] = self.origin.routes["/3"] = answer(rss(item(1)))
        self.subscribe(*(self.origin.url(f"/{n}") for n in (1, 2, 3)))
        self.fetch()
        self.assertEqual(self.origin.paths(), ["/1"])
        for n in (2, 3):
            self.assertGreater(self.wait_us(n), 590 * 10**6)

    def test_errors_are_asked_less_and_less(self):
        self.origin.routes["/feed"] = answer("oops", "500 Oops")
        self.subscribe(self.origin.url("/feed"))
        waits = []
        for _ in range(12):
            self.fetch("--all")
            waits.append(self.wait_us())
        self.assertTrue(all(a < b for a, b in zip(waits[2:8], waits[3:9])), waits)
        self.assertTrue(6 * DAY < waits[-1] <= 7 * DAY, waits)
        self.assertEqual(self.feed()["failures"], 12)
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.fetch("--all")
        self.assertLess(self.wait_us(), 2 * DAY)
        self.assertNotIn("failures", self.feed())

    def test_gone_is_not_asked_again(self):
        self.origin.routes["/feed"] = answer("gone", "410 Gone")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.fetch("--all")
        self.assertEqual(self.origin.paths(), ["/feed"])
        feed = self.feed()
        self.assertEqual(feed["health"], "gone")
        self.assertIn("410", feed["error"])
        self.assertIn("gone for good", self.run_it("feeds").stdout)

    def test_what_is_no_feed_says_so(self):
        self.origin.routes["/feed"] = answer(page("A page"), "200 OK", "Content-Type: text/html")
        self.subscribe(self.origin.url("/feed"))
        done = self.fetch()
        self.assertIn("no feed", done.stderr)
        self.assertEqual(self.feed()["health"], "failing")

    def test_one_at_a_time_with_a_pause_and_hosts_side_by_side(self):
        def slow(c, head):
            time.sleep(0.3)
            c.sendall(answer(rss(item(1))))
        urls = []
        for n in range(4):
            self.origin.routes[f"/{n}"] = slow
            urls += [self.origin.url(f"/{n}"), self.origin.url(f"/{n}", "127.0.0.2")]
        self.subscribe(*urls)
        self.fetch(env={"COURANT_FETCH_PAUSE": "200"})
        self.assertEqual(self.origin.busy_max, {"127.0.0.1": 1, "127.0.0.2": 1})
        for host in ("127.0.0.1", "127.0.0.2"):
            times = [t for _, head, t in self.origin.seen if f"Host: {host}:" in head]
            self.assertEqual(len(times), 4)
            self.assertTrue(all(b - a >= 0.49 for a, b in zip(times, times[1:])), times)
        # Both hosts at the same time: not one after the other.
        times = [t for _, _, t in self.origin.seen]
        self.assertLess(max(times) - min(times), 2.6)

    # --- moving

    def test_a_permanent_redirect_is_believed_when_it_has_held(self):
        self.origin.routes["/old"] = answer(b"", "301 Moved", "Location: /mid")
        self.origin.routes["/mid"] = answer(b"", "308 Moved", "Location: /new")
        self.origin.routes["/new"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/old"))
        self.fetch()
        self.assertEqual(self.row("url, moved_url"), (self.origin.url("/old"), self.origin.url("/new")))
        self.fetch("--all")
        self.assertEqual(self.row("url")[0], self.origin.url("/old"))
        self.sql("UPDATE feeds SET moved_us = moved_us - ?", 4 * DAY)
        self.fetch("--all")
        self.assertEqual(self.row("url, moved_url"), (self.origin.url("/new"), ""))
        self.fetch("--all")
        self.assertEqual(self.origin.paths()[-2:], ["/new", "/new"])
        self.assertEqual(len(self.articles()), 1)

    def test_a_temporary_redirect_is_only_followed(self):
        self.origin.routes["/old"] = answer(b"", "302 Found", "Location: /mid")
        self.origin.routes["/mid"] = answer(b"", "301 Moved", "Location: /new")
        self.origin.routes["/new"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/old"))
        self.assertIn("1 new articles", self.fetch().stdout)
        self.assertEqual(self.row("url, moved_url"), (self.origin.url("/old"), ""))

    def test_a_redirect_that_ends_in_an_error_is_not_believed(self):
        self.origin.routes["/old"] = answer(b"", "301 Moved", "Location: /sorry")
        self.subscribe(self.origin.url("/old"))
        self.fetch()
        self.sql("UPDATE feeds SET moved_us = 0, moved_url = ?", self.origin.url("/sorry"))
        self.fetch("--all")
        self.assertEqual(self.row("url")[0], self.origin.url("/old"))

    # --- what no answer can do

    def test_private_addresses_are_refused_unless_allowed(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"), self.origin.url("/feed", "localhost"), self.origin.url("/feed", "[::1]"))
        done = self.fetch(env={"COURANT_FETCH_PRIVATE": "off"})
        self.assertEqual(done.stderr.count("no public address"), 3, done.stderr)
        self.assertEqual(self.origin.peers, [])

    def test_endless_and_slow_bodies_and_bombs_end(self):
        def endless(c, head):
            c.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            for _ in range(4000):
                c.sendall(b"x" * 65536)

        def drip(c, head):
            c.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            for _ in range(300):
                c.sendall(b"x")
                time.sleep(0.1)
        bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
        small = b"".join(bomb.compress(b"\0" * (1 << 20)) for _ in range(512)) + bomb.flush()
        self.origin.routes.update({"/endless": endless, "/drip": drip, "/loop": answer(b"", "302 Found", "Location: /loop"),
                                   "/bomb": answer(small, "200 OK", "Content-Encoding: gzip"),
                                   "/cut": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
                                   "/file": answer(b"", "302 Found", "Location: file:///etc/passwd"),
                                   "/good": answer(rss(item(1)))})
        paths = ["/endless", "/drip", "/loop", "/bomb", "/cut", "/file", "/good"]
        self.subscribe(*(self.origin.url(path, f"127.0.0.{n + 1}") for n, path in enumerate(paths)))
        begin = time.monotonic()
        done = self.fetch(env={"COURANT_FETCH_TIMEOUT": "4"})
        self.assertLess(time.monotonic() - begin, 20)
        self.assertIn("7 feeds asked: 0 unchanged, 6 failed\n1 new articles", done.stdout)
        for path, why in (("/endless", "larger than 15728640 bytes"), ("/drip", "no complete answer within 4 s"),
                          ("/loop", "more than 5 redirects"), ("/bomb", "larger than 15728640 bytes"),
                          ("/file", "not http or https")):
            self.assertRegex(done.stderr, f"{path}: .*{why}")


if __name__ == "__main__":
    unittest.main()
