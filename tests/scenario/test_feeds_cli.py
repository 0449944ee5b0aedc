"""`courant feeds` and `fetch` for single feeds: what they change, what they say, what they keep to
themselves."""
import json
import os
import pty
import subprocess
import time
import unicodedata
import unittest

from collect_testing import COURANT, WORDS, CollectCase, answer, item, page, rss

HOUR = 3600 * 10**6


def columns(line):
    return sum(0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


class FeedsCli(CollectCase):
    def feeds(self, *args, status=0, text=None):
        done = subprocess.run([COURANT, "feeds", *args], cwd=self.folder.name, env=self.env(), input=text,
                              capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stderr if status else done.stdout

    def shown(self, feed):
        return json.loads(self.feeds("show", str(feed), "--json"))

    def secrets(self):
        return self.sql("SELECT username, password, cookie, proxy FROM feed_settings")

    def test_pause_and_resume(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.origin.routes["/other"] = answer(rss(item(2)))
        self.subscribe(self.origin.url("/feed"), self.origin.url("/other"))
        self.assertEqual(self.feeds("pause", "1", self.origin.url("/other")),
                         "1: paused; 'courant feeds resume' goes on\n2: paused; 'courant feeds resume' goes on\n")
        self.assertIn("0 feeds asked", self.fetch("--all").stdout)
        self.assertEqual([self.feed(n)["health"] for n in (0, 1)], ["paused", "paused"])
        self.assertNotIn("next", self.feed())
        self.assertIn("it is paused: 'courant feeds resume 1' goes on", self.run_it("fetch", "1", status=1).stderr)
        self.feeds("resume", "1")
        self.assertIn("1 feeds asked", self.fetch().stdout)
        self.assertEqual(self.origin.paths(), ["/feed"])

    def test_pages_of_a_paused_feed_wait(self):
        self.origin.routes["/feed"] = answer(rss(item(1, "In short.", self.origin.url("/1"))))
        self.origin.routes["/1"] = answer("oops", "502 Bad Gateway")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.feeds("pause", "1")
        self.sql("UPDATE entry_pages SET next_try_us = 0")
        self.fetch()
        self.assertEqual(self.origin.paths().count("/1"), 1)
        self.feeds("resume", "1")
        self.fetch()
        self.assertEqual(self.origin.paths().count("/1"), 2)

    def test_remove_and_restore(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertIn("its articles stay", self.feeds("remove", "1"))
        self.assertIn("No subscriptions", self.feeds())
        self.assertIn("0 feeds asked", self.fetch("--all").stdout)
        self.assertEqual(len(self.articles()), 1)
        self.assertIn("Port Sallow", self.feeds("--removed"))
        self.assertIn("removed", self.feeds("show", "1"))
        self.assertIn("there is no feed 1", self.feeds("pause", "1", status=1))
        self.assertEqual(self.feeds("restore", self.origin.url("/feed")), "1: is back\n")
        # What is known of it has stayed: nothing is new.
        self.assertIn("0 new articles", self.fetch("--all").stdout)
        self.feeds("remove", "1")
        self.sql("UPDATE feeds SET removed_us = removed_us - ?", 8 * 24 * HOUR)
        self.fetch()
        self.assertEqual(self.sql("SELECT count(*) FROM feeds"), [(0,)])
        self.assertIn("Nothing was removed", self.feeds("--removed"))
        self.assertEqual(len(self.articles()), 1)

    def test_one_that_is_wrong_leaves_the_others_be(self):
        self.subscribe("https://one.example/feed", "https://two.example/feed")
        errors = self.feeds("pause", "7", "nowhere.example/feed", "2", status=1)
        self.assertEqual(errors, "courant feeds pause: 7: there is no feed 7\n"
                                 "courant feeds pause: nowhere.example/feed: there is no such feed; 'courant feeds' has all\n")
        self.assertEqual(self.feed(1)["health"], "paused")
        self.assertEqual(self.feeds("pause", "one.example/feed"), "1: paused; 'courant feeds resume' goes on\n")

    def test_wrong_usage(self):
        self.subscribe("https://one.example/feed")
        for args, text in ((("burn", "1"), "none of show, pause"), (("pause",), "which feeds?"),
                           (("set", "1"), "what is to be set?"), (("set", "title=x"), "which feeds?"),
                           (("set", "1", "colour=red"), "'colour' cannot be set"),
                           (("set", "1", "full_text=maybe"), "auto"), (("set", "1", "proxy=ftp://x"), "http://HOST:PORT"),
                           (("set", "1", "url=mailto:x"), "https://"), (("set", "1", "user_agent=a\nb"), "control"),
                           (("set", "1", "username=a:b"), "colon"), (("set", "1", "folders=a//b"), "folders"),
                           (("set", "1", "2", "url=https://x.example/"), "one address"),
                           (("set", "1", "url=https://ada:pw@x.example/"), "username=NAME")):
            self.assertIn(text, self.feeds(*args, status=2))

    def test_title_folders_and_address(self):
        self.origin.routes["/old"] = answer(rss(item(1)), "200 OK", 'ETag: "old"')
        self.origin.routes["/new"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/old"), "https://two.example/feed")
        self.fetch("1")
        self.feeds("set", "1", "title=H\u00e4fen = Ports", "folders=World / Europe")
        feed = self.feed()
        self.assertEqual((feed["title"], feed["folders"]), ("H\u00e4fen = Ports", ["World", "Europe"]))
        self.feeds("set", "1", "url=" + self.origin.url("/new"))
        self.fetch("1")
        self.assertNotIn("If-None-Match", self.origin.seen[-1][1])
        self.assertEqual(self.feed()["title"], "H\u00e4fen = Ports")
        self.assertIn("there is a feed 2 at", self.feeds("set", "1", "url=https://two.example/feed", status=1))
        self.feeds("set", "1", "title=", "folders=")
        self.fetch("1")
        self.assertEqual(self.feed()["title"], "Port Sallow")
        self.assertNotIn("folders", self.feed())

    def test_secrets_are_not_arguments_and_are_not_shown(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        for secret in ("password=tops3cret", "cookie=a=tops3cret", "proxy=http://ben:tops3cret@127.0.0.1:1"):
            error = self.feeds("set", "1", secret, status=2)
            self.assertIn("other users of the machine can see", error)
            self.assertNotIn("tops3cret", error)
        path = os.path.join(self.folder.name, "proxy")
        with open(path, "w", encoding="utf-8") as f:
            f.write("http://ben:tops3cret@127.0.0.1:1\n")
        self.feeds("set", "1", "username=ada", "password=-", "cookie=-", "proxy=@" + path,
                   text="tops3cret pass\nsession=tops3cret\n")
        self.assertEqual(self.secrets(), [("ada", "tops3cret pass", "session=tops3cret",
                                           "http://ben:tops3cret@127.0.0.1:1")])
        self.fetch("1")
        out = [self.feeds(), self.feeds("--json"), self.feeds("show", "1"), self.feeds("show", "--json", "1"),
               self.run_it("opml", "export", "-", status=0).stdout]
        self.assertIn("http://127.0.0.1:1 cannot be reached", out[2].replace("\n            ", " "))
        for text in out:
            self.assertNotIn("tops3cret", text)
        self.assertEqual(self.shown(1)["settings"], {
            "full_text": "auto", "username": "ada", "password": True, "cookie": True, "proxy": "http://127.0.0.1:1"})
        self.feeds("set", "1", "proxy=")
        self.fetch("1")
        self.assertIn("session=tops3cret", self.origin.seen[-1][1])
        # To another site they do not go along.
        self.assertIn("are forgotten", self.feeds("set", "1", "url=https://two.example/feed"))
        self.assertEqual(self.secrets(), [("", "", "", "")])
        self.assertIn("no password came", self.feeds("set", "1", "password=-", status=2, text=""))
        self.assertIn("cannot", self.feeds("set", "1", "password=@none", status=2))

    def test_a_password_is_typed_without_echo(self):
        self.subscribe("https://one.example/feed")
        ours, theirs = pty.openpty()
        process = subprocess.Popen([COURANT, "feeds", "set", "1", "password=-"], cwd=self.folder.name,
                                   env=self.env(), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
        os.close(theirs)
        seen = b""
        while b"password of the feed: " not in seen:
            seen += os.read(ours, 1000)
        os.write(ours, b"tops3cret\n")
        process.wait(30)
        seen += os.read(ours, 1000)
        os.close(ours)
        self.assertNotIn(b"tops3cret", seen)
        self.assertEqual(self.secrets()[0][1], "tops3cret")

    def test_a_name_and_password_in_an_address_become_settings(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(f"http://ada:t%C3%B6p%3A@127.0.0.1:{self.origin.port}/feed?x=1#y")
        self.assertEqual(self.secrets(), [("ada", "t\u00f6p:", "", "")])
        self.assertEqual(self.feed()["url"], self.origin.url("/feed?x=1#y"))
        self.assertNotIn("ada", self.run_it("opml", "export", "-", status=0).stdout)

    def test_a_password_in_an_address_is_not_told_when_it_is_added(self):
        self.origin.routes["/feed"] = answer(rss(item(1, link="/1")), "200 OK", "Content-Type: application/rss+xml")
        for path, status in (("/feed", 0), ("/none", 1)):
            address = f"http://ada:tops3cret@127.0.0.1:{self.origin.port}{path}"
            for args in (("--preview",), ("--preview", "--json"), ()):
                done = self.run_it("add", *args, address, status=status)
                self.assertIn(f"127.0.0.1:{self.origin.port}{path}", done.stdout + done.stderr)
                self.assertNotIn("tops3cret", done.stdout + done.stderr)
        self.assertEqual(self.secrets()[0][:2], ("ada", "tops3cret"))

    def test_fetch_of_those_that_are_named(self):
        for n in range(3):
            self.origin.routes[f"/{n}"] = [answer(rss(item(n)), "200 OK", 'ETag: "e"'),
                                           answer(b"", "304 Not Modified", length=False)]
        self.subscribe(*[self.origin.url(f"/{n}") for n in range(3)])
        self.assertIn("2 feeds asked", self.fetch("1", self.origin.url("/2")).stdout)
        self.assertEqual(sorted(self.origin.paths()), ["/0", "/2"])
        self.assertIn("1 unchanged", self.fetch("1").stdout)
        self.assertIn('If-None-Match: "e"', self.origin.seen[-1][1])
        self.fetch("--again", "1")
        self.assertNotIn("If-None-Match", self.origin.seen[-1][1])
        self.assertIn("7: there is no feed 7", self.run_it("fetch", "7", status=1).stderr)
        for wrong in (("--all", "1"), ("--again",), ("--all", "--due")):
            self.run_it("fetch", *wrong, status=2)
        # What has gone is asked when somebody says so.
        self.origin.routes["/1"] = [answer("", "410 Gone"), answer(rss(item(1)))]
        self.fetch("2")
        self.assertEqual(self.feed(1)["health"], "gone")
        self.assertIn("gone for good", self.feeds("show", "2"))
        self.fetch("2")
        self.assertEqual(self.feed(1)["health"], "ok")

    def test_fetch_of_a_named_feed_while_a_server_runs(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        server = subprocess.Popen([COURANT, "serve", "--listen", "127.0.0.1:0"], cwd=self.folder.name,
                                  env=self.env(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        until = time.monotonic() + 20
        while not self.sql("SELECT 1 FROM feeds WHERE succeeded_us > 0") and time.monotonic() < until:
            time.sleep(0.1)
        asked = len(self.origin.paths())
        self.assertEqual(self.run_it("fetch", "1", status=0).stdout,
                         "1 feed is asked by the program that fetches for this data directory\n")
        while len(self.origin.paths()) == asked and time.monotonic() < until:
            time.sleep(0.1)
        self.assertGreater(len(self.origin.paths()), asked)

    def test_full_text_has_the_feed_read_again(self):
        self.origin.routes["/feed"] = answer(rss(item(1, WORDS * 12, self.origin.url("/1"))), "200 OK", 'ETag: "e"')
        self.origin.routes["/1"] = answer(page("The page"), "200 OK", "Content-Type: text/html")
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.feeds("set", "1", "full_text=always")
        self.fetch()
        self.assertIn("Part 4.", self.articles()[0][1])

    def test_show_tells_everything(self):
        self.origin.routes["/feed"] = answer(rss(*[item(n) for n in range(1, 8)], more="<ttl>180</ttl>"))
        self.subscribe(self.origin.url("/feed"))
        self.assertIn("new: not asked yet", self.feeds("show", "1"))
        self.fetch()
        text = self.feeds("show", "1")
        for part in ("title       Port Sallow", f"address     {self.origin.url('/feed')}", "health      ok",
                     "asks for    3h", "posts every 1d", "7, of which 7 are articles and 0 wait", "Harbour news 7"):
            self.assertIn(part, text)
        feed = self.shown(1)
        self.assertEqual((feed["entries"], feed["articles"], feed["waiting"], feed["said_seconds"], feed["gap_seconds"]),
                         (7, 7, 0, 10800, 86400))
        self.assertEqual(feed["kind"], "feed")

    def test_tables_fit_80_columns(self):
        self.origin.routes["/wide"] = answer(rss(item(1)).replace("Port Sallow", "\u6771\u4eac\u6e2f" * 30))
        self.origin.routes["/long"] = answer(rss(item(1)).replace("Port Sallow", "Cafe\u0301 " * 30))
        self.origin.routes["/tricks"] = answer(rss(item(1)).replace("Port Sallow", "a&#x9b;31mb \u202e \u200d c"))
        self.subscribe(self.origin.url("/wide"), self.origin.url("/long"), self.origin.url("/tricks"),
                       self.origin.url("/none?" + "x" * 300))
        self.fetch()
        text = self.feeds() + self.feeds("show", "1", "2", "3")
        for line in text.splitlines():
            self.assertLessEqual(columns(line), 80, line)
        self.assertIn("\u2026", text)
        self.assertNotIn("\x9b", text)
        self.assertIn("there is no feed at this", text)


if __name__ == "__main__":
    unittest.main()
