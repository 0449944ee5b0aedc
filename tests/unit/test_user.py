#!/usr/bin/env python3
"""Accounts as the operator meets them: the setup link that `courant serve` prints, and `courant
user`; over a real server, what its cookies look like."""

import http.client
import json
import os
import re
import subprocess
import tempfile
import threading
import unittest
import urllib.parse

COURANT = os.environ["COURANT"]
PASSWORD = "quiet harbour lamps"


class Accounts(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.children = []

    def tearDown(self):
        for child in self.children:
            child.terminate()
            child.wait()
            child.stdout.close()
        self.folder.cleanup()

    def user(self, *args, given=None, status=0):
        done = subprocess.run([COURANT, "user", "--data", self.folder.name, *args], input=given,
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout if status == 0 else done.stderr

    def start(self, *more):
        """The port, and what the server printed."""
        child = subprocess.Popen(
            [COURANT, "serve", "--data", self.folder.name, "--listen", "127.0.0.1:0", *more],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.children.append(child)
        # It writes all of it at once, before it begins to wait.
        printed = os.read(child.stdout.fileno(), 65536).decode()
        return int(re.search(r"127\.0\.0\.1:(\d+)/", printed).group(1)), printed

    def request(self, port, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        text = answer.read().decode()
        found = (answer.status, answer.headers, text)
        connection.close()
        return found

    def get(self, port, path, **headers):
        return self.request(port, "GET", path, None, headers)

    def post(self, port, path, cookie, **fields):
        return self.request(port, "POST", path, urllib.parse.urlencode(fields), {
            "Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie})

    def form(self, port, path):
        """The token of a page's form, and the cookie that goes with it."""
        _, headers, page = self.get(port, path)
        token = re.search(r'name="token" value="([0-9a-f]+)"', page)
        self.assertTrue(token, page)
        return token.group(1), headers["Set-Cookie"].split(";")[0]

    def test_the_setup_link_makes_one_owner(self):
        port, printed = self.start("--log", "off")
        link = re.search(r"http://127\.0\.0\.1:\d+(/setup\?token=([0-9a-f]{64}))\n", printed)
        self.assertTrue(link, printed)
        results = []

        forms = {name: self.form(port, link.group(1)) for name in ("ada", "eve")}

        def claim(name):
            token, cookie = forms[name]
            results.append(self.post(port, "/setup", cookie, token=token, link=link.group(2),
                                     name=name, password=PASSWORD, again=PASSWORD))

        threads = [threading.Thread(target=claim, args=(name,)) for name in forms]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(r[0] for r in results), [303, 403])
        won = next(r for r in results if r[0] == 303)
        session = next(c for c in won[1].get_all("Set-Cookie") if c.startswith("courant="))
        for flag in ("Path=/", "HttpOnly", "SameSite=Lax"):
            self.assertIn(flag, session)
        status, _, page = self.get(port, "/account", Cookie=session.split(";")[0])
        self.assertEqual(status, 200)
        self.assertIn("Owner", page)
        self.assertEqual(self.get(port, link.group(1))[0], 403)
        owners = [json.loads(line) for line in self.user("list", "--json").splitlines()]
        self.assertEqual([o["role"] for o in owners], ["owner"])
        again, printed = self.start("--log", "off")
        self.assertNotIn("/setup", printed)
        self.assertEqual(self.get(again, "/")[0], 200)

    def test_behind_a_proxy_the_cookies_are_secure(self):
        self.user("add", "Ada", given=PASSWORD + "\n")
        port, _ = self.start("--trusted-proxy", "127.0.0.1", "--log", "off")
        _, headers, _ = self.get(port, "/login", **{"X-Forwarded-Proto": "https"})
        self.assertRegex(headers["Set-Cookie"], r"^__Host-courant-form=[0-9a-f]{64}; .*; Secure$")

    def test_the_command_looks_after_accounts(self):
        self.assertIn("made: owner", self.user("add", "Ada", "--role", "owner", "--email",
                                               "ada@example.org", given=PASSWORD + "\n"))
        self.assertIn("made: reader", self.user("add", "Ben", given=PASSWORD + "\n"))
        self.assertIn("already", self.user("add", "BEN", given=PASSWORD + "\n", status=1))
        self.assertIn("shorter", self.user("add", "Cem", given="short\n", status=1))
        self.assertIn("no password", self.user("add", "Cem", given="", status=1))
        self.assertIn("moderator", self.user("role", "ben", "moderator"))
        self.assertIn("only owner", self.user("role", "ada", "reader", status=1))
        self.assertIn("only owner", self.user("disable", "ada", status=1))
        self.assertIn("cannot log in", self.user("disable", "ben"))
        self.assertIn("(disabled)", self.user("list"))
        self.assertIn("can log in", self.user("enable", "ben"))
        self.assertIn("changed", self.user("passwd", "ben", given="another evening lamp\n"))
        self.assertIn("'nobody'", self.user("role", "nobody", "reader", status=1))
        self.assertIn("role is", self.user("role", "ben", "king", status=1))
        link = self.user("invite", "--role", "moderator", "--public-url", "https://news.example/")
        self.assertRegex(link, r"^https://news\.example/signup\?invite=[0-9a-f]{64}\n$")
        self.assertIn("closed", self.user("invite", "--signup", "closed", status=1))
        self.assertIn("expected add NAME", self.user("add", status=2))
        self.assertIn("expected add NAME", self.user("add", "Dora", PASSWORD, status=2))
        rows = [json.loads(line) for line in self.user("list", "--json").splitlines()]
        self.assertEqual([(r["name"], r["role"]) for r in rows],
                         [("Ada", "owner"), ("Ben", "moderator")])
        self.assertEqual(rows[0]["email"], "ada@example.org")


if __name__ == "__main__":
    unittest.main()
