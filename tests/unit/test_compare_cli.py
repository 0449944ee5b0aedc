"""`courant compare`: relations, languages found out, lines that are wrong, wrong usage; and the
provenance that `courant analyze` writes. COURANT in the environment names the binary."""
import json
import os
import subprocess
import unittest

COURANT = os.path.abspath(os.environ["COURANT"])

FERRY = ("The ferry Ulva ran aground on the sandbank off Port Ellery on Tuesday morning with 214 "
         "people aboard, the coast guard said. Nobody was hurt. Captain Irena Holm told the "
         "harbour radio that the rudder had stopped answering at 6.40 a.m., twelve minutes after "
         "the ship left the quay. Three tugs pulled at the stern until noon without moving it.")
BRIDGE = ("Councillors in Marlow voted by 14 to 9 to close the old iron bridge to lorries from "
          "January, after an engineer found cracks in two of its bearings.")
FOLLOWED = ("Divers have begun to inspect the hull. They will need a week, said the harbour master, "
            "who has closed the western channel to all ships over 40 metres. " + FERRY[:165])


def run(*args, lines=()):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
    stdin = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
    done = subprocess.run([COURANT, *args], input=stdin.encode(), env=clean,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()], \
        done.stderr.decode()


def pair(a, b):
    status, rows, err = run("compare", "--jsonl", lines=[{"id": 1, "a": a, "b": b}])
    assert (status, err, len(rows)) == (0, "", 1), (status, err, rows)
    return rows[0]


class Compare(unittest.TestCase):
    def test_relations(self):
        a = {"title": "Ferry aground", "text": FERRY}
        self.assertEqual(pair(a, a),
                         {"id": 1, "similarity": 1.0, "relation": "exact", "same_story": True})
        near = pair(a, {"title": "Ship stuck", "text": FERRY})
        self.assertEqual((near["relation"], near["same_story"]), ("near", True))
        none = pair(a, {"title": "Iron bridge", "text": BRIDGE})
        self.assertEqual((none["relation"], none["same_story"]), ("none", False))

    def test_places(self):
        a = {"title": "Ferry aground", "text": FERRY, "url": "https://a.example/1?utm_source=x"}
        b = {"title": "Ferry stuck", "text": FERRY, "url": "https://a.example/1"}
        self.assertEqual(pair(a, b)["relation"], "version")
        self.assertEqual(pair(a, dict(b, url="https://b.example/1"))["relation"], "near")
        # The next article of an outlet repeats background; under its own address it is no version.
        follow = {"title": "Divers inspect ferry", "text": FOLLOWED}
        self.assertEqual(pair(a, follow)["relation"], "near")
        follow["url"] = "https://a.example/2"
        self.assertNotIn(pair(a, follow)["relation"], ("near", "version"))

    def test_unknown_language_is_the_others(self):
        a = {"title": "Ferry Ulva aground off Port Ellery", "text": FERRY, "language": "en"}
        b = {"title": "Ferry Ulva aground off Port Ellery", "text": "Ulva, Port Ellery: 214."}
        self.assertTrue(pair(a, b)["same_story"])

    def test_lines_that_are_wrong(self):
        good = {"id": "x", "a": {"text": FERRY}, "b": {"text": BRIDGE}}
        status, rows, _ = run("compare", "--jsonl", lines=[
            good, {"id": 7, "a": {"text": FERRY}}, {"id": "e", "a": {}, "b": {}}, "not json",
            {"id": "t", "a": {"text": "x", "published": "soon"}, "b": {"text": "y"}}])
        self.assertEqual(status, 1)
        self.assertEqual([row.get("id") for row in rows], ["x", 7, "e", None, "t"])
        self.assertEqual(["error" in row for row in rows], [False, True, True, True, True])
        self.assertIn("'b' is no object", rows[1]["error"])
        self.assertIn("neither title nor text", rows[2]["error"])
        self.assertIn("'soon'", rows[4]["error"])

    def test_usage(self):
        status, _, err = run("compare")
        self.assertEqual(status, 2)
        self.assertIn("--jsonl", err)


class Provenance(unittest.TestCase):
    def test_members(self):
        text = ("He told the Harbour Times so.\n\nThis article was first published by Packet "
                "magazine and translated by Eva Roth. (Reuters)")
        status, rows, _ = run("analyze", "--jsonl", "--only", "provenance",
                              lines=[{"id": 1, "language": "en", "text": text}])
        self.assertEqual(status, 0)
        at = text.index("Harbour Times")
        self.assertEqual(rows, [{"id": 1, "provenance": {
            "first_published_by": "Packet magazine", "translated_by": "Eva Roth",
            "agencies": ["Reuters"],
            "cited_outlets": [{"name": "Harbour Times", "anonymous": False, "start": at,
                               "end": at + 13}]}}])

    def test_credit_line_and_feed(self):
        row = {"id": 1, "language": "en", "text": "It rained.", "credit_line": "Reuters / AFP",
               "feed_source": "Northern Wire"}
        _, rows, _ = run("analyze", "--jsonl", "--only", "provenance", lines=[row])
        self.assertEqual(rows[0]["provenance"],
                         {"first_published_by": "Northern Wire", "agencies": ["Reuters", "AFP"]})


if __name__ == "__main__":
    unittest.main()
