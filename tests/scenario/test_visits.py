"""`courant serve` looks at the sites of its sources: the icon, the language and the country, asked for
politely, kept, shown, and asked again after a month."""
import re
import signal
import struct
import subprocess
import time
import unittest
import urllib.error
import urllib.request
import zlib

from collect_testing import COURANT, CollectCase, answer, item, rss


def png(side, color):
    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))
    rows = b"".join(b"\0" + color * side for _ in range(side))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


ICON = png(64, b"\x20\x60\xa0")
FRONT = ("<!DOCTYPE html><html lang='en-AU'><head><title>Paper</title>"
         "<link rel=icon sizes=16x16 href=/small.png><link rel=icon sizes=64x64 href=/icon.png></head><body>News")
MONTH_US = 30 * 86400 * 10**6


class Visits(CollectCase):
    def start(self, **env):
        self.process = subprocess.Popen([COURANT, "serve", "--listen", "127.0.0.1:0"], cwd=self.folder.name,
                                        env={**self.env(), "COURANT_SOURCE_ICONS": "on", **env}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True)
        self.addCleanup(self.process.stdout.close)
        self.addCleanup(self.process.kill)
        for line in self.process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.site = found[0]
                return
        self.fail("serve did not start")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(timeout=30), 0)

    def get(self, path, **headers):
        request = urllib.request.Request(self.site + path, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as got:
                return got.status, got.read(), dict(got.headers)
        except urllib.error.HTTPError as e:
            return e.code, e.read(), dict(e.headers)

    def facts(self):
        rows = self.sql("SELECT country, language, icon_type, icon, stage, next_us, checked_us, icon_url "
                        "FROM source_facts")
        return rows[0] if rows else None

    def visited(self, seconds=25):
        """Waits until the visit is over."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            facts = self.facts()
            if facts and facts[4] == 0 and facts[5] > (time.time() + 86400 * 20) * 1e6:
                return facts
            time.sleep(0.1)
        self.fail(f"the visit did not end: {self.facts()}, {self.origin.paths()}")

    def subscribe_to_paper(self, **routes):
        self.origin.routes["/feed"] = answer(rss(item(1)).replace("http://127.0.0.1/", self.origin.url("/")))
        for path, route in routes.items():
            self.origin.routes[path] = route
        self.subscribe(self.origin.url("/feed"))

    def again(self):
        self.sql("UPDATE source_facts SET next_us = 1")

    def test_icon_language_and_country_come_and_are_shown(self):
        self.subscribe_to_paper(**{"/": answer(FRONT, "200 OK", "Content-Type: text/html"),
                                   "/icon.png": answer(ICON, "200 OK", "Content-Type: text/plain", 'ETag: "i1"')})
        self.start()
        country, language, icon_type, icon, _, following, checked, _ = self.visited()
        self.assertEqual((country, language, icon_type, icon), ("AU", "en", "image/png", ICON))
        self.assertGreaterEqual(following - checked, MONTH_US)
        self.assertLess(following - checked, MONTH_US + 6 * 86400 * 10**6)
        paths = self.origin.paths()
        self.assertEqual(paths.count("/robots.txt"), 1)
        self.assertEqual((paths.count("/"), paths.count("/icon.png"), paths.count("/favicon.ico")), (1, 1, 0))
        self.assertLess(paths.index("/feed"), paths.index("/"))
        self.assertEqual(max(self.origin.busy_max.values()), 1)
        page = self.get("/sources")[1].decode()
        self.assertIn("Australia", page)
        source = re.search(r'href="(/source/[^"/]+)"', page)[1]
        address = re.search(r'<img class="mark" src="([^"]+)" alt=""', page)[1]
        self.assertTrue(address.startswith(source + "/icon?v="))
        status, body, headers = self.get(address)
        self.assertEqual((status, body, headers["Content-Type"]), (200, ICON, "image/png"))
        self.assertIn("immutable", headers["Cache-Control"])
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", headers["Content-Security-Policy"])
        self.assertEqual(self.get(address, **{"If-None-Match": headers["ETag"]})[0], 304)
        self.assertNotIn("immutable", self.get(source + "/icon")[2]["Cache-Control"])
        self.assertIn(address, self.get("/")[1].decode())
        self.assertIn(address, self.get(source)[1].decode())
        self.stop()
        # A month later: the same icon by its validator.
        self.again()
        seen = len(self.origin.seen)
        self.origin.routes["/icon.png"] = answer(b"", "304 Not Modified")
        self.start()
        self.assertEqual(self.visited()[3], ICON)
        heads = [head for path, head, _ in self.origin.seen[seen:] if path == "/icon.png"]
        self.assertEqual(len(heads), 1)
        self.assertIn('If-None-Match: "i1"', heads[0])
        self.stop()
        # And gone, at both places.
        self.again()
        del self.origin.routes["/icon.png"]
        self.start()
        facts = self.visited()
        self.assertEqual((facts[2], facts[3]), ("", b""))
        self.assertTrue(facts[7].endswith("/favicon.ico"))
        self.assertEqual(self.get(source + "/icon")[0], 404)
        self.stop()

    def test_what_is_no_small_picture_is_not_kept(self):
        bad = [answer("<svg xmlns='http://www.w3.org/2000/svg'/>", "200 OK", "Content-Type: image/png"),
               answer(png(2000, b"\0\0\0"), "200 OK", "Content-Type: image/png"),
               answer(ICON + b"\0" * (300 << 10), "200 OK", "Content-Type: image/png"),
               answer("<html>Not found, but 200", "200 OK", "Content-Type: image/png")]
        self.subscribe_to_paper(**{"/": answer(FRONT)})
        for body in bad:
            self.origin.routes["/icon.png"] = body
            self.origin.routes["/favicon.ico"] = answer(b"\0\0\1\0", "200 OK")
            self.again() if self.facts() else None
            self.start()
            facts = self.visited()
            self.assertEqual((facts[2], facts[3]), ("", b""))
            self.stop()
        self.assertIn("/favicon.ico", self.origin.paths())

    def test_robots_are_heeded_and_a_site_that_is_away_is_asked_tomorrow(self):
        self.subscribe_to_paper(**{"/robots.txt": answer("User-agent: *\nDisallow: /\n"),
                                   "/": answer(FRONT), "/icon.png": answer(ICON)})
        self.start()
        facts = self.visited()
        self.assertEqual(facts[2], "")
        self.assertEqual([p for p in self.origin.paths() if p not in ("/robots.txt", "/feed")], [])
        self.stop()
        self.again()
        self.origin.routes["/robots.txt"] = answer("")
        self.origin.routes["/"] = answer("later", "503 Service Unavailable")
        self.start()
        end = time.monotonic() + 20
        while time.monotonic() < end and self.facts()[5] < time.time() * 1e6:
            time.sleep(0.1)
        wait = self.facts()[5] / 1e6 - time.time()
        self.assertTrue(80000 < wait < 90000, wait)
        self.stop()

    def test_it_can_be_switched_off(self):
        self.subscribe_to_paper(**{"/": answer(FRONT)})
        self.start(COURANT_SOURCE_ICONS="off")
        time.sleep(6)
        self.stop()
        self.assertEqual(self.origin.paths(), ["/feed"])
        self.assertEqual(self.sql("SELECT count(*) FROM source_facts"), [(0,)])
        self.fetch("--all")
        self.assertEqual(set(self.origin.paths()), {"/feed"})


if __name__ == "__main__":
    unittest.main()
