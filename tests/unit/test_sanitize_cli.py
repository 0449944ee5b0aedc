"""`courant sanitize`: one document, JSON Lines, wrong usage. COURANT in the environment names the
binary."""
import json
import os
import subprocess
import tempfile
import unittest

COURANT = os.path.abspath(os.environ["COURANT"])


def run(*args, stdin=b""):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
    done = subprocess.run([COURANT, "sanitize", *args], input=stdin, env=clean,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Sanitize(unittest.TestCase):
    def test_standard_input(self):
        self.assertEqual(run(stdin=b"<p onclick=x>a<script>b</script>"), (0, "<p>a</p>\n", ""))
        self.assertEqual(run("-", stdin=b"<b>x"), (0, "<b>x</b>\n", ""))

    def test_file_in_another_encoding_and_base(self):
        with tempfile.NamedTemporaryFile(suffix=".html") as file:
            file.write(b"<meta charset=koi8-r><a href=x>\xf0\xd2\xc9\xd7\xc5\xd4</a>")
            file.flush()
            status, out, err = run("--base", "https://example.org/a/", file.name)
        self.assertEqual((status, err), (0, ""))
        self.assertIn('href="https://example.org/a/x"', out)
        self.assertIn("Привет", out)

    def test_lines_keep_order_and_ids(self):
        lines = [{"id": i if i % 2 else f"n{i}", "html": f"<p>{i}<script>"} for i in range(200)]
        stdin = "".join(json.dumps(line) + "\n" for line in lines).encode()
        status, out, err = run("--jsonl", stdin=stdin)
        self.assertEqual((status, err), (0, ""))
        got = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(got, [{"id": line["id"], "html": f"<p>{i}</p>"}
                               for i, line in enumerate(lines)])

    def test_bad_lines_are_answered(self):
        stdin = b'{"id":1,"html":"<i>x"}\nnonsense\n{"id":"b"}\n{"html":"y"}\n'
        status, out, _ = run("--jsonl", stdin=stdin)
        got = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(status, 1)
        self.assertEqual(got[0], {"id": 1, "html": "<i>x</i>"})
        self.assertIn("error", got[1])
        self.assertEqual(got[2]["id"], "b")
        self.assertIn("'html'", got[2]["error"])
        self.assertEqual(got[3], {"id": None, "html": "y"})

    def test_wrong_usage(self):
        status, _, err = run("--base", "not a url")
        self.assertEqual(status, 2)
        self.assertIn("'not a url' is not a web address", err)
        self.assertEqual(run("a", "b")[0], 2)
        self.assertEqual(run("/nowhere/at/all.html")[0], 1)


if __name__ == "__main__":
    unittest.main()
