"""Feeds that are pushed (WebSub): a scripted origin is publisher and hub, `courant serve` the subscriber."""
import hashlib
import hmac
import http.client
import os
import re
import signal
import socket
import subprocess
import threading
import time
import unittest
import urllib.parse

from collect_testing import COURANT, DAY, HOUR, CollectCase, answer, item, rss

SECOND = 10**6


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Hub:
    """A hub at /hub of an origin: remembers the forms it got; CODE is its answer. VERIFY: it asks back from
    a thread of its own; .verified has (status, body) of each."""

    def __init__(self, origin, path="/hub", lease=86400):
        self.forms, self.verified, self.lease, self.code, self.headers = [], [], lease, "202 Accepted", ()
        self.verify = True
        origin.routes[path] = self.answer

    def answer(self, c, head):
        length = int(re.search(r"(?i)content-length: *(\d+)", head).group(1))
        body = head.split("\r\n\r\n", 1)[1].encode()
        while len(body) < length:
            body += c.recv(65536)
        form = dict(urllib.parse.parse_qsl(body.decode()))
        form["head"] = head
        self.forms.append(form)
        c.sendall(answer(b"", self.code, *self.headers))
        if self.verify and self.code.startswith("202"):
            threading.Thread(target=self.try_back, args=(form,), daemon=True).start()

    def try_back(self, form):
        """As hubs do: again when the site has no time."""
        for _ in range(5):
            try:
                if self.ask_back(form)[0] < 500:
                    return
            except OSError:
                pass  # nobody serves
            time.sleep(0.5)

    def ask_back(self, form, **changes):
        query = {"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"], "hub.challenge": "c h&allenge/<b>",
                 "hub.lease_seconds": str(self.lease), **changes}
        self.verified.append(get(form["hub.callback"], {k: v for k, v in query.items() if v is not None}))
        return self.verified[-1]

    def push(self, form, body, method="sha256", signature=None, **headers):
        body = body.encode() if isinstance(body, str) else body
        if signature is None:
            signature = method + "=" + hmac.new(form["hub.secret"].encode(), body, getattr(hashlib, method)).hexdigest()
        return post(form["hub.callback"], body, {"Content-Type": "application/rss+xml",
                                                 "X-Hub-Signature": signature, **headers})


def get(url, query):
    at = urllib.parse.urlsplit(url)
    c = http.client.HTTPConnection(at.hostname, at.port, timeout=20)
    c.request("GET", at.path + "?" + urllib.parse.urlencode(query))
    r = c.getresponse()
    return r.status, r.read().decode(), r.headers


def post(url, body, headers, chunked=False):
    at = urllib.parse.urlsplit(url)
    c = http.client.HTTPConnection(at.hostname, at.port, timeout=20)
    c.request("POST", at.path, body=iter([body]) if chunked else body, headers=headers, encode_chunked=chunked)
    r = c.getresponse()
    return r.status, r.read().decode(), r.headers


