#!/usr/bin/env python3
"""Tests of the demo press and of tools/presskit.py: what is promised is there and holds together,
and a broken source is refused with a message that names it."""

import collections
import filecmp
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(sys.argv.pop(1) if len(sys.argv) > 1 else ".").resolve()
TOOL, SOURCE = ROOT / "tools" / "presskit.py", ROOT / "demo" / "press"
sys.dont_write_bytecode = True
sys.path.insert(0, str(TOOL.parent))

import presskit  # noqa: E402
import presskit_index  # noqa: E402
import presskit_text as text  # noqa: E402


def run(*arguments):
    return subprocess.run([sys.executable, "-B", str(TOOL), *map(str, arguments)],
                          capture_output=True, text=True, check=False)


def same_tree(left, right):
    compared = filecmp.dircmp(left, right)
    return not (compared.left_only or compared.right_only or compared.funny_files) and \
        not filecmp.cmpfiles(left, right, compared.common_files, shallow=False)[1] and \
        all(same_tree(Path(left) / d, Path(right) / d) for d in compared.common_dirs)


class Words(HTMLParser):
    """The visible words of a page, roughly, and its image and link addresses."""

    def __init__(self):
        super().__init__()
        self.skip, self.words, self.sources = 0, [], []

    def handle_starttag(self, tag, attrs):
        self.skip += tag in ("script", "style", "title")
        self.sources += [v for k, v in attrs if k in ("src", "data-src") and v]

    def handle_endtag(self, tag):
        self.skip -= tag in ("script", "style", "title")

    def handle_data(self, data):
        if not self.skip:
            self.words.append(data)


