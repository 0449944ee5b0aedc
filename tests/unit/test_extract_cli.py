"""`courant extract` as its users meet it: inputs, order, errors, exit statuses, a terminal, ctrl-C.
COURANT names the binary."""
import gzip
import json
import os
import pty
import signal
import subprocess
import tempfile
import time
import unittest

COURANT = os.path.abspath(os.environ["COURANT"])
TEXT = ("The new harbour of Port Sallow opened on Wednesday after eleven years of works that many "
        "in the town had stopped believing in. Ferries left on time, and the first was full. ")


def page(title):
    return (f"<!DOCTYPE html><html lang=en><title>{title}</title><body><article><h1>{title}</h1>"
            + "".join(f"<p>{TEXT * 2} <a href='rest'>Part {n}</a></p>" for n in range(4))
            + "</article></body></html>").encode()


def clean():
    return {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}


class Extract(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.at = self.folder.name

    def put(self, name, content):
        path = os.path.join(self.at, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with (gzip.open if name.endswith(".gz") else open)(path, "wb") as f:
            f.write(content)
        return path

    def run_it(self, *args, stdin=b""):
        done = subprocess.run([COURANT, "extract", *args], input=stdin, cwd=self.at, env=clean(),
                              capture_output=True, timeout=60)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def titles(self, out):
        return [json.loads(line).get("title") for line in out.splitlines()]

    def test_folders_files_and_standard_input_in_order(self):
        self.put("d/b.html", page("B"))
        self.put("d/a.html.gz", page("A"))
        self.put("d/c/z.htm", page("Z"))
        self.put("d/c/note.txt", b"no page")
        self.put("d/.hidden.html", page("hidden"))
        self.put("other.name", page("O"))
        status, out, err = self.run_it("other.name", "d", "-", stdin=page("S"))
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(self.titles(out), ["O", "A", "B", "Z", "S"])

    def test_the_answer_does_not_depend_on_threads(self):
        for n in range(200):
            self.put(f"d/{n:03}.html", page(f"P{n}") if n % 50 else b"")
        one = self.run_it("--threads", "1", "d")
        self.assertEqual(one, self.run_it("--threads", "8", "d"))
        self.assertEqual(one[0], 1)
        self.assertEqual(self.titles(one[1])[48:53], ["P48", "P49", None, "P51", "P52"])

    def test_errors_of_other_formats_are_told_in_order_on_standard_error(self):
        names = [self.put(f"{n}.html", b"") for n in range(40)]
        status, out, err = self.run_it("--format", "text", "--threads", "8", *names)
        self.assertEqual((status, out), (1, ""))
        self.assertEqual(err, "".join(f"courant extract: {n}: the file is empty\n" for n in names))

    def test_exit_statuses(self):
        good = self.put("good.html", page("G"))
        self.assertEqual(self.run_it(good)[0], 0)
        status, out, _ = self.run_it(good, "none.html")
        self.assertEqual(status, 1)
        self.assertEqual(json.loads(out.splitlines()[1])["file"], "none.html")
        for wrong in ([], ["--format", "pdf", good], ["--no-such"], ["-x"], ["--url"]):
            status, out, err = self.run_it(*wrong)
            self.assertEqual((status, out), (2, ""), wrong)
            self.assertIn("Try 'courant extract --help'", err)

    def test_lists(self):
        self.put("lists/pages/a.html", page("A"))
        rows = [{"id": 7, "file": "pages/a.html", "url": "https://x.example/1"}, {"id": "s", "html": page("S").decode()},
                {"id": "empty"}, {"id": "gone", "file": "pages/none.html"}]
        self.put("lists/list.jsonl", "\n".join(map(json.dumps, rows)).encode() + b"\nno json\n")
        status, out, _ = self.run_it("--jsonl", "lists/list.jsonl")
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(status, 1)
        self.assertEqual([line.get("title") for line in lines], ["A", "S", None, None, None])
        self.assertIn("https://x.example/rest", lines[0]["html"])
        self.assertEqual(lines[2], {"id": "empty", "error": 'the line has neither "html" nor "file"'})
        self.assertEqual(lines[4]["line"], 5)

    def test_every_format(self):
        name = self.put("a.html", page("A *star*"))
        url = ("--url", "https://x.example/1")
        text = self.run_it("--format", "text", *url, name)[1]
        self.assertEqual(len(text.strip().split("\n\n")), 4)
        self.assertNotIn("star", text)
        markdown = self.run_it("--format", "markdown", *url, name)[1]
        self.assertTrue(markdown.startswith("# A \\*star\\*\n\nThe new harbour"), markdown[:60])
        self.assertIn("[Part 3](https://x.example/rest)", markdown)
        html = self.run_it("--format", "html", *url, name)[1]
        self.assertEqual(html.count("<p>"), 4)

    def test_a_terminal_sees_progress_and_a_sum(self):
        for n in range(1500):
            self.put(f"d/{n:04}.html", page(f"P{n}") if n else b"")
        main, side = pty.openpty()
        with open(os.path.join(self.at, "out"), "wb") as out:
            process = subprocess.Popen([COURANT, "extract", "--threads", "1"] + ["d"] * 6, cwd=self.at,
                                       env=clean(), stdout=out, stderr=side)
        os.close(side)
        seen = b""
        while True:
            try:
                part = os.read(main, 4096)
            except OSError:
                break
            if not part:
                break
            seen += part
        os.close(main)
        self.assertEqual(process.wait(timeout=60), 1)
        self.assertRegex(seen, rb"\d+ files, \d+/s")
        self.assertIn(b"courant extract: 9000 answers, 6 of them errors", seen)

    def test_control_c_leaves_whole_lines(self):
        for n in range(300):
            self.put(f"d/{n:04}.html", page(f"P{n}"))
        out = os.path.join(self.at, "out")
        with open(out, "wb") as to:
            process = subprocess.Popen([COURANT, "extract", "--threads", "2"] + ["d"] * 2000, cwd=self.at,
                                       env=clean(), stdout=to, stderr=subprocess.PIPE)
        while os.path.getsize(out) == 0:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        err = process.communicate(timeout=30)[1].decode()
        self.assertEqual(process.returncode, 1)
        self.assertRegex(err, r"^courant extract: stopped after \d+ answers\n$")
        with open(out, encoding="utf-8") as lines:
            titles = [json.loads(line)["title"] for line in lines]
        self.assertEqual(len(titles), int(err.split()[4]))
        self.assertEqual(titles[:300], [f"P{n}" for n in range(min(300, len(titles)))])


if __name__ == "__main__":
    unittest.main()
