#!/usr/bin/env python3
"""The template compiler: good templates become C that writes what is expected, bad ones are
refused with file and line.

    test_tplc.py COMPILER_COMMAND SOURCE_ROOT BUILD_ROOT
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

CC, ROOT, BUILD = [], pathlib.Path("."), pathlib.Path(".")

VIEWS = """
#include "web/views.h"
struct item_view {
    str name;
    path link;
    bool loud;
};
VIEW_LIST(item_view);
struct page_view {
    str title;
    html body;
    url away;
    path link;
    int64_t count;
    bool shown;
    moment when;
    jsonld data;
    struct item_view first;
    struct item_view_list items;
    struct str_list words;
};
"""

# What a C compiler sees instead: the types come from the program's own views.h.
MAIN = """
#include <stdio.h>
#include "out.h"
int main(void)
{
    struct arena a;
    arena_init(&a);
    struct sbuf b;
    sbuf_init(&b, &a, 1 << 20);
    const struct item_view items[] = {
        {S("one & 'two'"), {S("/a?b=1&c=2")}, true}, {S("<script>"), {S("/\\"x")}, false}};
    const str words[] = {S("a"), S("b")};
    struct page_view v = {
        .title = S("\\"T\\" <b> & 'c'"), .body = {S("<p>safe</p>")},
        .away = {S("https://example.org/?a=1&b=\\"2\\"")}, .link = {S("/here")}, .count = 1234,
        .shown = true, .when = {1795363620000000, 1795363620000000 + 7200000000},
        .data = {S("{\\"a\\":\\"\\\\u003c\\"}")}, .first = items[0], .items = {items, 2}, .words = {words, 2}};
    tpl_test(&b, &v);
    fwrite(b.p, 1, b.len, stdout);
    arena_end(&a);
    return 0;
}
"""

# (template after its head, what it writes)
GOOD = [
    ("<p>{v.title}</p>", "<p>&quot;T&quot; &lt;b&gt; &amp; &#39;c&#39;</p>"),
    ('<p title="{v.title}">x</p>',
     '<p title="&quot;T&quot; &lt;b&gt; &amp; &#39;c&#39;">x</p>'),
    ("<p title='{v.title}'>x</p>",
     '<p title="&quot;T&quot; &lt;b&gt; &amp; &#39;c&#39;">x</p>'),
    ("<div>{v.body}</div>", "<div><p>safe</p></div>"),
    ('<a href="{v.away}">x</a>', '<a href="https://example.org/?a=1&amp;b=&quot;2&quot;">x</a>'),
    ('<a href="{v.link}">x</a>', '<a href="/here">x</a>'),
    ("<p>{v.count} {v.count|grouped}</p>", "<p>1234 1,234</p>"),
    ('<time datetime="{v.when|iso}">{v.when|relative}</time>',
     '<time datetime="2026-11-22T16:07:00Z">2 hours ago</time>'),
    ("<p>{v.when|absolute}, {v.when|day}</p>",
     "<p>22 November 2026, 16:07 UTC, Sunday, 22 November 2026</p>"),
    ("{if v.shown}<b>yes</b>{else}<i>no</i>{/if}", "<b>yes</b>"),
    ("{if not v.shown}<b>no</b>{elif v.count > 1000}<i>many</i>{/if}", "<i>many</i>"),
    ("{if v.title and v.items}<b>both</b>{/if}", "<b>both</b>"),
    ('<p{if v.shown} class="on"{/if}>x</p>', '<p class="on">x</p>'),
    ('<p class="a{if v.shown} b{/if}">x</p>', '<p class="a b">x</p>'),
    ('<input type="checkbox"{if v.shown} checked{/if}>', '<input type="checkbox" checked>'),
    ('<a href="{if v.shown}/x{else}/y{/if}">x</a>', '<a href="/x">x</a>'),
    ('{for i in v.items}<a href="{i.link}">{i.name}</a>{/for}',
     '<a href="/a?b=1&amp;c=2">one &amp; &#39;two&#39;</a>'
     '<a href="/&quot;x">&lt;script&gt;</a>'),
    ("{for w in v.words}<i>{w}</i>{else}<b>none</b>{/for}", "<i>a</i><i>b</i>"),
    ("<p>{@count_articles v.count}</p>", "<p>1,234 articles</p>"),
    ('<p title="{@search_none v.title}">x</p>',
     '<p title="Nothing found for &quot;T&quot; &lt;b&gt; &amp; &#39;c&#39;">x</p>'),
    ("<title>{v.title}</title>", "<title>&quot;T&quot; &lt;b&gt; &amp; &#39;c&#39;</title>"),
    ("<p>{{x}}</p>{# a comment { #}", "<p>{x}</p>"),
    ("<!doctype html><!-- gone --><p>a   b\n  c</p>", "<!doctype html><p>a b\nc</p>"),
    ("<pre>a   b\n  c</pre>", "<pre>a   b\n  c</pre>"),
    ('<script type="application/ld+json">{v.data}</script>',
     '<script type="application/ld+json">{"a":"\\u003c"}</script>'),
    ('{if v.data}<script type="application/ld+json">{v.data}</script>{/if}<p>x</p>',
     '<script type="application/ld+json">{"a":"\\u003c"}</script><p>x</p>'),
    ("<p>ä ?? \\ \"</p>", "<p>ä ?? \\ \"</p>"),
]

HEAD = "{template test(v: page_view)}\n"

# (template, line of the message, words of the message); the head is line 1 unless it is given
BAD = [
    ("<p class={v.title}>x</p>", 2, "unquoted value of attribute 'class'"),
    ("<p class=plain>x</p>", 2, "unquoted value of attribute 'class'"),
    ("<p>a</p>\n<script>{v.title}</script>", 3, "<script> without src"),
    ('<script src="/x.js">{v.title}</script>', 2, "a value inside <script>"),
    ('<script src="/x.js">run()</script>', 2, "text inside <script>"),
    ("<p>{v.data}</p>", 2, "a jsonld in text in <p>"),
    ('<p title="{v.data}">x</p>', 2, "a jsonld in the value of title"),
    ('<a href="{v.data}">x</a>', 2, "a jsonld in the value of href"),
    ("<title>{v.data}</title>", 2, "a jsonld in title text"),
    ("<script>{v.data}</script>", 2, "<script> without src"),
    ('<script type="module">{v.data}</script>', 2, "<script> without src"),
    ('<script src="/x.js">{v.data}</script>', 2, "a jsonld in script or style"),
    ('<script type="application/ld+json" src="/x.js">{v.data}</script>', 2, "a jsonld in script"),
    ('<script type="application/ld+json" async>{v.data}</script>', 2, "<script> without src"),
    ('<script type="application/ld+json">{v.title}</script>', 2, "a value inside <script>"),
    ('<script type="application/ld+json">{v.body}</script>', 2, "a value inside <script>"),
    ('<script type="application/ld+json">{v.away}</script>', 2, "a value inside <script>"),
    ('<script type="application/ld+json">{{}}</script>', 2, "text inside <script>"),
    ('<script type="application/ld+json">[{v.data}]</script>', 2, "text inside <script>"),
    ('<script type="application/ld+json">{v.data},</script>', 2, "text inside <script>"),
    ('<script type="application/ld+json">{v.data}{v.data}</script>', 2, "a jsonld in script"),
    ('<script type="application/ld+json"><{v.data}</script>', 2, "text before the value"),
    ('<script type="application/ld+json">{@nav_front}</script>', 2, "a value inside <script>"),
    ('<script type="application/ld+json">{if v.shown}{v.data}{/if}</script>', 2, "{if} in script"),
    ('<script{if v.shown} type="application/ld+json"{/if}>{v.data}</script>', 2, "{if} in <script>"),
    ('<script type="{if v.shown}application/ld+json{/if}">{v.data}</script>', 2, "{if} in <script>"),
    ('<script type="{v.title}">{v.data}</script>', 2, "<script> without src"),
    ("<style>p {{}}</style>", 2, "<style>"),
    ('<p onclick="{v.title}">x</p>', 2, "event attribute 'onclick'"),
    ('<p ONCLICK="x()">x</p>', 2, "event attribute 'onclick'"),
    ('<p style="color:{v.title}">x</p>', 2, "style attribute"),
    ("<{v.title}>x</p>", 2, "a value in a tag name"),
    ("<p {v.title}>x</p>", 2, "a value inside a tag"),
    ('<p {v.title}="x">x</p>', 2, "a value inside a tag"),
    ("<!-- {v.title} -->", 2, "a value inside a comment"),
    ('<a href="{v.title}">x</a>', 2, "a str in URL attribute 'href'"),
    ('<a href="/x/{v.link}">x</a>', 2, "takes one whole value"),
    ('<a href="{v.link}/x">x</a>', 2, "text after a value in URL attribute"),
    ('<a href="javascript:x()">x</a>', 2, "scheme of 'javascript:x()'"),
    ('<img src="https://example.org/x.png" alt="">', 2, "foreign address"),
    ('<img src="{v.body}" alt="">', 2, "a html in URL attribute 'src'"),
    ('<p title="{v.body}">x</p>', 2, "html in attribute 'title'"),
    ("<title>{v.body}</title>", 2, "html inside <title>"),
    ('<iframe srcdoc="{v.title}"></iframe>', 2, "attribute 'srcdoc' takes no values"),
    ('<img srcset="{v.title}" alt="">', 2, "attribute 'srcset' takes no values"),
    ('<meta http-equiv="{v.title}">', 2, "attribute 'http-equiv' takes no values"),
    ("<p>{v.link}</p>", 2, "a path in text"),
    ('<p title="{v.away}">x</p>', 2, "a url in attribute 'title'"),
    ("<p>{v.when}</p>", 2, "a moment needs"),
    ("<p>{v.title|grouped}</p>", 2, "takes no filter"),
    ("<p>{v.shown}</p>", 2, "cannot be written"),
    ("<p>{v.first}</p>", 2, "cannot be written"),
    ("<p>\n{v.nothing}</p>", 3, "no field 'nothing'"),
    ("<p>{w.title}</p>", 2, "unknown name 'w'"),
    ("<p>{v.title.name}</p>", 2, "a str has no field 'name'"),
    ("{if v.first}<p>x</p>{/if}", 2, "neither true nor false"),
    ("{if v.title > 3}<p>x</p>{/if}", 2, "not a number"),
    ("{if v.shown}<p>{/if}x</p>", 2, "at the end of this branch"),
    ("{if v.shown}<p>{else}<div>{/if}</p>", 2, "at the end of this branch"),
    ("<p>\n{if v.shown}x</p>", 3, "has no {/if}"),
    ("<p>{/if}</p>", 2, "closes nothing"),
    ("{for i in v.title}<p>x</p>{/for}", 2, "is a str, not a list"),
    ("{for i in v.items}<p>{/for}", 2, "at the end of this branch"),
    ("{for v in v.items}<p>x</p>{/for}", 2, "is there already"),
    ("<div><p>x</div></p>", 2, "</div> but <p> is open"),
    ("<div>\n\n", 2, "<div> is never closed"),
    ("<p>x</p></p>", 2, "nothing is open here"),
    ('<p class="a" class="b">x</p>', 2, "attribute 'class' twice"),
    ('<p class="a"id="b">x</p>', 2, "no white space after the value"),
    ('<img src="/x.png">', 2, "<img> without alt"),
    ("<div/>", 2, "only void elements"),
    ("<p>a < b</p>", 2, "'<' in text"),
    ("<p>{@no_such_text}</p>", 2, "no text 'no_such_text'"),
    ("<p>{@count_articles}</p>", 2, "takes 1 values, not 0"),
    ("<p>{@count_articles v.title}</p>", 2, "cannot be a str"),
    ("<p>{@footer_about v.body}</p>", 2, "cannot be a html"),
    ("{include nowhere(v)}", 2, "no template 'nowhere'"),
    ("{include test(v.first)}", 2, "parameter 'v' of 'test' is a struct page_view"),
    ("{include test(true)}", 2, "'true' a bool"),
    ("{include test()}", 2, "takes 1 parameters, not 0"),
    ('<link rel="stylesheet" href="{asset no.css}">', 2, "no asset 'no.css'"),
    ('{style no.css}', 2, "no style sheet 'no.css'"),
    ("{if v.shown}{content}{/if}", 2, "{content} stands once"),
    ("<p>{v.title</p>", 2, "'{' without '}'"),
    ("<p>}</p>", 2, "'}' alone"),
    ("<p>{# never closed</p>", 2, "comment without end"),
    ("{template test(v: no_view)}\n<p>x</p>", 1, "unknown type 'no_view'"),
    ("<p>no head</p>", 1, "a template begins with"),
]


class Tplc(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.at = pathlib.Path(self.folder.name)
        (self.at / "test_views.h").write_text(VIEWS)

    def tearDown(self):
        self.folder.cleanup()

    def compile(self, text):
        (self.at / "t.html").write_text(text, encoding="utf-8")
        return subprocess.run(
            [sys.executable, str(ROOT / "tools/tplc.py"), "--views", "test_views.h", "--strings",
             str(ROOT / "src/web/strings.def"), "--include", "test_views.h", "--out-c", "out.c",
             "--out-h", "out.h", "t.html"],
            cwd=self.at, capture_output=True, text=True, check=False)

    def test_bad_templates_are_refused(self):
        for text, line, words in BAD:
            with self.subTest(text=text):
                whole = text if text.startswith("{template") or "no head" in text else HEAD + text
                done = self.compile(whole)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(f"t.html:{line}: ", done.stderr)
                self.assertIn(words, done.stderr)

    def test_good_templates_write(self):
        body = "<main>" + "</main>\n<main>".join(
            text if not text.startswith("<!doctype") and not text.startswith("<title") else ""
            for text, _ in GOOD) + "</main>"
        apart = [(t, w) for t, w in GOOD if t.startswith(("<!doctype", "<title"))]
        out = self.run_template(HEAD + body)
        for i, (text, want) in enumerate(GOOD):
            if (text, want) not in apart:
                with self.subTest(text=text):
                    part = out.split("<main>")[i + 1].rsplit("</main>", 1)[0]
                    self.assertEqual(part, want)
        for text, want in apart:
            with self.subTest(text=text):
                self.assertEqual(self.run_template(HEAD + text), want)

    def run_template(self, text, main=MAIN):
        done = self.compile(text)
        self.assertEqual(done.returncode, 0, done.stderr)
        (self.at / "main.c").write_text(main)
        subprocess.run(
            CC + ["-std=gnu11", "-D_GNU_SOURCE", "-o", "t", "main.c", "out.c", f"-I{self.at}",
                  f"-I{ROOT / 'src'}", f"-I{BUILD}", f"-I{BUILD / 'src'}"]
            + [str(ROOT / f"src/web/{n}.c") for n in ("template", "strings", "words")]
            + [str(ROOT / f"src/base/{n}.c") for n in ("arena", "sbuf", "str", "clock", "err",
                                                       "utf8")],
            cwd=self.at, check=True)
        return subprocess.run(["./t"], cwd=self.at, check=True, capture_output=True,
                              encoding="utf-8").stdout

    def test_a_type_changed_behind_the_compilers_back_does_not_compile_in_c(self):
        done = self.compile(HEAD + "<p>{v.title}</p>")
        self.assertEqual(done.returncode, 0, done.stderr)
        views = (self.at / "test_views.h").read_text()
        (self.at / "test_views.h").write_text(views.replace("str title;", "html title;"))
        built = subprocess.run(
            CC + ["-std=gnu11", "-D_GNU_SOURCE", "-fsyntax-only", "out.c", f"-I{self.at}",
                  f"-I{ROOT / 'src'}", f"-I{BUILD}", f"-I{BUILD / 'src'}"],
            cwd=self.at, capture_output=True, text=True, check=False)
        self.assertNotEqual(built.returncode, 0)
        self.assertIn("t.html:2", built.stderr)

    def test_a_list_of_its_own_kind_is_walked_by_including_oneself(self):
        views = (self.at / "test_views.h").read_text()
        (self.at / "test_views.h").write_text(
            views + "VIEW_LIST(node_view);\nstruct node_view {\n    str name;\n"
            "    struct node_view_list below;\n};\n")
        text = ("{template test(n: node_view)}<li>{n.name}"
                "{if n.below}<ul>{for x in n.below}{include test(x)}{/for}</ul>{/if}</li>")
        tree = ('struct node_view low[] = {{S("b"), {0}}, {S("c"), {0}}}, v = {S("a"), {low, 2}}; '
                "tpl_test(&b, &v); fwrite(b.p, 1, b.len, stdout); arena_end(&a); return 0;")
        main = re.sub(r"    const struct item_view items.*return 0;", lambda _: tree, MAIN,
                      flags=re.S)
        self.assertEqual(self.run_template(text, main),
                         "<li>a<ul><li>b</li><li>c</li></ul></li>")
        (self.at / "test_views.h").write_text(views + "VIEW_LIST(nowhere_view);\n")
        self.assertIn("VIEW_LIST(nowhere_view) without struct", self.compile(text).stderr)

    def test_layouts_surround_and_includes_stay_inside(self):
        (self.at / "layout.html").write_text(
            "{template frame(v: page_view)}<body><h1>{v.title}</h1>{content}</body>")
        (self.at / "t.html").write_text(HEAD + "{use frame(v)}<p>{v.count}</p>{/use}")
        done = subprocess.run(
            [sys.executable, str(ROOT / "tools/tplc.py"), "--views", "test_views.h", "--strings",
             str(ROOT / "src/web/strings.def"), "--out-c", "out.c", "--out-h", "out.h",
             "layout.html", "t.html"], cwd=self.at, capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        code = (self.at / "out.c").read_text()
        self.assertLess(code.index("tpl_frame_begin(b, v)"), code.index("tpl_frame_end(b, v)"))
        (self.at / "t.html").write_text(HEAD + "{use frame(v)}<p>{/use}")
        done = subprocess.run(
            [sys.executable, str(ROOT / "tools/tplc.py"), "--views", "test_views.h", "--strings",
             str(ROOT / "src/web/strings.def"), "--out-c", "out.c", "--out-h", "out.h",
             "layout.html", "t.html"], cwd=self.at, capture_output=True, text=True, check=False)
        self.assertIn("t.html:2: ", done.stderr)


if __name__ == "__main__":
    BUILD = pathlib.Path(sys.argv.pop()).resolve()
    ROOT = pathlib.Path(sys.argv.pop()).resolve()
    CC = sys.argv.pop().split()
    unittest.main()
