"""The demo press through `courant extract` and `courant compare`: every syndicated copy is near,
every translation a translation, every corrected page a version, and unrelated articles are none of
them. COURANT names the binary, PRESS the rendered press, STORIES its stories.json."""
import itertools
import json
import os
import subprocess
import unittest

COURANT = os.path.abspath(os.environ["COURANT"])
PRESS = os.environ["PRESS"]


def run(*args, stdin=""):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
    done = subprocess.run([COURANT, *args], input=stdin, env=clean, text=True, check=True,
                          capture_output=True, timeout=120)
    return [json.loads(line) for line in done.stdout.splitlines()]


def read_press():
    """{(article, version): a side for compare}"""
    pages = {os.path.relpath(row["file"], PRESS): row for row in run("extract", PRESS)}
    press = {}
    with open(os.path.join(PRESS, "replay.jsonl"), encoding="utf-8") as file:
        for row in map(json.loads, file):
            page = pages.get(row["file"])
            if row["kind"] == "page" and page:
                side = {k: page[k] for k in ("title", "text", "language", "credit_line")
                        if k in page}
                side["source"] = row["outlet"]
                press[row["article"], row["version"]] = side
    return press


class Pairs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.press = read_press()
        with open(os.environ["STORIES"], encoding="utf-8") as file:
            cls.stories = json.load(file)["stories"]

    def relations(self, pairs):
        lines = [json.dumps({"id": i, "a": self.press[a], "b": self.press[b]})
                 for i, (a, b) in enumerate(pairs)]
        return [row["relation"] for row in run("compare", "--jsonl", stdin="\n".join(lines))]

    def told(self, kind):
        return [((row["article"], 1), (row["of"], 1)) for s in self.stories for row in s[kind]]

    def check(self, pairs, want, at_least):
        self.assertGreaterEqual(len(pairs), at_least)
        wrong = [(pair, got) for pair, got in zip(pairs, self.relations(pairs)) if got not in want]
        self.assertEqual(wrong, [])

    def test_copies(self):
        self.check(self.told("copies"), ("near", "exact"), 9)

    def test_translations(self):
        self.check(self.told("translations"), ("translation",), 8)

    def test_versions(self):
        pairs = [((row["article"], n), (row["article"], n + 1)) for s in self.stories
                 for row in s["versions"] for n in range(1, row["count"])]
        self.check(pairs, ("version",), 10)

    def test_others(self):
        story = {a: s["id"] for s in self.stories for a in s["articles"]}
        pairs = [(a, b) for a, b in itertools.combinations(sorted(self.press), 2)
                 if a[1] == b[1] == 1 and story.get(a[0], a[0]) != story.get(b[0], b[0])]
        self.check(pairs, ("none", "related"), 5000)


if __name__ == "__main__":
    unittest.main()
