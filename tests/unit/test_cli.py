"""The binary itself: help, unknown names, settings, exit statuses. COURANT in the environment
names it."""
import json
import os
import socket
import subprocess
import tempfile
import unittest

COURANT = os.path.abspath(os.environ["COURANT"])


def run(*args, env=None, cwd=None, stdin=b""):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
    clean.update(env or {})
    done = subprocess.run([COURANT, *args], input=stdin, env=clean, cwd=cwd,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


class Frame(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.cwd = self.directory.name

    def tearDown(self):
        self.directory.cleanup()

    def test_help_lists_every_command_and_each_explains_itself(self):
        for words in ([], ["help"], ["--help"], ["-h"]):
            status, out, err = run(*words, cwd=self.cwd)
            self.assertEqual((status, err), (0, ""))
            self.assertIn("Commands:", out)
        names = [line.split()[0] for line in out.split("Commands:\n")[1].splitlines()]
        self.assertIn("config", names)
        for name in names[:-1]:
            status, text, err = run("help", name, cwd=self.cwd)
            self.assertEqual((status, err), (0, ""), name)
            self.assertTrue(text.startswith(f"Usage: courant {name}"), text)
            self.assertEqual(run(name, "--help", cwd=self.cwd)[1], text)

    def test_help_settings(self):
        status, out, _ = run("help", "settings", cwd=self.cwd)
        self.assertEqual(status, 0)
        self.assertIn("--web-threads N", out)
        self.assertIn("--store-password-file FILE", out)

    def test_version(self):
        status, out, _ = run("--version", cwd=self.cwd)
        self.assertEqual(status, 0)
        self.assertRegex(out, r"^courant \d+\.\d+\.\d+\n$")

    def test_unknown_command_names_the_nearest(self):
        status, out, err = run("confg", cwd=self.cwd)
        self.assertEqual((status, out), (2, ""))
        self.assertIn("unknown command 'confg'; did you mean 'config'?", err)
        status, _, err = run("xylophone", cwd=self.cwd)
        self.assertEqual(status, 2)
        self.assertNotIn("did you mean", err)

    def test_unknown_option_names_the_nearest(self):
        status, _, err = run("config", "--chek", cwd=self.cwd)
        self.assertEqual(status, 2)
        self.assertIn("unknown option '--chek'; the nearest known one is '--check'", err)
        self.assertIn("Try 'courant config --help'.", err)

    def test_wrong_settings_stop_every_command_but_help(self):
        with open(os.path.join(self.cwd, "courant.conf"), "w") as f:
            f.write("web_thread=3\n")
        status, _, err = run("config", "--check", cwd=self.cwd, env={"COURANT_THREADS": "x"})
        self.assertEqual(status, 2)
        self.assertIn("unknown setting 'web_thread'; the nearest known one is 'web_threads'", err)
        self.assertIn("threads must be a number from 0 to 256, not 'x'", err)
        self.assertEqual(run("help", cwd=self.cwd)[0], 0)

    def analyze(self, rows, *options):
        text = "\n".join(json.dumps(row) if isinstance(row, dict) else row for row in rows)
        status, out, err = run("analyze", "--jsonl", *options, stdin=text.encode())
        return status, [json.loads(line) for line in out.splitlines()], err

    def test_analyze_sentences_language_dates(self):
        text = "Dr. Weber left on Monday. \u00c9lise stayed in the town until the end of the week."
        status, lines, err = self.analyze([
            {"id": "a", "title": "News", "text": text, "published": "2026-11-20"},
            {"id": 7, "text": "Der Rat hat gestern dar\u00fcber beraten.", "language": "de",
             "published": "2026-11-20T08:00:00Z"},
        ], "--only", "language,sentences,dates")
        self.assertEqual(status, 0, err)
        self.assertEqual([line["id"] for line in lines], ["a", 7])
        raw = text.encode()
        self.assertEqual([raw[b:e].decode() for b, e in lines[0]["sentences"]],
                         ["Dr. Weber left on Monday.",
                          "\u00c9lise stayed in the town until the end of the week."])
        self.assertEqual(lines[0]["language"]["code"], "en")
        self.assertGreater(lines[0]["language"]["confidence"], 0.5)
        self.assertEqual([d["date"] for d in lines[0]["dates"]], ["2026-11-16"])
        self.assertEqual(lines[1]["language"], {"code": "de", "confidence": 1.0})
        self.assertEqual([d["date"] for d in lines[1]["dates"]], ["2026-11-19"])

    def test_analyze_bad_lines_and_usage(self):
        status, lines, _ = self.analyze([{"id": 1, "text": "A b."}, "{broken", {"id": 2},
                                         {"id": 3, "text": "x", "published": "soon"}],
                                        "--only", "sentences")
        self.assertEqual(status, 1)
        self.assertEqual(lines[0], {"id": 1, "sentences": [[0, 4]]})
        self.assertIn("error", lines[1])
        self.assertIn("neither title nor text", lines[2]["error"])
        self.assertIn("'soon'", lines[3]["error"])
        status, _, err = self.analyze([], "--only", "sentences,colour")
        self.assertEqual(status, 2)
        self.assertIn("no field 'colour'; there are language, sentences", err)
        status, _, err = run("analyze")
        self.assertEqual(status, 2)
        self.assertIn("--jsonl", err)

    def test_data_directory_file(self):
        os.mkdir(os.path.join(self.cwd, "news"))
        with open(os.path.join(self.cwd, "news", "courant.conf"), "w") as f:
            f.write("site_name = The Morning\nlisten=127.0.0.1:9\n")
        status, out, _ = run("--data", "news", "config", "--print", "--listen", "[::1]:0",
                             cwd=self.cwd)
        self.assertEqual(status, 0)
        self.assertIn("site_name = The Morning  # news/courant.conf\n", out)
        self.assertIn("listen = [::1]:0  # command line\n", out)
        self.assertIn("data = news  # command line\n", out)

    def test_doctor(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = "127.0.0.1:%d" % taken.getsockname()[1]
            status, out, _ = run("doctor", "--listen", address, "--demo-dir", "/nowhere",
                                 cwd=self.cwd)
        self.assertEqual(status, 1)
        self.assertEqual(out.count("PROBLEM"), 2, out)
        self.assertIn(f"address: {address}: Address already in use", out)
        self.assertIn("demo press: /nowhere/replay.jsonl: No such file or directory", out)
        with open(os.path.join(self.cwd, "replay.jsonl"), "w"):
            pass
        self.assertEqual(run("migrate", cwd=self.cwd)[0], 0)
        fine = ["doctor", "--listen", "127.0.0.1:0", "--demo-dir", "."]
        status, out, _ = run(*fine, cwd=self.cwd)
        self.assertEqual(status, 0, out)
        self.assertIn("store: sound, 0 articles", out)
        self.assertTrue(out.endswith("All is well.\n"))
        with open(os.path.join(self.cwd, "data", "courant.db"), "wb") as f:
            f.write(b"not a database" * 1000)
        status, out, _ = run(*fine, cwd=self.cwd)
        self.assertEqual((status, out.count("PROBLEM")), (1, 1), out)

    def test_output_that_cannot_be_written_is_an_error(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([COURANT, "help"], stdout=full, stderr=subprocess.PIPE,
                                  cwd=self.cwd, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"cannot write the output", done.stderr)


if __name__ == "__main__":
    unittest.main()
