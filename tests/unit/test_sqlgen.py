"""sqlgen: what is wrong in a query file ends the build with a message that names the line."""
import os
import subprocess
import sys
import tempfile
import unittest

SQLGEN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../tools/sqlgen.py")


def run(kind, name, text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        out = [os.path.join(folder, n) for n in ("out.h", "out.c")][kind == "migrations":]
        done = subprocess.run([sys.executable, SQLGEN, kind, *out, path], capture_output=True,
                              text=True, check=False)
        made = ""
        if done.returncode == 0:
            with open(out[-1], encoding="utf-8") as f:
                made = f.read()
        return done.returncode, done.stderr, made


class Queries(unittest.TestCase):
    def good(self, text):
        code, err, made = run("queries", "q.sql", text)
        self.assertEqual((code, err), (0, ""))
        return made

    def bad(self, text, message):
        code, err, _ = run("queries", "q.sql", text)
        self.assertNotEqual(code, 0)
        self.assertIn(message, err)
        self.assertIn("q.sql:", err)

    def test_parameters_are_numbered_by_declaration(self):
        made = self.good("-- name: x :exec\n-- param a_ i64, b str\n"
                         "UPDATE t SET b = :b WHERE a = :a_ AND c <> ':b' AND d = :a_\n")
        self.assertIn("UPDATE t SET b = ?2 WHERE a = ?1 AND c <> ':b' AND d = ?1", made)
        self.assertIn("UPDATE t SET b = $2 WHERE a = $1 AND c <> ':b' AND d = $1", made)

    def test_engine_variants(self):
        made = self.good("-- name: x :exec\n-- [sqlite]\nDELETE FROM a\n-- [postgres]\n"
                         "TRUNCATE a\n")
        self.assertIn('"DELETE FROM a"', made)
        self.assertIn('"TRUNCATE a"', made)

    def test_insert_returns_the_id_where_the_driver_cannot_know_it(self):
        made = self.good("-- name: x :insert\nINSERT INTO t (a) VALUES (1)\n")
        self.assertIn("VALUES (1) RETURNING id", made)
        self.assertEqual(made.count("RETURNING"), 1)

    def test_mistakes(self):
        self.bad("-- name: x :exec\nDELETE FROM t WHERE a = :a_\n", "not declared")
        self.bad("-- name: x :exec\n-- param b str\nDELETE FROM t\n", "never uses ':b'")
        self.bad("-- name: x :exec\n-- param b text\nDELETE FROM t WHERE a = :b\n", "'b text'")
        self.bad("-- name: x :one\nSELECT 1\n", "needs a result")
        self.bad("-- name: x :some\nSELECT 1\n", "name: WORD :KIND")
        self.bad("SELECT 1\n", "before the first query")
        self.bad("-- name: x :exec\n-- [mysql]\nSELECT 1\n", "engine variants")
        self.bad("-- name: x :exec\n-- [sqlite]\nSELECT 1\n", "no SQL for postgres")
        self.bad("-- name: x :exec\nSELECT {nothing}\n", "no fragment 'nothing'")
        self.bad("-- name: x :exec\nSELECT 1\n-- name: x :exec\nSELECT 1\n", "declared twice")


class Migrations(unittest.TestCase):
    def test_types_and_variants(self):
        code, err, made = run("migrations", "0001_a.sql",
                              "-- why\nCREATE TABLE t (id @id, n @int) @strict;\n"
                              "-- [sqlite]\nPRAGMA x;\n-- [all]\nCREATE INDEX i ON t (n);\n")
        self.assertEqual((code, err), (0, ""))
        self.assertIn("INTEGER PRIMARY KEY AUTOINCREMENT, n INTEGER) STRICT", made)
        self.assertIn("AS IDENTITY PRIMARY KEY, n BIGINT) ;".replace(" ", ""),
                      made.replace(" ", "").replace('"\n"', ""))
        self.assertEqual(made.count("PRAGMA x"), 1)
        self.assertEqual(made.count("CREATE INDEX"), 2)

    def test_mistakes(self):
        for name, text, message in (("0002_a.sql", "", "0001_name.sql"),
                                    ("0001_a.sql", "CREATE TABLE t (a @blob);\n", "type word"),
                                    ("0001_a.sql", "-- [oracle]\nX;\n", "no engine 'oracle'")):
            code, err, _ = run("migrations", name, text)
            self.assertNotEqual(code, 0)
            self.assertIn(message, err)


if __name__ == "__main__":
    unittest.main()
