"""Names that mean other addresses than they did, addresses of all kinds, and clocks that jump: `courant fetch` and
`serve` as they are, in the world of world.c. fetch_private is off: what is not public is refused.
COURANT names the binary, WORLD the library."""
import os
import signal
import socket
import struct
import subprocess
import threading
import time
import unittest

from collect_testing import COURANT, DAY, CollectCase, answer, item, page, rss

WORLD = os.path.abspath(os.environ["WORLD"])
PUBLIC, OTHER = "93.184.216.20", "93.184.216.21"  # served at 127.0.0.20 and .21
PUBLIC6 = "2606:2800:220:1::16"                    # at 127.0.0.22
PRIVATE = ("10.0.0.30", "127.0.0.30", "192.168.1.30", "169.254.169.254", "100.64.0.30", "::1", "fd00::30", "fe80::30",
           "::ffff:10.0.0.30", "64:ff9b::10.0.0.30", "2002:7f00:1e::1", "0.0.0.0", "::")


class WorldCase(CollectCase):
    def setUp(self):
        super().setUp()
        self.names = os.path.join(self.folder.name, "names")
        os.mkdir(self.names)
        self.clocks = os.path.join(self.folder.name, "clocks")
        self.ahead()

    def env(self):
        env = super().env()
        env.update(LD_PRELOAD=WORLD, WORLD_NAMES=self.names, WORLD_CLOCKS=self.clocks, COURANT_FETCH_PRIVATE="off",
                   ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0")
        return env

    def name(self, name, *lookups):
        with open(os.path.join(self.names, name), "w", encoding="utf-8") as f:
            f.write("".join(line + "\n" for line in lookups))

    def lookups(self, name):
        return os.path.getsize(os.path.join(self.names, name + ".count"))

    def ahead(self, wall_s=0, monotonic_s=0):
        """Moves the clocks of whoever runs."""
        mode = "r+b" if os.path.exists(self.clocks) else "wb"
        with open(self.clocks, mode) as f:
            f.write(struct.pack("=qq", int(wall_s * 10**9), int(monotonic_s * 10**9)))

    def at(self, name, path="/feed"):
        return f"http://{name}:{self.origin.port}{path}"


class Addresses(WorldCase):
    def test_a_public_address_is_asked(self):
        self.name("feeds.example", PUBLIC)
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.at("feeds.example"), "http://unknown.example/")
        done = self.fetch()
        self.assertIn("2 feeds asked: 0 unchanged, 1 failed\n1 new articles", done.stdout, done.stderr)
        self.assertIn("http://unknown.example/: no such host", done.stderr)
        self.assertEqual(self.origin.peers, ["127.0.0.20"])

    def test_names_of_private_addresses_are_refused(self):
        self.origin.routes["/feed"] = answer(rss(item(1)))
        for n, address in enumerate(PRIVATE):
            self.name(f"n{n}.example", address)
        self.subscribe(*(self.at(f"n{n}.example") for n in range(len(PRIVATE))))
        done = self.fetch()
        self.assertEqual(done.stderr.count("no public address"), len(PRIVATE), done.stderr)
        self.assertEqual(self.origin.peers, [])

    def test_a_name_that_turns_private(self):
        """DNS rebinding: what was public when it was subscribed to is looked at again at each connection."""
        self.name("feeds.example", PUBLIC, PUBLIC, "127.0.0.30")
        self.origin.routes["/feed"] = [answer(rss(item(1))), answer(rss(item(1), item(2))), answer(rss(item(3)))]
        self.run_it("add", self.at("feeds.example"), status=0)
        self.assertIn("2 new articles", self.fetch().stdout)
        done = self.fetch("--all")
        self.assertIn("it leads to 127.0.0.30, which is no public address", done.stderr)
        self.assertEqual(self.lookups("feeds.example"), 3)
        self.assertEqual(self.origin.peers, ["127.0.0.20"] * 2)

    def test_a_name_of_both_kinds(self):
        """Only its public addresses are tried, in whatever order they come."""
        for n, line in enumerate((f"10.0.0.30 127.0.0.30 {PUBLIC}", f"::1 {PUBLIC}", f"{PUBLIC} 127.0.0.30")):
            self.name(f"n{n}.example", line)
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(*(self.at(f"n{n}.example") for n in range(3)))
        self.assertIn("3 feeds asked: 0 unchanged, 0 failed", self.fetch().stdout)
        self.assertEqual(self.origin.peers, ["127.0.0.20"] * 3)

    def test_a_redirect_from_public_to_private(self):
        """By address, by name, to another port, over another name that is public."""
        self.name("feeds.example", PUBLIC)
        self.name("inside.example", "10.0.0.30")
        self.name("other.example", OTHER)
        port = self.origin.port
        targets = [f"http://127.0.0.30:{port}/x", f"http://inside.example:{port}/x", f"http://localhost:{port}/x",
                   f"http://[::1]:{port}/x", f"http://0x7f00001e:{port}/x", f"http://other.example:{port}/on",
                   "http://169.254.169.254/latest/meta-data/"]
        self.origin.routes["/on"] = answer(b"", "307 Temporary Redirect", f"Location: http://inside.example:{port}/x")
        self.origin.routes["/x"] = answer(rss(item(1)))
        for n, target in enumerate(targets):
            self.origin.routes[f"/{n}"] = answer(b"", "302 Found", "Location: " + target)
        self.subscribe(*(self.at("feeds.example", f"/{n}") for n in range(len(targets))))
        done = self.fetch()
        self.assertEqual(done.stderr.count("no public address"), len(targets), done.stderr)
        self.assertEqual(set(self.origin.peers), {"127.0.0.20", "127.0.0.21"})
        self.assertNotIn("/x", self.origin.paths())

    def test_pages_of_entries_are_guarded_too(self):
        self.name("feeds.example", PUBLIC)
        self.name("inside.example", PUBLIC, "10.0.0.30")
        self.origin.routes["/feed"] = answer(rss(item(1, "Short.", self.at("inside.example", "/secret"))))
        self.origin.routes["/secret"] = answer(page("Secret"), "200 OK", "Content-Type: text/html")
        self.subscribe(self.at("feeds.example"))
        self.fetch(env={"COURANT_FETCH_PAUSE": "1"})
        # robots.txt by a public address; the page, over the same kept connection or a new one, never inside.
        self.assertEqual(set(self.origin.peers), {"127.0.0.20"})

    def test_an_address_that_does_not_answer_is_one_of_many(self):
        """A dozen addresses, of which the last but one serves."""
        dead = [f"93.184.217.{n}" for n in range(100, 110)]
        self.name("many.example", " ".join(dead + [PUBLIC, "93.184.217.111"]))
        self.origin.close()
        s = self.origin.socket = socket.socket()
        self.addCleanup(s.close)
        s.bind(("127.0.0.20", 0))
        s.listen(16)
        self.origin.port = s.getsockname()[1]
        threading.Thread(target=self.origin.run, daemon=True).start()
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.at("many.example"))
        begin = time.monotonic()
        self.assertIn("1 new articles", self.fetch().stdout)
        self.assertLess(time.monotonic() - begin, 10)

    def test_ipv6(self):
        self.name("six.example", PUBLIC6)
        self.name("both.example", f"{PUBLIC6} {PUBLIC}")
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.at("six.example"), self.at("both.example"), self.at(f"[{PUBLIC6}]"))
        done = self.fetch()
        self.assertIn("3 feeds asked: 0 unchanged, 0 failed", done.stdout, done.stderr)
        self.assertEqual(self.origin.peers.count("127.0.0.22"), 3)
        self.assertTrue(any(f"Host: [{PUBLIC6}]:" in head for _, head, _ in self.origin.seen))


