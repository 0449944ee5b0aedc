"""Subscribing to feeds through pages, fetching in the background of serve, stopping and starting, and
more at once than is kept as fast."""
import fcntl
import json
import os
import re
import signal
import subprocess
import time
import unittest
import urllib.request

from collect_testing import COURANT, DAY, WORDS, CollectCase, answer, item, page, rss


class Run(CollectCase):
    # --- finding feeds

    def add(self, *urls, status=0, **env):
        return self.run_it("add", *urls, env=env, status=status)

    def test_add_a_feed_and_a_page_that_offers_some(self):
        self.origin.routes["/feed"] = answer(rss(item(1), item(2)))
        self.origin.routes["/other"] = answer(rss(item(3)))
        self.origin.routes["/"] = answer(
            "<!DOCTYPE html><title>Port Sallow</title>"
            "<link rel=alternate type='application/rss+xml' title='Broken' href='/broken'>"
            "<link rel=alternate type='application/rss+xml' title='News' href='/feed'>"
            "<link rel=alternate type='application/atom+xml' title='Sport' href='/other'><p>Hello", "200 OK",
            "Content-Type: text/html")
        out = self.add(self.origin.url("/")).stdout
        self.assertEqual(out.splitlines()[0], f"Subscribed to 'Port Sallow', 2 entries: {self.origin.url('/feed')}")
        self.assertIn(f"also there: {self.origin.url('/other')}  Sport", out)
        self.assertIn("Already subscribed to 'Port Sallow'", self.add(self.origin.url("/feed")).stdout)
        self.add(self.origin.url("/other").replace("http:", "feed:"))
        self.assertEqual([self.feed(n)["url"] for n in (0, 1)], [self.origin.url("/feed"), self.origin.url("/other")])
        self.assertIn("3 new articles", self.fetch().stdout)

    def test_a_preview_shows_what_would_be_subscribed_to_and_does_not(self):
        self.origin.routes["/feed"] = answer(rss(*(item(n, "In short." if n == 3 else None) for n in range(12))))
        self.origin.routes["/other"] = answer(rss(item(3)))
        self.origin.routes["/"] = answer(
            "<link rel=alternate type='application/rss+xml' title='Broken' href='/broken'>"
            "<link rel=alternate type='application/rss+xml' title='News' href='/feed'>"
            "<link rel=alternate type='application/atom+xml' title='Sport' href='/other'><p>Hello", "200 OK",
            "Content-Type: text/html")
        out = self.run_it("add", "--preview", self.origin.url("/"), status=0).stdout
        for line in ("title:    Port Sallow", "entries:  12", "  2026-11-09  Harbour news 8",
                     "text:     whole for 11, the pages of the others are fetched for it",
                     f"*  1  feed  {self.origin.url('/feed')}  (the page declares it, 12 entries)  News",
                     f"   2  feed  {self.origin.url('/other')}  (the page declares it)  Sport"):
            self.assertIn(line + "\n", out)
        self.assertEqual(out.count("  Harbour news"), 10)
        self.assertFalse(os.path.exists(os.path.join(self.folder.name, "data")))
        shown = json.loads(self.run_it("add", "--preview", "--json", "--choose", "2", self.origin.url("/"), status=0).stdout)
        self.assertEqual((shown["url"], shown["chosen"], shown["entries"], shown["whole"]),
                         (self.origin.url("/other"), 2, 1, 1))
        self.assertEqual(shown["newest"], [{"title": "Harbour news 3", "url": "http://127.0.0.1/3.html",
                                            "published": "2026-11-04T10:00:00Z", "whole": True}])
        self.assertEqual([c["found"] for c in shown["choices"]], ["declared", "declared"])
        self.run_it("add", "--choose", "2", self.origin.url("/"), status=0)
        self.assertEqual(self.feed()["url"], self.origin.url("/other"))
        self.assertIn("no choice 3", self.run_it("add", "--choose", "3", self.origin.url("/"), status=1).stderr)
        self.run_it("add", "--choose", "0", self.origin.url("/"), status=2)
        self.run_it("add", "--json", self.origin.url("/"), status=2)

    def test_add_says_what_is_wrong(self):
        self.origin.routes["/"] = answer(page("No feed here"), "200 OK", "Content-Type: text/html")
        for address, why in ((self.origin.url("/"), "no feed at"), (self.origin.url("/none"), "404"),
                             ("mailto:a@b.example", "no web address"), ("http://", "no web address")):
            done = self.add(address, status=1)
            self.assertIn(why, done.stderr, address)
        self.assertIn("no public address", self.add(self.origin.url("/"), status=1, COURANT_FETCH_PRIVATE="off").stderr)
        self.assertEqual(self.run_it("feeds", status=0).stdout.count("\n"), 1)
        self.add(status=2)

    def test_a_slow_desk_makes_no_fetch_time_out(self):
        """Many articles at once: while they are kept, nothing that is asked runs out of time."""
        urls = []
        for n in range(120):
            self.origin.routes[f"/{n}"] = answer(rss(*(item(1000 * n + k, WORDS * 8) for k in range(30))))
            urls.append(self.origin.url(f"/{n}", f"127.0.0.{n + 1}"))
        urls += [self.origin.url("/none", f"127.0.1.{n + 1}") for n in range(15)]
        self.subscribe(*urls)
        done = self.fetch(env={"COURANT_FETCH_TIMEOUT": "2", "COURANT_FETCH_CONNECTIONS": "200", "COURANT_THREADS": "1"})
        self.assertIn("135 feeds asked: 0 unchanged, 15 failed\n3600 new articles", done.stdout, done.stderr)
        self.assertEqual(done.stderr.count("404: there is no feed"), 15, done.stderr)

    # --- stopping and starting

    def serve(self, **env):
        process = subprocess.Popen([COURANT, "serve", "--listen", "127.0.0.1:0"], cwd=self.folder.name,
                                   env={**self.env(), **env}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def stop(self, process):
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=30), 0)

    def until(self, condition, seconds=20):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.05)
        self.assertTrue(condition())

    def test_serve_fetches_and_a_restart_makes_no_burst(self):
        for n in range(8):
            self.origin.routes[f"/{n}"] = answer(rss(item(n)))
        self.subscribe(*(self.origin.url(f"/{n}") for n in range(8)))
        process = self.serve()
        self.until(lambda: len(self.articles()) == 8)
        # Only one program fetches at a time.
        done = self.run_it("fetch")
        self.assertEqual(done.returncode, 1)
        self.assertIn("another courant fetches", done.stderr)
        self.stop(process)
        for killed in (False, True):
            process = self.serve()
            time.sleep(2)
            if killed:
                process.kill()
                process.wait()
            else:
                self.stop(process)
        self.assertEqual(sorted(self.origin.paths()), [f"/{n}" for n in range(8)])

    def test_serve_waits_for_who_fetches_already(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        with open(os.path.join(self.folder.name, "data/fetch.lock"), "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            process = self.serve()
            time.sleep(3)
            self.assertEqual(self.origin.paths(), [])
        self.until(lambda: len(self.articles()) == 1)
        self.stop(process)
        log = process.stderr.read()
        self.assertEqual(log.count("feeds are not asked for the time being"), 1, log)
        self.assertIn("another courant fetches", log)

    def test_what_came_due_while_it_was_off_comes_bit_by_bit(self):
        urls = [self.origin.url("/feed", f"127.0.0.{n + 1}") for n in range(60)]
        self.origin.routes["/feed"] = answer(rss())
        self.subscribe(*urls)
        process = self.serve()
        self.until(lambda: len(self.origin.seen) >= 60)
        self.stop(process)
        times = [t for _, _, t in self.origin.seen]
        self.assertGreater(max(times) - min(times), 1.5)

    def test_serve_does_not_fetch_when_told_not_to(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        process = self.serve(COURANT_FETCH="off")
        time.sleep(2)
        self.stop(process)
        self.assertEqual(self.origin.seen, [])

    def test_killed_at_any_moment_nothing_is_lost_and_nothing_comes_twice(self):
        for n in range(30):
            self.origin.routes[f"/{n}"] = answer(rss(*(item(100 * n + k) for k in range(5))))
        self.subscribe(*(self.origin.url(f"/{n}", f"127.0.0.{n + 1}") for n in range(30)))
        for wait in (0.05, 0.1, 0.2, 0.3):
            process = subprocess.Popen([COURANT, "fetch"], cwd=self.folder.name, env=self.env(),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(wait)
            process.kill()
            process.wait()
        self.fetch()
        self.assertEqual(len(self.articles()), 150)
        self.assertTrue(all(a[2] == 1 for a in self.articles()))
        self.assertEqual(self.sql("SELECT count(*) FROM entries WHERE article_id IS NULL"), [(0,)])
        self.assertEqual(self.sql("SELECT count(*) FROM analyses"), [(150,)])
        self.assertEqual(self.sql("SELECT count(*) FROM article_backlog"), [(0,)])

    # --- readable at once, analysed behind

    def page(self, process, article):
        line = ""
        while "http://" not in line:
            line = process.stdout.readline()
        address = re.search(r"http://[^/\s]+", line).group(0)
        return lambda: urllib.request.urlopen(f"{address}/article/{article}", timeout=10).read().decode()

    def test_an_article_is_readable_before_it_is_analysed(self):
        self.origin.routes["/feed"] = answer(rss(item(1), item(2)))
        self.subscribe(self.origin.url("/feed"))
        done = self.fetch("--analyses", "off")
        self.assertNotIn("analysed", done.stdout)
        self.assertEqual(self.sql("SELECT reason FROM article_backlog"), [(0,), (0,)])
        self.assertIn("2 articles wait", self.run_it("doctor", "--listen", "127.0.0.1:0", status=0).stdout)
        read = self.page(self.serve(COURANT_FETCH="off"), 1)
        text = read()
        self.assertIn("eleven years of works", text)
        self.assertNotIn("/tag/", text)
        self.assertIn("Harbour news 1", self.run_it("search", "ferries").stdout)
        # The page is not kept longer than that.
        self.assertIn("2 articles analysed", self.fetch().stdout)
        self.assertIn("/tag/", read())

    def test_serve_analyses_what_comes_and_what_was_left(self):
        self.origin.routes["/1"] = answer(rss(item(1)))
        self.origin.routes["/2"] = answer(rss(item(2, WORDS * 12 + "Another.")))
        self.subscribe(self.origin.url("/1"))
        self.fetch("--analyses", "off")
        self.subscribe(self.origin.url("/2"))
        process = self.serve()
        self.until(lambda: self.sql("SELECT count(*) FROM analyses") == [(2,)])
        self.assertEqual(self.sql("SELECT count(*) FROM article_backlog"), [(0,)])
        self.stop(process)
        # Nothing is done twice.
        self.assertNotIn("analysed", self.fetch("--all").stdout)

    def test_killed_while_analysing_the_next_run_goes_on(self):
        for n in range(30):
            self.origin.routes[f"/{n}"] = answer(rss(*(item(100 * n + k) for k in range(10))))
        self.subscribe(*(self.origin.url(f"/{n}", f"127.0.0.{n + 1}") for n in range(30)))
        self.fetch("--analyses", "off")
        done = 0
        for wait in (0.05, 0.1, 0.2):
            process = subprocess.Popen([COURANT, "fetch"], cwd=self.folder.name, env=self.env(),
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(wait)
            process.kill()
            process.wait()
            (kept, waiting), = self.sql("SELECT (SELECT count(*) FROM analyses), (SELECT count(*) FROM article_backlog)")
            self.assertEqual(kept + waiting, 300)
            self.assertGreaterEqual(kept, done)
            done = kept
        out = self.fetch().stdout
        self.assertTrue(done == 300 or f"{300 - done} articles analysed" in out, out)
        self.assertEqual(self.sql("SELECT count(*) FROM analyses"), [(300,)])

    def test_the_clock_was_ahead(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        wait = self.wait_us()
        self.sql("UPDATE feeds SET checked_us = checked_us + ?, next_check_us = next_check_us + ?", 900 * DAY, 900 * DAY)
        self.fetch()
        now = time.time() * 10**6
        self.assertEqual(len(self.origin.seen), 1)
        following, = self.row("next_check_us")
        self.assertTrue(now < following <= now + wait + 10**6)


if __name__ == "__main__":
    unittest.main()
