"""The manual pages say what the program's own help says: the same commands, the same options.
COURANT names the binary, MAN the folder of the pages."""
import os
import re
import shutil
import subprocess
import unittest

COURANT = os.path.abspath(os.environ["COURANT"])
MAN = os.environ["MAN"]


def page(name):
    with open(os.path.join(MAN, name), encoding="utf-8") as f:
        return f.read()


def help_of(*topic):
    return subprocess.run([COURANT, "help", *topic], capture_output=True, text=True, check=True).stdout


class Man(unittest.TestCase):
    def test_every_command_is_listed_in_order(self):
        shown = [line.split()[0] for line in help_of().split("Commands:\n")[1].splitlines()]
        commands = page("courant.1").split(".Sh SETTINGS")[0]
        self.assertEqual(re.findall(r"^\.It Cm (\S+)", commands, re.M), shown,
                         "man/courant.1 lists the commands of src/cli/commands.def, in their order")

    def test_the_options_of_extract_are_those_of_its_help(self):
        text = page("courant-extract.1")
        shown = dict(re.findall(r"^  --([a-z-]+) ([A-Z]*)", help_of("extract"), re.M))
        own, settings = text.split("Every setting of")
        described = dict(re.findall(r"^\.It Fl -([a-z-]+)(?: Ar ([A-Z]+))?", own, re.M))
        self.assertEqual(described, shown)
        synopsis = set(re.findall(r"Fl -([a-z-]+)", text.split(".Sh DESCRIPTION")[0]))
        self.assertEqual(synopsis - {"threads"}, set(shown))
        all_settings = set(re.findall(r"^  --([a-z-]+)", help_of("settings"), re.M))
        named = set(re.findall(r"^\.It Fl -([a-z-]+)", settings, re.M))
        self.assertTrue(named)
        self.assertLessEqual(named, all_settings)

    def test_formats_are_those_that_work(self):
        formats = re.search(r"Bl -tag -width markdown -compact\n(.*?)\n\.El", page("courant-extract.1"), re.S)
        for name in re.findall(r"^\.It Cm (\w+)", formats.group(1), re.M):
            done = subprocess.run([COURANT, "extract", "--format", name, "/dev/null"], capture_output=True)
            self.assertEqual(done.returncode, 1, name)

    def test_the_pages_are_well_formed(self):
        tool = shutil.which("mandoc") or shutil.which("groff")
        if not tool:
            self.skipTest("neither mandoc nor groff is installed")
        for name in ("courant.1", "courant-extract.1"):
            at = os.path.join(MAN, name)
            args = [tool, "-Tlint", "-Wwarning", at] if tool.endswith("mandoc") else \
                [tool, "-ww", "-mandoc", "-Tutf8", at]
            done = subprocess.run(args, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout[:2000])


if __name__ == "__main__":
    unittest.main()
