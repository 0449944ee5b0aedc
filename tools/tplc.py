#!/usr/bin/env python3
"""tplc: compiles web/templates/*.html to C at build time.

    tplc.py --views src/web/views.h --strings src/web/strings.def --out-c F --out-h F TEMPLATE...

A template begins with {template NAME(parameter: type, ...)} and becomes

    void tpl_NAME(struct sbuf *b, const struct TYPE *parameter, ...);

Inside it: {a.b} a value, escaped by its type and by where it stands; {t|relative} a moment in
words; {@key a b} a text of strings.def; {asset site.css}; {style site.css}; {if c}{elif c}{else}{/if};
{for x in list}{else}{/for}; {include name(a, b)}; {use layout(a)}...{/use} around {content};
{# comment #}; {{ and }} for braces. Docs: docs/TEMPLATES.md.

What does not compile: values in tag names, unquoted attribute values, script (but one jsonld value
as the whole of a JSON-LD data block), style, event attributes; html outside text; anything but url and path in URL attributes; unknown names and
wrong types; elements left open or closed by another branch than opened them.
"""

import argparse
import os
import re
import sys

from tplc_html import (AFTER_NAME, AFTER_VALUE, ATTR_NAME, IN_TAG, RCDATA_TEXT, TAG_NAME, TEXT,
                       VALUE, HtmlProblem, HtmlState)
from tplc_types import Strings, TypeProblem, Views

MOMENT_FILTERS = {"relative", "absolute", "iso", "day", "date"}
PATH = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"


class Problem(Exception):
    def __init__(self, where, text):
        super().__init__(f"{where[0]}:{where[1]}: {text}")


class Piece:
    """Literal text, or the inside of {...} with its line."""

    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line


def pieces_of(text, name):
    """Splits a template into literal text and directives."""
    out, at, line, literal, literal_line = [], 0, 1, [], 1

    def flush():
        if literal:
            out.append(Piece("text", "".join(literal), literal_line))
            literal.clear()

    while at < len(text):
        c = text[at]
        if text.startswith("{#", at):
            end = text.find("#}", at)
            if end < 0:
                raise Problem((name, line), "comment without end")
            line += text.count("\n", at, end)
            at = end + 2
        elif c in "{}" and text[at + 1:at + 2] == c:
            literal_line = literal_line if literal else line
            literal.append(c)
            at += 2
        elif c == "}":
            raise Problem((name, line), "'}' alone: write }} for a brace")
        elif c == "{":
            end = text.find("}", at)
            if end < 0 or "{" in text[at + 1:end]:
                raise Problem((name, line), "'{' without '}': write {{ for a brace")
            flush()
            out.append(Piece("do", " ".join(text[at + 1:end].split()), line))
            line += text.count("\n", at, end)
            at = end + 1
        else:
            if not literal:
                literal_line = line
            literal.append(c)
            line += c == "\n"
            at += 1
    flush()
    return out


class Template:
    """Head of one template: what others need to include it."""

    def __init__(self, path, views):
        self.name_in_messages = os.path.relpath(path) if os.path.isabs(path) else path
        with open(path, encoding="utf-8") as f:
            text = f.read()
        self.last_line = text.rstrip().count("\n") + 1
        self.pieces = pieces_of(text, self.name_in_messages)
        while self.pieces and self.pieces[0].kind == "text" and not self.pieces[0].text.strip():
            self.pieces.pop(0)
        head = self.pieces.pop(0) if self.pieces else Piece("do", "", 1)
        where = (self.name_in_messages, head.line)
        match = re.fullmatch(r"template ([a-z]\w*)\((.*)\)", head.text) if head.kind == "do" else 0
        if not match:
            raise Problem(where, "a template begins with {template NAME(parameter: type)}")
        self.name = match.group(1)
        self.parameters = []
        for part in filter(None, (p.strip() for p in match.group(2).split(","))):
            pair = re.fullmatch(r"([a-z]\w*)\s*:\s*(\w+)", part)
            if not pair:
                raise Problem(where, f"parameter '{part}' is not 'name: type'")
            kind = views.parameter(pair.group(2))
            if not kind:
                raise Problem(where, f"unknown type '{pair.group(2)}'")
            self.parameters.append((pair.group(1), kind))
        self.is_layout = any(p.kind == "do" and p.text == "content" for p in self.pieces)

    def prototype(self, suffix=""):
        args = ["struct sbuf *b"]
        args += [f"{c_type(kind)}{name}" for name, kind in self.parameters]
        return f"void tpl_{self.name}{suffix}({', '.join(args)})"