class Rendered(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temp = tempfile.TemporaryDirectory()
        cls.out = Path(cls.temp.name) / "out"
        done = run(SOURCE, cls.out)
        assert done.returncode == 0, done.stderr
        cls.rows, cls.images = [[json.loads(line) for line in
                                 (cls.out / name).read_text("utf-8").splitlines()]
                                for name in ("replay.jsonl", "images.jsonl")]
        cls.pages = [row for row in cls.rows if row["kind"] == "page"]
        cls.press = presskit.Press(SOURCE)

    @classmethod
    def tearDownClass(cls):
        cls.temp.cleanup()

    def page_text(self, row):
        return (self.out / row["file"]).read_bytes().decode(row["charset"])

    def test_counts(self):
        languages = collections.Counter(o["language"] for o in self.press.outlets.values())
        self.assertEqual(sum(languages.values()), 12)
        self.assertEqual(set(languages), {"en", "de", "fr", "es", "ru"})
        self.assertGreaterEqual(len(self.press.articles), 90)
        self.assertGreaterEqual(len(self.images), 24)
        self.assertGreater(len(self.pages), len(self.press.articles))

    def test_stories_cross_languages_and_days(self):
        big = 0
        for story in presskit_index.stories(self.press)["stories"]:
            keys = story["articles"]
            languages = {self.press.outlets[k.split("/")[0]]["language"] for k in keys}
            ages = [self.press.age(self.press.articles[k]) for k in keys]
            big += len(languages) >= 3 and len(keys) >= 5 and max(ages) - min(ages) >= 86400
        self.assertGreaterEqual(big, 6)

    def test_stories_json_is_what_the_articles_say(self):
        kept = json.loads((SOURCE / "stories.json").read_text("utf-8"))
        self.assertEqual(kept, presskit_index.stories(self.press),
                         "run: tools/presskit.py demo/press --stories > demo/press/stories.json")

    def test_one_url_an_article(self):
        by_url = collections.defaultdict(set)
        for row in self.pages:
            by_url[row["url"]].add(row["article"])
        self.assertEqual([url for url, keys in by_url.items() if len(keys) > 1], [])
        self.assertEqual(len(by_url), len(self.press.articles))
        self.assertEqual(len({row["file"] for row in self.rows}), len(self.rows))

    def test_replay_is_in_time_order_and_complete(self):
        ages = [row["age"] for row in self.rows]
        self.assertEqual(ages, sorted(ages, reverse=True))
        self.assertGreater(min(ages), 0)
        self.assertLess(max(ages), 6 * 86400)
        for row in self.rows:
            self.assertTrue((self.out / row["file"]).is_file(), row["file"])
            self.assertTrue(row["url"].startswith(row["home"] + "/"), row["url"])
            self.assertTrue(row["home"].endswith(".example"), row["home"])

    def test_versions_differ_and_come_later(self):
        captures = collections.defaultdict(list)
        for row in self.pages:
            captures[row["url"]].append(row)
        several = [rows for rows in captures.values() if len(rows) > 1]
        self.assertGreaterEqual(len(several), 5)
        for rows in several:
            self.assertEqual([r["version"] for r in rows], list(range(1, len(rows) + 1)))
            texts = [self.page_text(r) for r in rows]
            self.assertEqual(len(set(texts)), len(texts), rows[0]["url"])

    def test_placeholders(self):
        for row in self.rows:
            words = self.page_text(row)
            text.check_placeholders(words, row["file"])
            self.assertNotIn("%%", words, row["file"])
            text.check_placeholders(row["url"], "url")
            # A long date may hold letters that are not ASCII; the import writes them as character
            # references, which a script would show to the reader.
            for script in re.findall(r"<script.*?</script>", words, re.S):
                self.assertNotRegex(script, r"\{\{t \S+ (date|datetime|weekday):", row["file"])

    def test_no_page_speaks_of_its_future(self):
        for row in self.pages:
            for age, style in text.PLACEHOLDER.findall(self.page_text(row)):
                # Prose may name a coming day ("weekday", "time"); a date line may not.
                if style.startswith(("iso", "rfc822", "date")):
                    self.assertGreaterEqual(text.age_seconds(age), row["age"], row["file"])

    def test_charsets(self):
        declared = re.compile(rb'charset\s*=\s*["\']?([A-Za-z0-9-]+)')
        seen = set()
        for row in self.pages:
            data = (self.out / row["file"]).read_bytes()
            data.decode(row["charset"])
            if row["charset"] == "utf-8":
                continue
            self.assertRaises(UnicodeDecodeError, data.decode, "utf-8")
            match = declared.search(data[:1024])
            label = match.group(1).decode() if match else None
            seen.add((row["charset"], label))
        self.assertEqual(seen, {("windows-1251", "windows-1251"), ("windows-1251", None),
                                ("windows-1252", "iso-8859-1")})

    def test_title_and_credit_are_visible(self):
        for row in self.pages:
            front = self.press.versions(self.press.articles[row["article"]])[row["version"] - 1][1]
            parser = Words()
            parser.feed(self.page_text(row))
            shown = " ".join("".join(parser.words).split())
            for name in ("title", "credit_line", "note"):
                if front.get(name):
                    self.assertIn(" ".join(front[name].split()), shown, row["file"])
            if front.get("agency"):
                self.assertIn(front["agency"], shown, row["file"])

    def test_translations_name_their_original(self):
        found = [a for a in self.press.articles.values() if a["front"].get("translation_of")]
        languages = set()
        for article in found:
            front, origin = article["front"], article["front"]["translation_of"].split("/")[0]
            outlet, first = self.press.outlets[article["outlet"]], self.press.outlets[origin]
            self.assertNotEqual(outlet["language"], first["language"], article["key"])
            languages.add(outlet["language"])
            known = [first["name"], first["name"].removeprefix("The "), "Vetrogradsky Listok",
                     "Severny Fonar"]
            self.assertTrue(any(name in front["credit_line"] for name in known), article["key"])
        self.assertGreaterEqual(len(found), 6)
        self.assertGreaterEqual(len(languages), 4)

    def test_copies_share_their_paragraphs(self):
        found = [a for a in self.press.articles.values() if a["front"].get("copy_of")]
        for article in found:
            mine = self.press.body_of(article).split("\n\n")
            theirs = self.press.body_of(self.press.articles[article["front"]["copy_of"]])
            shared = sum(chunk in theirs for chunk in mine)
            self.assertGreaterEqual(shared, 3, article["key"])
        self.assertGreaterEqual(len(found), 6)

    def test_lengths(self):
        for key, article in self.press.articles.items():
            words = len(self.press.body_of(article).split())
            self.assertTrue(180 <= words <= 600, f"{key}: {words} words")

    def test_images_exist_and_are_well_formed(self):
        known = {row["url"] for row in self.images}
        drawings = {(self.out / row["file"]).read_bytes() for row in self.images}
        self.assertEqual(len(known), len(drawings), "two pictures are the same")
        for row in self.images:
            ElementTree.parse(self.out / row["file"])
        for row in self.pages:
            parser = Words()
            parser.feed(self.page_text(row))
            ours = {html.unescape(s) for s in parser.sources if "/img/" in s}
            self.assertLessEqual(ours, known, row["file"])
        used = {presskit.image_url(self.press, a["front"]["image"])
                for a in self.press.articles.values() if a["front"].get("image")}
        self.assertEqual(known - used, set(), "pictures nobody shows")

    def test_feeds(self):
        feeds = [row for row in self.rows if row["kind"] == "feed"]
        self.assertEqual(len(feeds), 24)
        urls, ill_formed = {row["url"] for row in self.pages}, set()
        for row in feeds:
            data = (self.out / row["file"]).read_bytes()
            if row["type"].startswith("application/feed+json"):
                links = [item["url"] for item in json.loads(data)["items"]]
            else:
                try:
                    ElementTree.fromstring(data)
                except ElementTree.ParseError:
                    ill_formed.add(row["outlet"])
                words = data.decode(row["charset"])
                links = re.findall(r"<link>([^<]+)</link>", words.partition("<item>")[2]) or \
                    re.findall(r'<link href="([^"]+)"', words)
            self.assertTrue(links, row["file"])
            for link in links:
                clean = re.sub(r"[?#](utm_|ref=|xtor).*", "", html.unescape(link))
                self.assertIn(clean, urls, row["file"])
        self.assertLessEqual(ill_formed, {"evening-packet"})

    def test_same_bytes_again(self):
        again = Path(self.temp.name) / "again"
        self.assertEqual(run(SOURCE, again).returncode, 0)
        self.assertTrue(same_tree(self.out, again))


class Broken(unittest.TestCase):
    """Each breaks one thing in a copy of the sources and expects a refusal that names it."""

    def setUp(self):
        self.temp = tempfile.TemporaryDirectory()
        self.source = Path(self.temp.name) / "press"
        shutil.copytree(SOURCE, self.source)

    def tearDown(self):
        self.temp.cleanup()

    def breaks(self, name, old, new, *said):
        path = self.source / name
        words = path.read_text("utf-8")
        self.assertIn(old, words, "the test no longer fits its source")
        path.write_text(words.replace(old, new, 1), "utf-8")
        done = run(self.source, Path(self.temp.name) / "out")
        self.assertEqual(done.returncode, 1, done.stderr)
        for word in said:
            self.assertIn(word, done.stderr)

    def test_bad_placeholder(self):
        self.breaks("solvane/articles/quake-villa-umbria.txt", "{{t 5d5h weekday:en}}",
                    "{{t 5x weekday:en}}", "solvane/quake-villa-umbria", "5x")

    def test_unknown_format(self):
        self.breaks("solvane/articles/quake-villa-umbria.txt", "weekday:en", "weekday:it",
                    "weekday:it")

    def test_missing_original(self):
        self.breaks("la-lisane/articles/tunnel-avertissement.txt", "harbour-ledger/tunnel-warning",
                    "harbour-ledger/no-such", "harbour-ledger/no-such", "does not exist")

    def test_translation_without_credit(self):
        self.breaks("la-lisane/articles/tunnel-avertissement.txt", "credit_line:", "note:",
                    "credit_line")

    def test_correction_of_absent_words(self):
        self.breaks("harbour-ledger/articles/tunnel-flood.txt", "- She was one of 421",
                    "- She was one of 999", "999", "0 times")

    def test_missing_image(self):
        (self.source / "solvane" / "images" / "tunnel-map.scene").rename(self.source / "gone")
        self.breaks("story-titles.json", "{", "{", "solvane/tunnel-map")

    def test_unknown_drawing_command(self):
        self.breaks("le-fanal/images/pains.scene", "loaves", "croissants", "croissants")

    def test_unknown_template_name(self):
        self.breaks("mareas/template.html", "%%dek%%", "%%deck%%", "deck")

    def test_unknown_section(self):
        self.breaks("mareas/articles/vivero-corales.txt", "section: Naturaleza", "section: Mar",
                    "Mar")

    def test_foreign_folder_is_kept(self):
        out = Path(self.temp.name) / "out"
        out.mkdir()
        (out / "letter.txt").write_text("keep me", "utf-8")
        self.assertEqual(run(self.source, out).returncode, 1)
        self.assertEqual((out / "letter.txt").read_text("utf-8"), "keep me")


if __name__ == "__main__":
    unittest.main(verbosity=1)
