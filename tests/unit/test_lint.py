#!/usr/bin/env python3
"""tools/lint refuses what STYLE.md forbids: each bad file below, in a small tree of its own."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

LINT = pathlib.Path(__file__).resolve().parent.parent.parent / 'tools/lint'
MODULES = 'base:\nhtml: base\nstore: base\nweb: base html\n'


def lint(files):
    with tempfile.TemporaryDirectory() as d:
        root = pathlib.Path(d)
        subprocess.run(['git', 'init', '-q', d], check=True)
        (root / 'tools').mkdir()
        shutil.copy(LINT, root / 'tools/lint')
        for name, text in dict({'src/MODULES': MODULES}, **files).items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        r = subprocess.run([sys.executable, root / 'tools/lint', '--no-format'], text=True, capture_output=True)
        return r.returncode, r.stdout


class Lint(unittest.TestCase):
    def refused(self, name, text, words):
        code, out = lint({name: text})
        self.assertEqual(code, 1, out)
        self.assertIn(words, out)
        self.assertIn('error: ' + name, out)

    def test_a_clean_tree_passes(self):
        code, out = lint({'src/base/a.c': '/* a */\n#include "base/a.h"\nint a(void)\n{\n    return 1;\n}\n',
                          'src/base/a.h': '/* a */\nint a(void);\n'})
        self.assertEqual(code, 0, out)

    def test_layers(self):
        self.refused('src/html/x.c', '/* x */\n#include "web/x.h"\n', 'may not include')
        self.refused('src/MODULES', 'base: web\nweb:\n', 'later or unknown')

    def test_libraries_have_one_owner(self):
        self.refused('src/web/x.c', '/* x */\n#include <sqlite3.h>\n', 'belongs to')

    def test_headers_stand_alone(self):
        self.refused('src/base/x.h', '/* x */\nsize_t f(uint32_t x);\n', 'does not stand alone')

    def test_banned_functions(self):
        self.refused('src/base/x.c', '/* x */\nvoid f(char *p)\n{\n    str' + 'cpy(p, "x");\n}\n', 'is banned')

    def test_banned_words_in_comments_and_strings_are_no_calls(self):
        code, out = lint({'src/base/x.c': '/* str' + 'cpy(a, b) is banned */\nconst char *x = "at' + 'oi(x)";\n'})
        self.assertEqual(code, 0, out)

    def test_sql_has_its_place(self):
        self.refused('src/web/x.c', '/* x */\nconst char *q = "SEL' + 'ECT a FROM b";\n', 'SQL belongs')

    def test_html_has_its_place(self):
        self.refused('src/web/x.c', '/* x */\nconst char *q = "<p' + ' class=x>";\n', 'HTML belongs')

    def test_javascript_has_its_place(self):
        self.refused('web/templates/x.html', '<a onclick="x()">x</a>\n', 'JavaScript belongs')
        self.refused('web/templates/x.html', '<script>x()</script>\n', 'JavaScript belongs')

    def test_ifdef_in_a_function(self):
        self.refused('src/base/x.c', '/* x */\nint f(void)\n{\n#ifdef X\n    return 1;\n#endif\n}\n', '#if inside')

    def test_unfinished_work(self):
        self.refused('src/base/x.c', '/* x */\n/* TO' + 'DO later */\n', 'unfinished')

    def test_registry_hosts(self):
        self.refused('package.json', '"https://registry.npm' + 'js.org/x"\n', 'registry')

    def test_file_size(self):
        self.refused('src/base/x.c', '/* x */\n' + 'int x;\n' * 601, 'split it')

    def test_long_functions_are_warned_of(self):
        code, out = lint({'src/base/x.c': '/* x */\nint f(void)\n{\n' + '    f();\n' * 80 + '}\n'})
        self.assertEqual(code, 0, out)
        self.assertIn('warning: src/base/x.c:3: function of 80 lines', out)


if __name__ == '__main__':
    unittest.main()
