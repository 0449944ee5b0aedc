#!/usr/bin/env python3
"""`courant serve` as the operator meets it: where it says it is, what it says when it cannot
start, and that it stops when asked."""

import os
import re
import signal
import socket
import subprocess
import tempfile
import unittest
import urllib.error
import urllib.request

COURANT = os.environ["COURANT"]


class Serve(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.children = []

    def tearDown(self):
        for child in self.children:
            child.kill()
            child.wait()
            child.stdout.close()
        self.folder.cleanup()

    def start(self, *more):
        child = subprocess.Popen(
            [COURANT, "serve", "--data", self.folder.name, "--listen", "127.0.0.1:0", *more],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.children.append(child)
        line = child.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        self.assertTrue(found, line)
        return child, int(found.group(1))

    def get(self, port, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()

    def test_it_makes_its_store_serves_and_stops(self):
        for stop in (signal.SIGTERM, signal.SIGINT):
            child, port = self.start()
            status, page = self.get(port, "/")
            self.assertEqual(status, 200)
            self.assertIn("courant import PATH", page)
            self.assertEqual(self.get(port, "/readyz"), (200, "ready\n"))
            child.send_signal(stop)
            self.assertEqual(child.wait(timeout=15), 0)

    def test_settings_reach_the_page(self):
        _, port = self.start("--site-name", "The <Harbour> Post", "--page-cache-mb", "0")
        page = self.get(port, "/about")[1]
        self.assertIn("The &lt;Harbour&gt; Post", page)
        self.assertNotIn("<Harbour>", page)

    def test_a_missing_page_is_a_404_that_helps(self):
        _, port = self.start()
        with self.assertRaises(urllib.error.HTTPError) as caught:
            self.get(port, "/nowhere")
        self.assertEqual(caught.exception.code, 404)
        page = caught.exception.read().decode()
        caught.exception.close()
        self.assertIn("No such page", page)
        self.assertIn('action="/search"', page)

    def test_an_address_in_use_is_named_with_what_to_do(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            listen = f"127.0.0.1:{taken.getsockname()[1]}"
            done = subprocess.run([COURANT, "serve", "--data", self.folder.name, "--listen", listen],
                                  capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"address '{listen}' is in use", done.stderr)
        self.assertIn("--listen", done.stderr)

    def test_wrong_usage(self):
        done = subprocess.run([COURANT, "serve", "surplus"], capture_output=True, text=True,
                              timeout=30, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("surplus", done.stderr)


if __name__ == "__main__":
    unittest.main()
