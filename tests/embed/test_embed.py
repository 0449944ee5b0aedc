"""The shared library as somebody else meets it: installed into a folder, found through pkg-config,
linked by a C program and loaded by ctypes.

usage: test_embed.py BUILD SOURCE SANITIZE COMPILER...
SANITIZE is meson's b_sanitize of the build ("none": valgrind looks for leaks where it is there)."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD, SOURCE, SANITIZE = sys.argv[1:4]
COMPILER = sys.argv[4:]
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Harbour opens - The Ledger</title>
<meta property="article:published_time" content="2026-03-04T05:06:07+02:00">
<meta name="author" content="Ada Quill"></head><body><article><h1>Harbour opens</h1>
<p>The new harbour of Port Sallow opened on Wednesday after eleven years of works that many in the
town had stopped believing in. Ferries left on time, and the first of them was full.</p>
<p>"We have waited long enough," the harbour master said, while the band was still playing on the
pier. The <a href="/works">works</a> cost four times what had been planned, and the council has not
yet said who will pay for the rest of them.</p>
<p>Fishing boats may use the northern basin from Friday. The old quay stays open until the summer,
when it becomes a market, a museum and, if the money lasts, a place to swim.</p>
</article></body></html>"""


def run(*args, env=None, ok=True):
    done = subprocess.run(args, env=env, capture_output=True, text=True, timeout=300)
    if ok and done.returncode != 0:
        raise AssertionError(f"{args}: status {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


class Embed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = os.path.join(cls.folder.name, "root")
        run("meson", "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir", cls.root)
        found = [os.path.join(at, "courant-extract.pc") for at, _, names in os.walk(cls.root)
                 if "courant-extract.pc" in names]
        assert len(found) == 1, found
        cls.env = dict(os.environ, PKG_CONFIG_PATH=os.path.dirname(found[0]),
                       PKG_CONFIG_SYSROOT_DIR=cls.root)
        cls.libdir = run("pkg-config", "--variable=libdir", "courant-extract", env=cls.env).stdout.strip()
        if not cls.libdir.startswith(cls.root):
            cls.libdir = cls.root + cls.libdir
        cls.env["LD_LIBRARY_PATH"] = cls.libdir
        cls.page = os.path.join(cls.folder.name, "page.html")
        with open(cls.page, "w", encoding="utf-8") as f:
            f.write(PAGE)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def build(self, source, *flags):
        flags = list(flags)
        if SANITIZE != "none":
            flags.append(f"-fsanitize={SANITIZE}")
        out = os.path.join(self.folder.name, os.path.basename(source)[:-2])
        config = run("pkg-config", "--cflags", "--libs", "courant-extract", env=self.env).stdout.split()
        run(*COMPILER, "-Wall", "-Wextra", "-Werror", "-g", "-o", out, source, *flags, *config)
        return out

    def test_example_builds_with_pkg_config_and_reads_a_page(self):
        program = self.build(os.path.join(SOURCE, "examples/extract.c"), "-std=c99", "-pedantic")
        out = run(program, self.page, "https://ledger.example/a.html", env=self.env).stdout
        head, blank, body = out.split("\n", 2)[0], out.split("\n")[2], out.split("\n\n", 1)[1]
        self.assertEqual(head, "Harbour opens")
        self.assertEqual(out.split("\n")[1], "2026-03-04T05:06:07+02:00, Ada Quill")
        self.assertEqual(blank, "")
        self.assertTrue(body.startswith("The new harbour of Port Sallow"), body)
        nothing = run(program, "/dev/null", env=self.env, ok=False)
        self.assertEqual(nothing.returncode, 1)
        self.assertIn("/dev/null: the file is empty", nothing.stderr)

    def test_header_is_cplusplus_too(self):
        if not shutil.which("c++"):
            self.skipTest("no C++ compiler")
        source = os.path.join(self.folder.name, "plus.cc")
        with open(source, "w") as f:
            f.write("#include <courant/extract.h>\nint main() { courant_extract_options o = "
                    "COURANT_EXTRACT_OPTIONS_INIT; return o.size == 0; }\n")
        config = run("pkg-config", "--cflags", "courant-extract", env=self.env).stdout.split()
        run("c++", "-Wall", "-Wextra", "-Werror", "-std=c++11", "-fsyntax-only", source, *config)

    def test_only_its_own_names_are_shown(self):
        library = os.path.join(self.libdir, "libcourant-extract.so")
        names = [line.split()[-1] for line in
                 run("nm", "-D", "--defined-only", library).stdout.splitlines()]
        header = open(os.path.join(SOURCE, "include/courant/extract.h"), encoding="utf-8").read()
        header = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
        declared = set(re.findall(r"\b(courant_extract_\w+)\(", header))
        shown = {n.split("@@")[0] for n in names if n != "COURANT_EXTRACT_1"}
        self.assertEqual(shown, declared)
        self.assertTrue(all(n.endswith("@@COURANT_EXTRACT_1") for n in names if n != "COURANT_EXTRACT_1"))
        dynamic = run("readelf", "-d", library).stdout
        self.assertIn("[libcourant-extract.so.1]", dynamic)
        for foreign in ("sqlite", "libpq", "microhttpd", "sodium", "curl"):
            self.assertNotIn(foreign, dynamic)

    def test_threads_share_nothing_and_nothing_leaks(self):
        program = self.build(os.path.join(SOURCE, "tests/embed/use_threads.c"), "-pthread")
        other = os.path.join(self.folder.name, "other.html")
        with open(other, "w", encoding="utf-8") as f:
            f.write(PAGE.replace("harbour", "théâtre").replace("<p>", "<p>«Naïve» "))
        pages = [self.page, other]
        # Under a sanitizer the leak check is its own.
        self.assertEqual(run(program, *pages, env=self.env).stdout, "ok\n")
        if SANITIZE == "none" and shutil.which("valgrind"):
            done = run("valgrind", "--quiet", "--leak-check=full", "--errors-for-leak-kinds=definite,indirect",
                       "--error-exitcode=9", program, *pages, env=self.env)
            self.assertEqual(done.stdout, "ok\n", done.stderr)

    def test_ctypes_example_of_the_documentation_gives_what_the_command_does(self):
        if SANITIZE != "none":
            self.skipTest("a sanitized library needs a sanitized interpreter")
        text = open(os.path.join(SOURCE, "docs/EMBEDDING.md"), encoding="utf-8").read()
        code = re.search(r"```python\n(.*?)```", text, re.S).group(1)
        code = code.replace("page.html", self.page)
        done = run(sys.executable, "-c", code, env=self.env)
        answer = json.loads(run(os.path.join(BUILD, "courant"), "extract", self.page).stdout)
        self.assertEqual(answer.pop("file"), self.page)
        self.assertEqual(json.loads(done.stdout), answer)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
