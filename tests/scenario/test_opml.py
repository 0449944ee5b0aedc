"""Lists of subscriptions in and out of a store. COURANT names the binary."""
import os
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as tree

COURANT = os.path.abspath(os.environ["COURANT"])
LIST = """<?xml version="1.0"?><opml version="1.0"><body>
<outline text="Papers"><outline text="R&amp;D"><outline text="One" xmlUrl="http://one.example/feed"
 htmlUrl="http://one.example/"/></outline><outline text="Two" xmlUrl="feed://two.example/rss"/></outline>
<outline text="Bad" xmlUrl="javascript:alert(1)"/><outline text="Top" xmlUrl="https://top.example/atom.xml"/>
</body></opml>"""


class Opml(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = os.path.join(self.folder.name, "list.opml")
        with open(self.file, "w", encoding="utf-8") as f:
            f.write(LIST)

    def run_it(self, *args, status=0):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
        done = subprocess.run([COURANT, "opml", *args], cwd=self.folder.name, env=clean, capture_output=True,
                              text=True, timeout=60)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout, done.stderr

    def feeds(self, text):
        def walk(at, path):
            for o in at.findall("outline"):
                if o.get("xmlUrl"):
                    found.append((path, o.get("text"), o.get("xmlUrl"), o.get("htmlUrl")))
                else:
                    walk(o, path + (o.get("text"),))
        found = []
        walk(tree.fromstring(text).find("body"), ())
        return found

    def test_in_and_out(self):
        out, err = self.run_it("import", self.file)
        self.assertEqual(out, "3 subscriptions added, 0 were there, 1 left out\n")
        self.assertIn("left out: 'javascript:alert(1)' is no web address", err)
        self.assertEqual(self.run_it("import", self.file)[0],
                         "0 subscriptions added, 3 were there, 1 left out\n")
        out = self.run_it("export", "-")[0]
        self.assertEqual(self.feeds(out), [
            ((), "Top", "https://top.example/atom.xml", None),
            (("Papers",), "Two", "http://two.example/rss", None),
            (("Papers", "R&D"), "One", "http://one.example/feed", "http://one.example/")])
        self.run_it("export", "copy.opml")
        with open(os.path.join(self.folder.name, "copy.opml"), encoding="utf-8") as f:
            self.assertEqual(self.feeds(f.read()), self.feeds(out))

    def test_wrong_use(self):
        self.assertIn("no OPML", self.run_it("import", "/dev/null", status=1)[1])
        self.assertIn("none.opml", self.run_it("import", "none.opml", status=1)[1])
        self.assertIn("expected import FILE", self.run_it("import", status=2)[1])
        self.assertIn("cannot write", self.run_it("export", "/none/list.opml", status=1)[1])


if __name__ == "__main__":
    unittest.main()