class Clocks(WorldCase):
    def serve(self):
        process = subprocess.Popen([COURANT, "serve", "--listen", "127.0.0.1:0"], cwd=self.folder.name, env=self.env(),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def until(self, condition, seconds=20):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.05)
        self.assertTrue(condition())

    def planned(self):
        return [row[0] for row in self.sql("SELECT next_check_us FROM feeds ORDER BY id")]

    def test_the_clock_jumps_forwards_and_back(self):
        names = [f"n{n}.example" for n in range(40)]
        for n, name in enumerate(names):
            self.name(name, f"93.184.216.{n + 20}")
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(*(self.at(name) for name in names))
        process = self.serve()
        self.until(lambda: len(self.origin.seen) == 40 and all(t > time.time() * 10**6 for t in self.planned()))
        # Three days later everything is due: each once, bit by bit.
        self.ahead(3 * 86400)
        self.until(lambda: len(self.origin.seen) == 80)
        times = [t for _, _, t in self.origin.seen[40:]]
        self.assertGreater(max(times) - min(times), 0.9)
        self.until(lambda: all(t > (time.time() + 3 * 86400) * 10**6 for t in self.planned()))
        time.sleep(1.5)
        self.assertEqual(len(self.origin.seen), 80)
        # Back again: the plan is in three days. Within a minute it is made anew, and nothing is asked before.
        self.ahead(0, 61)
        self.until(lambda: all(t < (time.time() + 86400 * 1.1) * 10**6 for t in self.planned()))
        self.assertTrue(all(t > time.time() * 10**6 for t in self.planned()))
        time.sleep(1)
        self.assertEqual(len(self.origin.seen), 80)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=30), 0)

    def test_started_with_a_clock_that_is_years_behind(self):
        """A machine without a battery: 1970, until the time has come over the network."""
        self.name("feeds.example", PUBLIC)
        self.origin.routes["/feed"] = answer(rss(item(1)))
        self.subscribe(self.at("feeds.example"))
        self.fetch()
        self.ahead(-int(time.time()) + 100)
        self.assertIn("0 feeds asked", self.fetch().stdout)
        following, = self.planned()
        self.assertTrue(0 < following < 2 * DAY, following)
        self.ahead()
        self.assertIn("1 feeds asked", self.fetch().stdout)
        self.assertGreater(self.planned()[0], time.time() * 10**6)

    def test_the_clock_jumps_while_an_answer_comes(self):
        self.name("feeds.example", PUBLIC)

        def jump(c, head):
            c.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            self.ahead(400 * 86400)
            time.sleep(0.3)
            c.sendall(rss(item(1)).encode())
        self.origin.routes["/feed"] = [jump, answer(rss(item(1), item(2)))]
        self.subscribe(self.at("feeds.example"))
        # Answered before the jump or behind it: then it is due again at once, or not.
        self.assertRegex(self.fetch().stdout, "^([12]) feeds asked: 0 unchanged, 0 failed\n\\1 new articles")
        self.ahead()
        self.assertIn("0 feeds asked", self.fetch().stdout)
        self.assertLess(self.planned()[0], time.time() * 10**6 + 2 * DAY)


if __name__ == "__main__":
    unittest.main()