def c_type(kind):
    if kind.startswith("struct "):
        return f"const {kind} *"
    if kind.startswith("list "):
        return f"struct {kind[5:]}_list "
    return kind + " "


def c_string(text):
    out = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("?", "\\?")
    return '"' + "".join(c if ord(c) < 128 else
                         "".join(f"\\{byte:03o}" for byte in c.encode()) for c in out) + '"'


class Compiler:
    """Compiles one template to C lines."""

    def __init__(self, template, templates, views, strings, assets):
        self.t, self.templates = template, templates
        self.views, self.strings, self.assets = views, strings, assets
        self.state = HtmlState()
        self.scope = {}
        self.at, self.loops, self.depth, self.blocks = 0, 0, 1, 0
        self.out, self.literal, self.parts = [], "", []
        for name, kind in template.parameters:
            self.scope[name] = (name, kind, kind.startswith("struct "))

    def fail(self, piece, text):
        raise Problem((self.t.name_in_messages, piece.line), text)

    # --- output ---------------------------------------------------------------------------

    def flush(self):
        while self.literal:
            part, self.literal = self.literal[:2000], self.literal[2000:]
            self.out.append("    " * self.depth + f"sbuf_put(b, S({c_string(part)}));")

    def emit(self, line, piece=None):
        self.flush()
        if piece:
            self.out.append(f'#line {piece.line} "{self.t.name_in_messages}"')
        self.out.append("    " * self.depth + line)

    # --- names and conditions ---------------------------------------------------------------

    def value(self, path, piece):
        """(C expression, type) of a dotted path."""
        names = path.split(".")
        if names[0] not in self.scope:
            self.fail(piece, f"unknown name '{names[0]}'")
        c, kind, pointer = self.scope[names[0]]
        for name in names[1:]:
            if not kind.startswith("struct "):
                self.fail(piece, f"'{path}': a {kind} has no field '{name}'")
            fields = self.views.structs[kind[7:]]
            if name not in fields:
                self.fail(piece, f"{kind} has no field '{name}'")
            c, kind, pointer = f"{c}{'->' if pointer else '.'}{name}", fields[name], False
        if pointer:
            c = f"(*{c})"
        return c, kind

    def truth(self, path, piece):
        c, kind = self.value(path, piece)
        if kind == "str" or kind.startswith("list "):
            return f"{c}.len > 0"
        if kind in ("html", "url", "path", "jsonld"):
            return f"{c}.s.len > 0"
        if kind == "moment":
            return f"{c}.us != TIME_NONE"
        if kind.startswith("struct "):
            self.fail(piece, f"'{path}' is a {kind}: it is neither true nor false")
        return f"{c}" if kind == "bool" else f"{c} != 0"

    def condition(self, text, piece):
        terms = []
        for word in re.split(r"\s+(and|or)\s+", text):
            if word in ("and", "or"):
                terms.append("&&" if word == "and" else "||")
                continue
            terms.append(self.term(word, piece))
        if "&&" in terms and "||" in terms:
            self.fail(piece, "'and' and 'or' in one condition: nest the ifs")
        return " ".join(terms) if len(terms) == 1 else " ".join(
            t if t in ("&&", "||") else f"({t})" for t in terms)

    def term(self, text, piece):
        match = re.fullmatch(rf"({PATH}) (==|!=|<|>|<=|>=) (-?\d+)", text)
        if match:
            c, kind = self.value(match.group(1), piece)
            if kind != "int64_t":
                self.fail(piece, f"'{match.group(1)}' is a {kind}, not a number")
            return f"{c} {match.group(2)} {match.group(3)}"
        match = re.fullmatch(rf"(not )?({PATH})", text)
        if not match:
            self.fail(piece, f"not a condition: '{text}'")
        truth = self.truth(match.group(2), piece)
        return f"!({truth})" if match.group(1) else truth

    # --- values -----------------------------------------------------------------------------

    def html(self, piece, action, *args):
        try:
            return action(*args)
        except HtmlProblem as problem:
            self.fail(piece, str(problem))

    def put_value(self, piece):
        match = re.fullmatch(rf"({PATH})(?:\|(\w+))?", piece.text)
        if not match:
            self.fail(piece, f"not a value: '{piece.text}'")
        c, kind = self.value(match.group(1), piece)
        how = match.group(2)
        if kind == "moment":
            if how not in MOMENT_FILTERS:
                self.fail(piece, "a moment needs |" + ", |".join(sorted(MOMENT_FILTERS)))
        elif kind == "int64_t":
            if how not in (None, "grouped"):
                self.fail(piece, f"unknown filter '{how}' of a number")
        elif how:
            self.fail(piece, f"a {kind} takes no filter")
        if kind.startswith(("struct ", "list ")) or kind == "bool":
            self.fail(piece, f"'{match.group(1)}' is a {kind}: it cannot be written")
        self.html(piece, self.state.allow_value, kind)
        put = {"str": "text", "html": "html", "url": "url", "path": "path", "jsonld": "jsonld",
               "int64_t": how or "i64", "moment": how}[kind]
        self.emit(f"tpl_put_{put}(b, {c});", piece)

    def put_string(self, piece):
        words = piece.text[1:].split()
        if not words or words[0] not in self.strings.keys:
            self.fail(piece, f"no text '{words[0] if words else ''}' in strings.def")
        count, counts = self.strings.keys[words[0]]
        if len(words) - 1 != count:
            self.fail(piece, f"text '{words[0]}' takes {count} values, not {len(words) - 1}")
        self.html(piece, self.state.allow_value, "str")
        args = []
        for i, word in enumerate(words[1:]):
            if not re.fullmatch(PATH, word):
                self.fail(piece, f"not a value: '{word}'")
            c, kind = self.value(word, piece)
            if kind not in ("str", "int64_t") or (counts and i == 0 and kind != "int64_t"):
                self.fail(piece, f"text '{words[0]}': value {i + 1} cannot be a {kind}")
            args.append(f"{{.{'text' if kind == 'str' else 'number'} = {c}, "
                        f".is_number = {'false' if kind == 'str' else 'true'}}}")
        if args:
            self.emit(f"tpl_put_string_with(b, UI_{words[0]}, "
                      f"(const struct tpl_value[]){{{', '.join(args)}}}, {len(args)});", piece)
        else:
            self.emit(f"tpl_put_string(b, UI_{words[0]});", piece)

    def put_asset(self, piece):
        name = piece.text.split(" ", 1)[1]
        if name not in self.assets:
            self.fail(piece, f"no asset '{name}' in web/")
        self.html(piece, self.state.allow_value, "asset")
        self.emit(f"sbuf_put(b, S(ASSET_URL_{re.sub(r'[^A-Za-z0-9]', '_', name).upper()}));", piece)

    def put_style(self, piece):
        """A style element with the asset's rules in it, for pages that are files by themselves."""
        name = piece.text.split(" ", 1)[1]
        if name not in self.assets or not name.endswith(".css"):
            self.fail(piece, f"no style sheet '{name}' in web/css")
        self.html(piece, self.state.allow_value, "html")
        address = f"ASSET_URL_{re.sub(r'[^A-Za-z0-9]', '_', name).upper()}"
        self.emit('sbuf_put(b, S("<style>"));', piece)
        self.emit(f"sbuf_put(b, asset_text(S({address})));", piece)
        self.emit('sbuf_put(b, S("</style>"));', piece)

    # --- blocks -----------------------------------------------------------------------------

    def settle(self):
        """Between two attributes, however the last one ended."""
        s = self.state
        if s.mode in (ATTR_NAME, AFTER_NAME):
            s.name_done("")
        if s.mode in (TAG_NAME, ATTR_NAME, AFTER_NAME, AFTER_VALUE):
            s.mode = IN_TAG

    def begin_block(self, piece, modes, what):
        self.html(piece, self.settle)
        if self.state.mode in (IN_TAG, VALUE) and self.state.tag == "script":
            self.fail(piece, f"{{{what}}} in <script>: what a script is may not depend on a value")
        if self.state.mode not in modes:
            self.fail(piece, f"{{{what}}} in {self.state.place()}")

    def block(self, opener, ends):
        """Compiles up to one of ENDS and returns that piece; opener's line is in messages."""
        self.depth += 1
        self.blocks += 1
        while self.at < len(self.t.pieces):
            piece = self.t.pieces[self.at]
            word = piece.text.split(" ")[0] if piece.kind == "do" else ""
            self.at += 1
            if word in ends:
                self.flush()
                self.html(piece, self.settle)
                self.depth -= 1
                self.blocks -= 1
                return piece
            self.piece(piece)
        self.fail(opener, f"{{{opener.text}}} has no {{{ends[-1]}}}")

    def branch_end(self, piece, want):
        if self.state.key() != want.key():
            self.fail(piece, f"the page stands in {self.state.place()} at the end of this branch, "
                             f"but in {want.place()} at the end of the other")

    def do_if(self, piece):
        self.begin_block(piece, (TEXT, IN_TAG, VALUE, RCDATA_TEXT), "if")
        before, ends, has_else = self.state.copy(), [], False
        self.emit(f"if ({self.condition(piece.text[3:], piece)}) {{", piece)
        end = self.block(piece, ["elif", "else", "/if"])
        while True:
            ends.append((self.state, end))
            if end.text == "/if":
                break
            self.state = before.copy()
            if has_else:
                self.fail(end, f"{{{end.text}}} after {{else}}")
            if end.text == "else":
                has_else = True
                self.emit("} else {")
            else:
                self.emit(f"}} else if ({self.condition(end.text[5:], end)}) {{", end)
            end = self.block(piece, ["elif", "else", "/if"])
        self.emit("}")
        self.join(ends if has_else else ends + [(before, end)])

    def join(self, ends):
        self.state = ends[0][0]
        for state, piece in ends[1:]:
            want, self.state = self.state, state
            self.branch_end(piece, want)
            self.state = want
        for state, _ in ends:
            self.state.attrs.update(state.attrs)
        self.state.space = False

    def do_for(self, piece):
        self.begin_block(piece, (TEXT,), "for")
        match = re.fullmatch(rf"for ([a-z]\w*) in ({PATH})", piece.text)
        if not match:
            self.fail(piece, "a loop is {for NAME in LIST}")
        name, (c, kind) = match.group(1), self.value(match.group(2), piece)
        if not kind.startswith("list "):
            self.fail(piece, f"'{match.group(2)}' is a {kind}, not a list")
        if name in self.scope:
            self.fail(piece, f"'{name}' is there already")
        item = kind[5:]
        self.loops += 1
        i, var = f"n_{self.loops}", f"x_{name}_{self.loops}"
        before = self.state.copy()
        self.emit(f"for (size_t {i} = 0; {i} < {c}.len; {i}++) {{", piece)
        self.depth += 1
        if item == "str":
            self.emit(f"str {var} = {c}.at[{i}];", piece)
            self.scope[name] = (var, "str", False)
        else:
            self.emit(f"const struct {item} *{var} = &{c}.at[{i}];", piece)
            self.scope[name] = (var, "struct " + item, True)
        self.depth -= 1
        end = self.block(piece, ["else", "/for"])
        del self.scope[name]
        self.branch_end(end, before)
        self.emit("}")
        if end.text == "else":
            self.state = before.copy()
            self.emit(f"if ({c}.len == 0) {{", piece)
            end = self.block(piece, ["/for"])
            self.branch_end(end, before)
            self.emit("}")
        self.state.space = False

    def call(self, piece, text):
        match = re.fullmatch(r"([a-z]\w*)\((.*)\)", text)
        if not match or match.group(1) not in self.templates:
            self.fail(piece, f"no template '{text.split('(')[0]}'")
        template = self.templates[match.group(1)]
        given = [p.strip() for p in match.group(2).split(",") if p.strip()]
        if len(given) != len(template.parameters):
            self.fail(piece, f"template '{template.name}' takes {len(template.parameters)} "
                             f"parameters, not {len(given)}")
        args = ["b"]
        for path, (name, want) in zip(given, template.parameters):
            if not re.fullmatch(PATH, path):
                self.fail(piece, f"not a value: '{path}'")
            c, kind = (path, "bool") if path in ("true", "false") else self.value(path, piece)
            if kind != want:
                self.fail(piece, f"parameter '{name}' of '{template.name}' is a {want}, "
                                 f"'{path}' a {kind}")
            whole = re.fullmatch(r"\(\*(.*)\)", c)
            args.append(whole.group(1) if whole else
                        f"&{c}" if kind.startswith("struct ") else c)
        return template, ", ".join(args)

    def do_include(self, piece):
        self.begin_block(piece, (TEXT,), "include")
        template, args = self.call(piece, piece.text[8:])
        if template.is_layout:
            self.fail(piece, f"'{template.name}' has {{content}}: use it with {{use}}")
        self.emit(f"tpl_{template.name}({args});", piece)
        self.state.space = False

    def do_use(self, piece):
        self.begin_block(piece, (TEXT,), "use")
        template, args = self.call(piece, piece.text[4:])
        if not template.is_layout:
            self.fail(piece, f"'{template.name}' has no {{content}}: use {{include}}")
        before = self.state.copy()
        self.emit(f"tpl_{template.name}_begin({args});", piece)
        self.state.space = False
        self.depth -= 1
        end = self.block(piece, ["/use"])
        self.depth += 1
        self.branch_end(end, before)
        self.emit(f"tpl_{template.name}_end({args});", end)

    def do_content(self, piece):
        if not self.t.is_layout or self.blocks:
            self.fail(piece, "{content} stands once, outside of all blocks")
        self.begin_block(piece, (TEXT,), "content")
        self.flush()
        if len(self.parts) == 1:
            self.fail(piece, "{content} stands once, outside of all blocks")
        self.parts.append(self.out)
        self.out = []
        self.state.space = False

    # --- the whole ----------------------------------------------------------------------------

    def piece(self, piece):
        if piece.kind == "text":
            line = piece.line
            for part in piece.text.splitlines(keepends=True):
                self.literal += self.html(Piece("text", "", line), self.state.feed, part)
                line += part.endswith("\n")
            return
        word = piece.text.split(" ")[0]
        if piece.text.startswith("@"):
            self.put_string(piece)
        elif word in ("if", "for", "include", "use", "asset", "style") and " " in piece.text:
            puts = {"asset": "put_asset", "style": "put_style"}
            getattr(self, puts.get(word, "do_" + word))(piece)
        elif word == "content":
            self.do_content(piece)
        elif word.startswith("/") or word in ("elif", "else"):
            self.fail(piece, f"{{{piece.text}}} closes nothing")
        else:
            self.put_value(piece)

    def compile(self):
        while self.at < len(self.t.pieces):
            self.at += 1
            self.piece(self.t.pieces[self.at - 1])
        last = Piece("text", "", self.t.last_line)
        self.flush()
        if self.state.stack:
            self.fail(last, f"<{self.state.stack[-1]}> is never closed")
        if self.state.mode != TEXT:
            self.fail(last, f"the template ends in {self.state.place()}")
        self.parts.append(self.out)
        suffixes = ["_begin", "_end"] if self.t.is_layout else [""]
        lines = []
        for suffix, body in zip(suffixes, self.parts):
            lines += [self.t.prototype(suffix), "{"]
            lines += [f"    (void){name};" for name, _ in self.t.parameters]
            lines += body + ["}", ""]
        return lines


