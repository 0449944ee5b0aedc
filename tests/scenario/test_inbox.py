"""What came by itself and waits in the store: it is read as if its feed had answered with it, and is gone
with the commit that keeps its entries, whenever the program is killed."""
import random
import signal
import subprocess
import time
import unittest

from collect_testing import COURANT, CollectCase, answer, item, rss


class Inbox(CollectCase):
    def setUp(self):
        super().setUp()
        self.origin.routes["/feed"] = answer(rss(item(1)), "200 OK", "Content-Type: application/rss+xml")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.origin.seen.clear()

    def deliver(self, body, content_type="application/rss+xml", base=""):
        body = body.encode() if isinstance(body, str) else body
        self.sql("INSERT INTO deliveries (feed_id, received_us, content_type, base_url, body, tries, error) "
                 "VALUES (1, ?, ?, ?, ?, 0, '')", int(time.time() * 10**6), content_type, base, body)

    def waiting(self):
        return self.sql("SELECT tries, error FROM deliveries ORDER BY id")

    def test_it_becomes_articles_and_the_plan_stays(self):
        before = self.row("next_check_us, checked_us, gap_us, failures, etag, title")
        heard = self.row("succeeded_us")[0]
        self.deliver(rss(item(3), item(2)))
        self.deliver(rss(item(4)))
        done = self.fetch()
        self.assertIn("0 feeds asked", done.stdout)
        self.assertIn("3 new articles", done.stdout)
        self.assertIn("2 deliveries read", done.stdout)
        self.assertEqual([a[0] for a in self.articles()], [f"Harbour news {n}" for n in (1, 2, 3, 4)])
        self.assertEqual(self.waiting(), [])
        self.assertEqual(self.row("next_check_us, checked_us, gap_us, failures, etag, title"), before)
        self.assertGreater(self.row("succeeded_us")[0], heard)
        self.assertEqual(self.origin.paths(), [])
        # The same once more brings nothing.
        self.deliver(rss(item(4)))
        self.assertIn("0 new articles, 0 new versions", self.fetch().stdout)
        self.assertEqual(self.waiting(), [])

    def test_a_rewritten_entry_is_a_new_version(self):
        self.deliver(rss(item(1, "Corrected. " * 200)))
        self.assertIn("0 new articles, 1 new versions", self.fetch().stdout)

    def test_relative_addresses_are_those_of_the_base_or_of_the_feed(self):
        text = "A word or two. " * 60
        self.deliver(rss(item(2, text, link="/two.html")))
        self.deliver(rss(item(3, text, link="three.html")), base="http://127.0.0.1:1/news/feed")
        self.fetch()
        self.assertEqual([a[3] for a in self.articles()][1:],
                         [self.origin.url("/two.html"), "http://127.0.0.1:1/news/three.html"])

    def test_what_is_no_feed_is_tried_and_then_kept_to_be_looked_at(self):
        before = self.row("succeeded_us, error, failures, next_check_us")
        self.deliver("this is no feed")
        self.deliver(rss(item(2)))
        done = self.fetch()
        self.assertIn("what came is no feed", done.stderr)
        self.assertIn("1 new articles", done.stdout)
        (tries, error), = self.waiting()
        self.assertEqual(tries, 3)
        self.assertIn("what came is no feed", error)
        self.assertEqual(self.row("error, failures, next_check_us"), before[1:])
        self.assertEqual(self.fetch().stderr, "")

    def test_pages_of_teasing_entries_are_fetched(self):
        link = self.origin.url("/story")
        self.origin.routes["/story"] = answer("<article><h1>Whole</h1>" + "<p>The whole story at last. </p>" * 60,
                                              "200 OK", "Content-Type: text/html")
        self.deliver(rss(item(2, "In short...", link)))
        self.fetch()
        self.assertEqual(self.origin.paths(), ["/robots.txt", "/story"])
        self.assertEqual(len(self.articles()), 2)

    def test_of_a_paused_feed_it_waits(self):
        self.sql("UPDATE feeds SET paused_us = 1")
        self.deliver(rss(item(2)))
        self.assertIn("0 new articles", self.fetch().stdout)
        self.assertEqual(self.waiting(), [(0, "")])
        self.sql("UPDATE feeds SET paused_us = NULL")
        self.assertIn("1 new articles", self.fetch().stdout)

    def test_large_ones_take_turns(self):
        # 20 x 4 MB: some have to wait for room.
        for n in range(20):
            self.deliver(rss(item(100 + n, "Long. " * 700000)))
        self.assertIn("20 new articles", self.fetch().stdout)
        self.assertEqual(self.waiting(), [])

    def test_killed_at_any_moment_nothing_is_lost_and_nothing_twice(self):
        lot = random.Random(5)
        for n in range(100):
            self.deliver(rss(*(item(1000 + 20 * n + k) for k in range(20))))
        killed = 0
        for _ in range(12):
            running = subprocess.Popen([COURANT, "fetch"], cwd=self.folder.name, env=self.env(),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                running.wait(lot.uniform(0.02, 0.2))
            except subprocess.TimeoutExpired:
                running.send_signal(signal.SIGKILL)
                running.wait()
                killed += 1
            # Each delivery is either here or has become its twenty entries.
            (here, entries), = self.sql("SELECT (SELECT count(*) FROM deliveries), "
                                        "(SELECT count(*) FROM entries WHERE article_id IS NOT NULL)")
            self.assertEqual(entries, 1 + 20 * (100 - here))
        self.assertGreater(killed, 2)
        self.fetch()
        self.assertEqual(self.waiting(), [])
        self.assertEqual(self.sql("SELECT count(*), count(DISTINCT canonical_url), max(version) FROM articles"),
                         [(2001, 2001, 1)])


if __name__ == "__main__":
    unittest.main()