class WebSub(CollectCase):
    def setUp(self):
        super().setUp()
        self.port = free_port()
        self.began = time.time()
        self.site = f"http://127.0.0.1:{self.port}"
        self.server = None
        self.addCleanup(self.stop)
        self.hub = Hub(self.origin)
        self.topic = self.origin.url("/feed?a=b&c=d")
        self.feed_of(item(1))

    def env(self):
        return {**super().env(), "COURANT_PUBLIC_URL": self.site, "COURANT_LISTEN": f"127.0.0.1:{self.port}",
                "COURANT_REQUESTS_PER_SECOND": "0"}

    def feed_of(self, *items, hub=True, links=None):
        """The feed at /feed: with Link headers."""
        if links is None and hub:
            links = [f'Link: <{self.origin.url("/hub")}>; rel="hub", <{self.topic}>; rel=self']
        # One each ten minutes, the newest of late: by itself it would be asked each five.
        stamp = lambda n: time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(self.began - 6000 + 600 * int(n)))
        items = [re.sub("(?s)(<title>Harbour news )([0-9]+)(.*)<pubDate>.*?</pubDate>",
                        lambda m: f"{m[1]}{m[2]}{m[3]}<pubDate>{stamp(m[2])}</pubDate>", text) for text in items]
        self.origin.routes["/feed"] = answer(rss(*items), "200 OK", "Content-Type: application/rss+xml", *(links or []))

    def serve(self, **env):
        with open(os.path.join(self.folder.name, "log"), "ab") as log:
            self.server = subprocess.Popen([COURANT, "serve", "--log", "info"], cwd=self.folder.name,
                                           env={**self.env(), **env}, stdout=subprocess.DEVNULL, stderr=log)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.fail("the server does not answer")

    def stop(self, how=signal.SIGTERM):
        if self.server:
            self.server.send_signal(how)
            self.server.wait(30)
            self.server = None

    def until(self, what, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            got = what()
            if got:
                return got
            time.sleep(0.05)
        with open(os.path.join(self.folder.name, "log"), encoding="utf-8") as f:
            rows = self.sql("SELECT * FROM feed_hubs"), self.row("next_check_us, checked_us, error"), self.origin.paths()
            self.fail(f"it did not come: {rows} " + f.read()[-3000:])

    def row_of_hub(self, fields="state"):
        rows = self.sql(f"SELECT {fields} FROM feed_hubs WHERE feed_id = 1")
        return rows[0] if rows else None

    def subscribed(self):
        """Serving, with the feed subscribed at the hub; the form that the hub got."""
        self.subscribe(self.origin.url("/feed"))
        self.serve()
        self.until(lambda: self.row_of_hub() == (1,))
        return self.hub.forms[-1]

    # --- a whole life

    def test_subscribed_verified_and_pushed_within_seconds(self):
        form = self.subscribed()
        self.assertEqual({k: form[k] for k in ("hub.mode", "hub.topic", "hub.lease_seconds", "hub.verify")},
                         {"hub.mode": "subscribe", "hub.topic": self.topic, "hub.lease_seconds": "864000",
                          "hub.verify": "async"})
        self.assertRegex(form["hub.callback"], rf"^{self.site}/websub/[0-9a-f]{{64}}$")
        self.assertRegex(form["hub.secret"], r"^[0-9a-f]{64}$")
        self.assertIn("\r\nContent-Type: application/x-www-form-urlencoded\r\n", form["head"])
        (code, body, headers), = self.hub.verified
        self.assertEqual((code, body), (200, "c h&allenge/<b>"))
        self.assertEqual(headers["Content-Type"].split(";")[0], "text/plain")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        until, following, now = *self.row_of_hub("until_us, next_try_us"), time.time() * SECOND
        self.assertAlmostEqual(until, now + DAY, delta=20 * SECOND)
        self.assertAlmostEqual(following, now + DAY * 0.8, delta=20 * SECOND)
        plan = self.row("next_check_us")
        began = time.monotonic()
        self.assertEqual(self.hub.push(form, rss(item(2)))[0], 202)
        self.until(lambda: len(self.articles()) == 2)
        self.assertLess(time.monotonic() - began, 5)
        self.assertIn("Harbour news 2", get(self.site + "/", {})[1])
        self.assertEqual(self.row("next_check_us"), plan)
        self.assertEqual(self.origin.paths().count("/feed"), 1)
        shown = self.feed()["websub"]
        self.assertEqual((shown["state"], shown["hub"], shown["topic"]), ("live", self.origin.url("/hub"), self.topic))
        self.assertIn("pushed", shown)
        self.assertIn("pushed", self.run_it("feeds").stdout)

    def test_each_signature_and_chunked_bodies(self):
        form = self.subscribed()
        for n, method in enumerate(("sha1", "sha256", "sha384", "sha512")):
            self.assertEqual(self.hub.push(form, rss(item(10 + n)), method)[0], 202)
        body = rss(item(20, "Long. " * 40000)).encode()
        self.assertGreater(len(body), 200000)
        signature = "sha256=" + hmac.new(form["hub.secret"].encode(), body, hashlib.sha256).hexdigest()
        self.assertEqual(post(form["hub.callback"], body, {"X-Hub-Signature": signature}, chunked=True)[0], 202)
        self.until(lambda: len(self.articles()) == 6)

    def test_what_is_not_signed_well_is_dropped_and_not_told(self):
        form = self.subscribed()
        good = hmac.new(form["hub.secret"].encode(), rss(item(5)).encode(), hashlib.sha256).hexdigest()
        for signature in ("sha256=" + "0" * 64, "sha256=" + good[:-1], "sha1=" + good, "md5=" + good[:32], "", "=",
                          good, "sha256=" + "g" * 64):
            self.assertEqual(self.hub.push(form, rss(item(5)), signature=signature)[0], 202, signature)
        self.assertEqual(post(form["hub.callback"], b"x", {})[0], 202)
        self.assertEqual(self.sql("SELECT count(*) FROM deliveries"), [(0,)])
        self.hub.push(form, rss(item(6)))
        self.until(lambda: len(self.articles()) == 2)
        self.assertEqual([a[0] for a in self.articles()], ["Harbour news 1", "Harbour news 6"])

    def test_links_in_the_feed_itself(self):
        self.feed_of(hub=False)
        self.origin.routes["/feed"] = answer(rss(
            item(1), more=f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='hub' href='{self.origin.url('/hub')}'/>"
                          f"<atom:link xmlns:atom='http://www.w3.org/2005/Atom' rel='self' href='{self.topic}'/>"
            .replace("&", "&amp;")))
        self.assertEqual(self.subscribed()["hub.topic"], self.topic)

    def test_without_a_topic_it_is_the_feeds_address(self):
        self.feed_of(item(1), links=[f'Link: <{self.origin.url("/hub")}>; rel=hub'])
        self.assertEqual(self.subscribed()["hub.topic"], self.origin.url("/feed"))

    # --- confirmations

    def test_only_what_was_asked_is_confirmed(self):
        form = self.subscribed()
        before = self.row_of_hub("state, until_us, next_try_us")
        # Again, when it was confirmed already: nobody asked.
        self.assertEqual(self.hub.ask_back(form)[0], 404)
        self.assertEqual(self.hub.ask_back({**form, "hub.mode": "unsubscribe"})[0], 404)
        self.sql("UPDATE feed_hubs SET next_try_us = 1, asked_us = NULL, hub_url = 'http://127.0.0.1:1/'")
        self.assertEqual(self.hub.ask_back({**form, "hub.topic": self.topic + "x"})[0], 404)
        self.assertEqual(self.hub.ask_back(form, **{"hub.topic": None})[0], 404)
        self.assertEqual(self.hub.ask_back(form, **{"hub.challenge": None})[0], 404)
        self.assertEqual(self.hub.ask_back({**form, "hub.mode": "publish"})[0], 404)
        self.assertEqual(self.hub.ask_back({**form, "hub.callback": form["hub.callback"][:-1] + "x"})[0], 404)
        self.assertEqual(self.hub.ask_back({**form, "hub.callback": self.site + "/websub/" + "0" * 64})[0], 404)
        self.assertEqual(self.row_of_hub("state, until_us"), before[:2])
        # A question that is due is open: the hub may be faster than its own answer.
        self.sql("UPDATE feed_hubs SET next_try_us = 1, asked_us = NULL")
        self.assertEqual(self.hub.ask_back(form)[:2], (200, "c h&allenge/<b>"))
        # One that was asked an hour ago is not.
        self.sql("UPDATE feed_hubs SET next_try_us = 9e15, asked_us = ?", int(time.time() * SECOND - 2 * HOUR))
        self.assertEqual(self.hub.ask_back(form)[0], 404)

    def test_unknown_addresses(self):
        self.subscribed()
        for token in ("0" * 64, "x", "0" * 63 + "%20", "../about"):
            self.assertIn(post(f"{self.site}/websub/{token}", b"x", {})[0], (400, 404, 405, 410), token)
        self.assertEqual(post(f"{self.site}/websub/" + "0" * 64, b"x", {})[0], 410)
        # A large body is refused before it is read; elsewhere it always is.
        for path, code in (("/websub/" + "0" * 64, 410), ("/login", 413), ("/websub", 413)):
            with socket.create_connection(("127.0.0.1", self.port), 10) as c:
                c.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n".encode())
                self.assertIn(f"HTTP/1.1 {code} ".encode(), c.recv(200), path)
        form = self.hub.forms[-1]
        path = urllib.parse.urlsplit(form["hub.callback"]).path
        with socket.create_connection(("127.0.0.1", self.port), 10) as c:
            c.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {(15 << 20) + 1}\r\n\r\n".encode())
            self.assertIn(b"HTTP/1.1 413 ", c.recv(200))

    def test_denied(self):
        form = self.subscribed()
        self.sql("UPDATE feeds SET next_check_us = next_check_us + ?", 20 * HOUR)
        self.sql("UPDATE feed_hubs SET poll_us = ?", int(time.time() * SECOND + HOUR))
        code, body, _ = get(form["hub.callback"], {"hub.mode": "denied", "hub.topic": self.topic,
                                                   "hub.reason": "no <b>more</b>"})
        self.assertEqual((code, body), (200, ""))
        self.assertEqual(self.row_of_hub("state, error"), (2, "the hub says no: no <b>more</b>"))
        # The feed's own plan is back.
        self.assertAlmostEqual(self.row("next_check_us")[0], time.time() * SECOND + HOUR, delta=20 * SECOND)
        self.assertEqual(self.hub.push(form, rss(item(2)))[0], 410)
        self.assertEqual(self.hub.ask_back(form)[0], 404)
        self.assertEqual(self.feed()["websub"]["state"], "denied")
        # A week later it is asked once more.
        self.sql("UPDATE feed_hubs SET next_try_us = 1")
        self.until(lambda: self.row_of_hub() == (1,))

    # --- leases and hubs that fail

    def test_a_lease_is_renewed_and_polling_relaxes_meanwhile(self):
        form = self.subscribed()
        self.hub.push(form, rss(item(2)))
        self.until(lambda: len(self.articles()) == 2)
        self.feed_of(item(2), item(1))
        self.sql("UPDATE feeds SET next_check_us = 1")
        self.until(lambda: self.origin.paths().count("/feed") == 2)
        # Asked again in a day: it is pushed. Without pushes it would be in an hour or so.
        self.until(lambda: self.wait_us() > 20 * HOUR)
        self.assertLessEqual(self.wait_us(), DAY)
        self.assertLess(self.row_of_hub("poll_us")[0], self.row("next_check_us")[0])
        # Something that was not pushed: as often as ever.
        self.feed_of(item(3), item(2), item(1))
        self.sql("UPDATE feeds SET next_check_us = 1")
        self.until(lambda: len(self.articles()) == 3)
        self.until(lambda: self.wait_us() < 20 * HOUR)
        # Near its end the lease is renewed, for the same address and with the same secret.
        self.sql("UPDATE feed_hubs SET next_try_us = 1, until_us = ?", int(time.time() * SECOND + HOUR))
        self.until(lambda: len(self.hub.verified) == 2)
        self.assertEqual(self.hub.verified[-1][0], 200)
        again = self.hub.forms[-1]
        self.assertEqual({k: v for k, v in again.items() if k != "head"}, {k: v for k, v in form.items() if k != "head"})
        self.until(lambda: self.row_of_hub("until_us")[0] > time.time() * SECOND + 20 * HOUR)

    def test_when_a_lease_lapses_the_feed_is_asked(self):
        form = self.subscribed()
        self.hub.push(form, rss(item(2)))
        self.until(lambda: len(self.articles()) == 2)
        self.feed_of(item(2), item(1))
        end = int(time.time() * SECOND + 5 * HOUR)
        self.sql("UPDATE feed_hubs SET until_us = ?", end)
        self.sql("UPDATE feeds SET next_check_us = 1")
        self.until(lambda: self.row_of_hub("poll_us")[0])
        self.assertLessEqual(self.row("next_check_us")[0], end + 2 * SECOND)
        self.sql("UPDATE feed_hubs SET until_us = 1, next_try_us = 9e15")
        self.sql("UPDATE feeds SET next_check_us = 1, checked_us = 0")
        self.until(lambda: self.row("checked_us")[0])
        self.assertLess(self.wait_us(), 5 * HOUR)
        self.assertEqual(self.feed()["websub"]["state"], "lapsed")

    def test_a_hub_that_is_down_is_asked_less_and_less(self):
        self.hub.code = "500 Oops"
        self.subscribe(self.origin.url("/feed"))
        self.serve()
        for tries, wait in ((1, HOUR // 4), (2, HOUR // 2), (3, HOUR)):
            self.until(lambda: self.row_of_hub("tries") == (tries,))
            state, following, error = self.row_of_hub("state, next_try_us, error")
            self.assertEqual(state, 0)
            self.assertAlmostEqual(following, time.time() * SECOND + wait, delta=20 * SECOND)
            self.assertIn("500", error)
            self.sql("UPDATE feed_hubs SET next_try_us = 1")
        self.assertEqual(len(self.hub.forms), 3)
        self.assertEqual(self.feed()["health"], "ok")

    def test_a_hub_that_says_when_is_asked_then(self):
        self.hub.code, self.hub.headers = "503 Busy", ("Retry-After: 7200",)
        self.subscribe(self.origin.url("/feed"))
        self.serve()
        self.until(lambda: self.row_of_hub("tries") == (1,))
        self.assertAlmostEqual(self.row_of_hub("next_try_us")[0], time.time() * SECOND + 2 * HOUR, delta=20 * SECOND)

    def test_a_hub_that_never_comes_back_and_the_next_one(self):
        self.hub.verify = False
        other = Hub(self.origin, "/other")
        self.feed_of(item(1), links=[f'Link: <{self.origin.url("/hub")}>; rel=hub', f'Link: </other>; rel="x hub"',
                                     f'Link: <{self.topic}>; rel=self'])
        self.subscribe(self.origin.url("/feed"))
        self.serve()
        self.until(lambda: self.row_of_hub("tries") == (1,))
        self.assertEqual(self.feed()["websub"]["state"], "asked")
        for tries in (2, 3):
            self.sql("UPDATE feed_hubs SET next_try_us = 1")
            self.until(lambda: self.row_of_hub("tries") == (tries,))
        self.assertIn("did not come back", self.row_of_hub("error")[0])
        self.sql("UPDATE feeds SET next_check_us = 1")
        self.until(lambda: self.row_of_hub("state, hub_url") == (1, self.origin.url("/other")))
        self.assertNotEqual(other.forms[0]["hub.callback"], self.hub.forms[0]["hub.callback"])

    def test_redirects_that_keep_the_form_are_followed_and_no_others(self):
        for code, forms in (("307 Temporary", 1), ("308 Permanent", 1), ("302 Found", 0), ("303 See", 0), ("301 Moved", 0)):
            with self.subTest(code):
                self.setUp()
                hub = Hub(self.origin, "/real")
                self.origin.routes["/hub"] = answer(b"", code, f"Location: {self.origin.url('/real')}")
                self.subscribe(self.origin.url("/feed"))
                self.serve()
                if forms:
                    self.until(lambda: self.row_of_hub() == (1,))
                    self.assertEqual(hub.forms[0]["hub.topic"], self.topic)
                else:
                    self.until(lambda: self.row_of_hub("tries") == (1,))
                    self.assertIn(code[:3], self.row_of_hub("error")[0])
                    self.assertNotIn("/real", self.origin.paths())
                self.stop()

    def test_private_addresses_are_refused(self):
        # The feed is got with fetch_private; then it is off, and the hub is one that redirects nowhere public.
        self.subscribe(self.origin.url("/feed"))
        self.hub.code = "500 Oops"
        self.serve()
        self.until(lambda: self.row_of_hub("tries") == (1,))
        self.stop()
        seen = len(self.origin.seen)
        self.sql("UPDATE feed_hubs SET next_try_us = 1")
        self.sql("UPDATE feeds SET next_check_us = 9e15")
        self.serve(COURANT_FETCH_PRIVATE="off", COURANT_PUBLIC_URL="https://news.example.org")
        self.until(lambda: self.row_of_hub("tries") == (2,))
        self.assertIn("no public address", self.row_of_hub("error")[0])
        self.assertEqual(len(self.origin.seen), seen)

    # --- the end of it

    def test_a_feed_that_names_another_hub_or_none_leaves(self):
        form = self.subscribed()
        other = Hub(self.origin, "/other")
        self.feed_of(item(1), links=[f'Link: <{self.origin.url("/other")}>; rel=hub, <{self.topic}>; rel=self'])
        self.sql("UPDATE feeds SET next_check_us = 1")
        self.until(lambda: self.hub.forms[-1]["hub.mode"] == "unsubscribe")
        self.assertEqual(self.hub.forms[-1]["hub.callback"], form["hub.callback"])
        self.assertNotIn("hub.secret", self.hub.forms[-1])
        self.until(lambda: self.row_of_hub() is None)
        self.assertEqual(self.hub.push(form, rss(item(2)))[0], 410)
        self.sql("UPDATE feeds SET next_check_us = 1")
        self.until(lambda: self.row_of_hub() == (1,))
        self.assertEqual(other.forms[-1]["hub.topic"], self.topic)
        self.feed_of(item(1), hub=False)
        self.sql("UPDATE feeds SET next_check_us = 1")
        self.until(lambda: self.row_of_hub() is None)
        self.assertEqual(other.forms[-1]["hub.mode"], "unsubscribe")

    def test_a_feed_that_is_paused_leaves(self):
        form = self.subscribed()
        self.sql("UPDATE feeds SET paused_us = 1, next_check_us = NULL")
        self.assertEqual(self.hub.push(form, rss(item(2)))[0], 410)
        self.until(lambda: self.hub.forms[-1]["hub.mode"] == "unsubscribe", 30)
        self.until(lambda: self.row_of_hub() is None)

    def test_a_hub_that_does_not_let_go_is_left_alone(self):
        self.subscribed()
        self.hub.code = "500 Oops"
        self.sql("UPDATE feeds SET removed_us = 1, next_check_us = NULL")
        for tries in (1, 2):
            self.until(lambda: self.row_of_hub("state, tries") == (3, tries), 30)
            self.sql("UPDATE feed_hubs SET next_try_us = 1")
        self.until(lambda: self.row_of_hub() is None)

    def test_switched_off(self):
        form = self.subscribed()
        poll = int(time.time() * SECOND + HOUR)
        self.sql("UPDATE feed_hubs SET poll_us = ?", poll)
        self.sql("UPDATE feeds SET next_check_us = ?", poll + 20 * HOUR)
        self.stop()
        self.serve(COURANT_WEBSUB="off")
        self.until(lambda: self.row_of_hub() is None)
        self.until(lambda: self.row("next_check_us") == (poll,))
        self.assertEqual(self.hub.push(form, rss(item(2)))[0], 410)
        self.assertEqual(self.hub.ask_back(form)[0], 404)

    def test_nobody_asks_for_pushes_to_where_nobody_can_come(self):
        self.subscribe(self.origin.url("/feed"))
        self.fetch(env={"COURANT_PUBLIC_URL": ""})
        self.assertIsNone(self.row_of_hub())
        # Loopback, but by the operator's word.
        self.fetch("--all")
        self.assertEqual(self.row_of_hub("state, tries"), (0, 1))

    # --- pushes

    def test_killed_between_the_push_and_the_reading(self):
        form = self.subscribed()
        self.stop()
        # A server that does not read what comes.
        self.serve(COURANT_FETCH="off")
        for n in range(2, 7):
            self.assertEqual(self.hub.push(form, rss(item(n)))[0], 202)
        self.stop(signal.SIGKILL)
        self.assertEqual(self.sql("SELECT count(*) FROM deliveries"), [(5,)])
        self.serve()
        self.until(lambda: self.sql("SELECT count(*) FROM deliveries") == [(0,)])
        self.assertEqual([a[0] for a in self.articles()], [f"Harbour news {n}" for n in range(1, 7)])

    def test_a_push_without_words_makes_the_feed_due(self):
        form = self.subscribed()
        self.feed_of(item(2), item(1))
        self.assertEqual(self.hub.push(form, b"")[0], 202)
        self.until(lambda: len(self.articles()) == 2)
        self.assertEqual(self.origin.paths().count("/feed"), 2)

    def test_so_many_an_hour(self):
        form = self.subscribed()
        self.sql("UPDATE feed_hubs SET hour_us = ?, hour_pushes = 119", int(time.time() * SECOND))
        self.assertEqual(self.hub.push(form, rss(item(2)))[0], 202)
        code, _, headers = self.hub.push(form, rss(item(3)))
        self.assertEqual(code, 429)
        self.assertAlmostEqual(int(headers["Retry-After"]), 3600, delta=20)
        self.sql("UPDATE feed_hubs SET hour_us = ?", int(time.time() * SECOND - HOUR))
        self.assertEqual(self.hub.push(form, rss(item(3)))[0], 202)

    def test_when_too_much_waits(self):
        form = self.subscribed()
        self.stop()
        self.serve(COURANT_FETCH="off")
        for n in range(100):
            self.sql("INSERT INTO deliveries (feed_id, received_us, content_type, base_url, body, tries, error) "
                     "VALUES (1, 1, '', '', x'00', 0, '')")
        code, _, headers = self.hub.push(form, rss(item(3)))
        self.assertEqual((code, headers["Retry-After"]), (503, "601"))


if __name__ == "__main__":
    unittest.main()