def write_if_changed(path, text):
    """Leaves an unchanged file alone, so that what depends on it is not built again."""
    try:
        with open(path, encoding="utf-8") as f:
            if f.read() == text:
                return
    except OSError:
        pass
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def main():
    parser = argparse.ArgumentParser(description="compile templates to C")
    parser.add_argument("--views", required=True, action="append", help="once a file, in order")
    parser.add_argument("--strings", required=True)
    parser.add_argument("--include", default="web/views.h", help="how the C file includes VIEWS")
    parser.add_argument("--asset", action="append", default=[], help="name of an asset")
    parser.add_argument("--out-c", required=True)
    parser.add_argument("--out-h", required=True)
    parser.add_argument("templates", nargs="+")
    options = parser.parse_args()
    problems, templates = [], {}
    try:
        views = Views()
        for name in options.views:
            with open(name, encoding="utf-8") as f:
                views.read(f.read(), name)
        with open(options.strings, encoding="utf-8") as f:
            strings = Strings(f.read(), options.strings)
    except TypeProblem as problem:
        sys.exit(str(problem))
    for path in sorted(options.templates):
        try:
            template = Template(path, views)
            if template.name in templates:
                raise Problem((path, 1), f"a template '{template.name}' is there already")
            templates[template.name] = template
        except Problem as problem:
            problems.append(str(problem))
    body, header = [], []
    for template in templates.values():
        try:
            body += Compiler(template, templates, views, strings, set(options.asset)).compile()
        except Problem as problem:
            problems.append(str(problem))
        for suffix in ["_begin", "_end"] if template.is_layout else [""]:
            header.append(template.prototype(suffix) + ";")
    if problems:
        sys.exit("\n".join(problems))
    made = "/* Made by tools/tplc.py from web/templates. */\n"
    write_if_changed(options.out_h, made + "#ifndef COURANT_TEMPLATES_H\n#define COURANT_TEMPLATES_H"
                     f'\n\n#include "base/sbuf.h"\n#include "{options.include}"\n\n'
                     + "\n".join(header) + "\n\n#endif\n")
    assets = '#include "assets.h"\n#include "web/asset.h"\n' if options.asset else ""
    write_if_changed(options.out_c, made + f'#include "{os.path.basename(options.out_h)}"\n\n'
                     f'{assets}#include "web/template.h"\n\n' + "\n".join(body))


if __name__ == "__main__":
    main()
