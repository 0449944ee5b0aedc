"""What is set for one feed, seen on the wire: user agent, credentials, cookie, proxy, full text; and
that secrets go to the feed's own site only."""
import base64
import os
import socket
import threading
import time
import unittest

from collect_testing import DAY, WORDS, CollectCase, Origin, answer, item, page, rss

BASIC = "Basic " + base64.b64encode("ada:lo ve:läce".encode()).decode()
HTML = "Content-Type: text/html"


def header(head, name):
    """The header's values."""
    lines = [line.partition(":") for line in head.split("\r\n")[1:]]
    return [value.strip() for key, _, value in lines if key.lower() == name.lower()]


class Proxy:
    """An HTTP proxy (CONNECT too) and a SOCKS5 one; all that is asked for leads to TO. .asked has what
    was asked, .heads the requests."""

    def __init__(self, to, password=None):
        self.to, self.password, self.asked, self.heads = to, password, [], []
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(16)
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        while True:
            try:
                c, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(c,), daemon=True).start()

    def serve(self, c):
        with c:
            try:
                first = c.recv(1)
                if first == b"\x05":
                    self.socks(c)
                elif first:
                    self.http(c, first)
            except OSError:
                pass

    def socks(self, c):
        c.recv(c.recv(1)[0])
        c.sendall(b"\x05\x00")
        head = c.recv(4)
        name = c.recv(c.recv(1)[0]).decode() if head[3] == 3 else socket.inet_ntoa(c.recv(4))
        self.asked.append((name, int.from_bytes(c.recv(2), "big")))
        c.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x00")
        self.pass_on(c, b"")

    def http(self, c, head):
        while b"\r\n\r\n" not in head:
            part = c.recv(4096)
            if not part:
                return
            head += part
        text = head.decode()
        self.heads.append(text)
        if self.password and self.password not in header(text, "Proxy-Authorization"):
            c.sendall(answer(b"no", "407 Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="p"'))
            return
        target = text.split()[1]
        self.asked.append(target)
        rest = target.split("//", 1)[1]
        self.pass_on(c, head.replace(target.encode(), b"/" + rest.partition("/")[2].encode(), 1))

    def pass_on(self, c, head):
        with socket.create_connection(("127.0.0.1", self.to)) as up:
            up.sendall(head or c.recv(65536))
            while part := up.recv(65536):
                c.sendall(part)
        c.shutdown(socket.SHUT_WR)

    def close(self):
        self.socket.close()


class Settings(CollectCase):
    def put(self, feed=1, **settings):
        columns = {"user_agent": "", "username": "", "password": "", "cookie": "", "proxy": "", "full_text": 0,
                   **settings}
        self.sql(f"INSERT OR REPLACE INTO feed_settings (feed_id, {', '.join(columns)}) "
                 f"VALUES ({', '.join('?' * (len(columns) + 1))})", feed, *columns.values())

    def ada(self, **more):
        self.put(username="ada", password="lo ve:läce", cookie="session=abc; theme=dark", **more)

    def proxy(self, *args, to=None):
        proxy = Proxy(to or self.origin.port, *args)
        self.addCleanup(proxy.close)
        return proxy

    def head(self, path, n=0):
        return [head for p, head, _ in self.origin.seen if p == path][n]

    # --- who asks

    def test_nothing_is_said_unless_it_is_set(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        for name in ("Authorization", "Cookie", "Referer"):
            self.assertEqual(header(self.head("/feed"), name), [])
        self.assertRegex(header(self.head("/feed"), "User-Agent")[0], r"^courant/[0-9.]+$")

    def test_user_agent_credentials_and_cookie_are_sent_to_the_feed(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        self.ada(user_agent="Reader of the Port/2 (+mail)")
        self.fetch()
        head = self.head("/feed")
        self.assertEqual(header(head, "Authorization"), [BASIC])
        self.assertEqual(header(head, "Cookie"), ["session=abc; theme=dark"])
        self.assertEqual(header(head, "User-Agent"), ["Reader of the Port/2 (+mail)"])
        self.assertEqual(len(self.articles()), 1)

    def test_redirects_to_another_site_get_no_secrets_and_those_at_home_do(self):
        other = Origin()
        self.addCleanup(other.close)
        other.routes["/feed"] = answer(rss(item(1)))
        self.origin.routes["/feed"] = answer(b"", "302 Found", "Location: /here")
        self.origin.routes["/here"] = [answer(b"", "301 Moved", f"Location: {other.url('/feed')}"),
                                       answer(b"", "302 Found", f"Location: {self.origin.url('/feed', 'localhost')}")]
        self.subscribe(self.origin.url("/feed"))
        self.ada()
        self.fetch()
        self.assertEqual(header(self.head("/here"), "Authorization"), [BASIC])
        self.assertEqual(header(self.head("/here"), "Cookie"), ["session=abc; theme=dark"])
        path, head, _ = other.seen[0]
        self.assertEqual((path, header(head, "Authorization"), header(head, "Cookie")), ("/feed", [], []))
        # The same machine and port under another name is another site, too.
        self.origin.routes["/feed"] = [answer(b"", "302 Found", "Location: /here"), answer(rss(item(1)))]
        self.fetch("--all")
        last = self.origin.seen[-1][1]
        self.assertIn("Host: localhost", last)
        self.assertEqual((header(last, "Authorization"), header(last, "Cookie")), ([], []))

    def test_a_move_for_good_to_another_site_is_not_followed_with_secrets(self):
        other = Origin()
        self.addCleanup(other.close)
        other.routes["/feed"] = answer(rss(item(1)))
        self.origin.routes["/feed"] = answer(b"", "301 Moved", f"Location: {other.url('/feed')}")
        self.subscribe(self.origin.url("/feed"))
        self.ada()
        for _ in range(2):
            self.fetch("--all")
            self.sql("UPDATE feeds SET moved_us = moved_us - ?", 4 * DAY)
        feed = self.feed()
        self.assertEqual((feed["url"], feed["moved_to"]), (self.origin.url("/feed"), other.url("/feed")))
        self.assertIn("it has moved to", feed["error"])
        self.assertNotIn("lo ve", feed["error"])
        self.sql("DELETE FROM feed_settings")
        self.fetch("--all")
        self.assertEqual(self.feed()["url"], other.url("/feed"))

    def test_pages_of_the_same_site_are_asked_the_same_way_and_others_are_not(self):
        other = Origin()
        self.addCleanup(other.close)
        other.routes["/2"] = answer(page("Elsewhere"), "200 OK", HTML)
        self.origin.routes["/1"] = answer(page("At home"), "200 OK", HTML)
        self.origin.routes["/feed"] = answer(rss(item(1, "In short...", self.origin.url("/1")),
                                                 item(2, "In short...", other.url("/2"))))
        self.subscribe(self.origin.url("/feed"))
        self.ada(user_agent="Port/2")
        self.fetch()
        self.assertEqual(header(self.head("/1"), "Authorization"), [BASIC])
        self.assertEqual(header(self.head("/1"), "Cookie"), ["session=abc; theme=dark"])
        self.assertEqual(header(self.head("/1"), "User-Agent"), ["Port/2"])
        self.assertEqual(header(self.head("/robots.txt"), "User-Agent"), ["Port/2"])
        self.assertEqual(header(self.head("/robots.txt"), "Authorization"), [])
        self.assertEqual([path for path, _, _ in other.seen], ["/robots.txt", "/2"])
        for _, head, _ in other.seen:
            self.assertEqual((header(head, "Authorization"), header(head, "Cookie")), ([], []))
            self.assertTrue(header(head, "User-Agent")[0].startswith("courant/"))
        self.assertEqual({a[0] for a in self.articles()}, {"At home", "Elsewhere"})

    def test_401_says_what_is_missing(self):
        self.origin.routes["/feed"] = answer(b"who?", "401 Unauthorized", 'WWW-Authenticate: Basic realm="x"')
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertEqual(self.feed()["error"], "the site answered 401: it wants a name and password")
        self.ada()
        self.fetch("--all")
        self.assertEqual(self.feed()["error"],
                         "the site answered 401: it does not take the name and password that it was given")

    # --- by which way

    def test_a_proxy_of_one_feed_and_of_all(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe("http://press.example/feed")
        ours, all_of_it = self.proxy(), self.proxy()
        self.put(proxy=f"http://127.0.0.1:{ours.port}")
        self.fetch(env={"COURANT_PROXY": f"http://127.0.0.1:{all_of_it.port}"})
        self.assertEqual((ours.asked, all_of_it.asked), (["http://press.example/feed"], []))
        self.assertEqual(len(self.articles()), 1)
        self.put()
        self.fetch("--all", env={"COURANT_PROXY": f"http://127.0.0.1:{all_of_it.port}"})
        self.assertEqual((len(ours.asked), all_of_it.asked), (1, ["http://press.example/feed"]))

    def test_a_feed_without_the_proxy_and_hosts_that_are_spared(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        proxy = self.proxy()
        env = {"COURANT_PROXY": f"http://127.0.0.1:{proxy.port}"}
        self.put(proxy="none")
        self.fetch(env=env)
        self.put()
        self.fetch("--all", env={**env, "COURANT_NO_PROXY": "example.org, 127.0.0.1"})
        self.assertEqual((proxy.asked, len(self.origin.seen)), ([], 2))
        self.fetch("--all", env={**env, "COURANT_NO_PROXY": "27.0.0.1, ,other"})
        self.assertEqual(len(proxy.asked), 1)

    def test_socks_looks_names_up_at_the_proxy_or_here(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe("http://press.example/feed", f"http://localhost:{self.origin.port}/feed")
        proxy = self.proxy()
        self.put(1, proxy=f"socks5h://127.0.0.1:{proxy.port}")
        self.put(2, proxy=f"socks5://127.0.0.1:{proxy.port}")
        self.fetch()
        self.assertEqual(sorted(proxy.asked), [("127.0.0.1", self.origin.port), ("press.example", 80)])
        self.assertEqual([self.feed(n)["health"] for n in (0, 1)], ["ok", "ok"])

    def test_the_environments_proxies_are_not_used(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.origin.url("/feed"))
        proxy = self.proxy()
        there = f"http://127.0.0.1:{proxy.port}"
        self.fetch(env={"http_proxy": there, "ALL_PROXY": there, "https_proxy": there})
        self.assertEqual((proxy.asked, self.origin.paths()), ([], ["/feed"]))

    def test_a_proxys_password(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe("http://press.example/feed")
        wanted = "Basic " + base64.b64encode(b"ben:s/ec:ret").decode()
        proxy = self.proxy(wanted)
        self.ada(proxy=f"http://127.0.0.1:{proxy.port}")
        self.fetch()
        self.assertEqual(self.feed()["error"],
                         f"the proxy http://127.0.0.1:{proxy.port} wants a name and password, or others (407)")
        secret = os.path.join(self.folder.name, "proxy-password")
        with open(secret, "w", encoding="utf-8") as f:
            f.write("s/ec:ret\n")
        self.ada()
        self.fetch("--all", env={"COURANT_PROXY": f"http://ben@127.0.0.1:{proxy.port}",
                                 "COURANT_PROXY_PASSWORD_FILE": secret})
        self.assertEqual(self.feed()["health"], "ok")
        # The proxy's password is not the site's, nor the other way round.
        self.assertEqual(header(self.head("/feed"), "Authorization"), [BASIC])
        self.assertEqual(header(proxy.heads[-1], "Proxy-Authorization"), [wanted])
        shown = self.run_it("config", "--print", env={"COURANT_PROXY_PASSWORD_FILE": secret}, status=0).stdout
        self.assertNotIn("s/ec:ret", shown)
        refused = self.run_it("fetch", env={"COURANT_PROXY": "http://ben:pw@127.0.0.1:1"}, status=2)
        self.assertIn("proxy_password", refused.stderr)

    def test_a_wrong_proxy_says_so(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            closed = s.getsockname()[1]
        self.subscribe("http://press.example/feed")
        for scheme in ("http", "socks5h"):
            self.put(proxy=f"{scheme}://ben:secret@127.0.0.1:{closed}")
            self.fetch("--all")
            error = self.feed()["error"]
            self.assertTrue(error.startswith(f"the proxy {scheme}://127.0.0.1:{closed} cannot be reached"), error)
            self.assertNotIn("secret", error)
        self.put(proxy="http://proxy.invalid:3128")
        self.fetch("--all")
        self.assertEqual(self.feed()["error"], "no such host for the proxy http://proxy.invalid:3128")
        self.subscribe("https://press.example/feed")
        closed_proxy = self.proxy("never")
        self.put(2, proxy=f"http://127.0.0.1:{closed_proxy.port}")
        self.fetch("--all")
        self.assertIn("wants a name and password", self.feed(1)["error"])

    def test_private_addresses_are_refused_by_way_of_a_proxy_too(self):
        self.origin.routes["/feed"] = answer(b"", "302 Found", "Location: http://169.254.169.254/secrets")
        proxy = self.proxy()
        env = {"COURANT_FETCH_PRIVATE": "off", "COURANT_PROXY": f"http://127.0.0.1:{proxy.port}"}
        self.subscribe("http://press.example/feed", "http://10.0.0.1/feed", "http://localhost/feed",
                       "http://0x7f.1/feed", "http://[::1]/feed")
        self.fetch(env=env)
        self.assertEqual(proxy.asked, ["http://press.example/feed"])
        for n in range(5):
            self.assertIn("which is no public address", self.feed(n)["error"])

    def test_feeds_of_many_sites_go_through_a_proxy_side_by_side(self):
        def slow(c, head):
            time.sleep(0.5)
            c.sendall(answer(rss(item(1))))

        self.origin.routes["/feed"] = slow
        self.subscribe(*[f"http://press{n}.example/feed" for n in range(8)])
        proxy = self.proxy()
        began = time.monotonic()
        self.fetch(env={"COURANT_PROXY": f"http://127.0.0.1:{proxy.port}"})
        self.assertEqual(len(proxy.asked), 8)
        self.assertLess(time.monotonic() - began, 3.5)

    # --- full text

    def test_full_text_always_and_never(self):
        link, whole = self.origin.url("/story"), WORDS * 12 + "From the feed."
        self.origin.routes["/feed"] = answer(rss(item(1, whole, link)))
        self.origin.routes["/story"] = answer(page("The whole story"), "200 OK", HTML)
        self.subscribe(self.origin.url("/feed"))
        self.fetch()
        self.assertIn("From the feed.", self.articles()[0][1])
        self.assertNotIn("/story", self.origin.paths())
        self.put(full_text=1)
        self.fetch("--all")
        (_, text, version, _), = self.articles()
        self.assertIn("Part 4.", text)
        self.assertEqual(version, 2)
        self.fetch("--all")
        self.assertEqual(self.origin.paths().count("/story"), 1)

    def test_full_text_never(self):
        self.origin.routes["/feed"] = [answer(rss(item(1, "In short...", self.origin.url("/story")))),
                                       answer(rss(item(1, "In other words...", self.origin.url("/story"))))]
        self.subscribe(self.origin.url("/feed"))
        self.put(full_text=2)
        self.fetch()
        self.assertEqual([a[1] for a in self.articles()], ["In short..."])
        self.fetch("--all")
        self.assertEqual([(a[1], a[2]) for a in self.articles()], [("In other words...", 2)])
        self.assertEqual(self.origin.paths(), ["/feed", "/feed"])


if __name__ == "__main__":
    unittest.main()
