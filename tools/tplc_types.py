"""What the template compiler knows of the program: the view structs of src/web/views.h and the
texts of src/web/strings.def. Both are read with a small grammar of our own, so that a template
is checked against the very declarations the C compiler sees.
"""

import re

SCALARS = {"str", "html", "url", "path", "jsonld", "int64_t", "bool", "moment"}


class TypeProblem(Exception):
    """views.h or strings.def does not follow the grammar."""


def without_comments(text):
    """Blanks C comments out, keeping the line count."""
    return re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group(0)), text, flags=re.S)


class Views:
    """Struct name -> {field: type}. A type is a scalar's name, "struct NAME", or "list NAME"
    where NAME is a struct's or "str"."""

    def __init__(self):
        self.structs = {}
        self.lists = {"str_list": "str"}

    def read(self, text, name="views.h"):
        """Takes in the structs of a file, after those of the files that it includes."""
        text = without_comments(text)
        # A list may come before its items' struct, which may then have lists of its own kind.
        self.declared = set(re.findall(r"struct\s+(\w+)\s*\{", text))
        for match in re.finditer(r"struct\s+(\w+)\s*\{(.*?)\n\};|VIEW_LIST\((\w+)\);", text, re.S):
            if match.group(3):
                self.add_list(match.group(3), name, text.count("\n", 0, match.start()) + 1)
                continue
            line = text.count("\n", 0, match.start(2)) + 1
            self.structs[match.group(1)] = self.fields(match.group(2), name, line)

    def add_list(self, item, name, line):
        if item not in self.declared:
            raise TypeProblem(f"{name}:{line}: VIEW_LIST({item}) without struct {item}")
        self.lists[item + "_list"] = item

    def fields(self, body, name, line):
        found = {}
        for number, text in enumerate(body.split("\n"), line):
            text = text.strip()
            if not text:
                continue
            match = re.fullmatch(r"(struct\s+)?(\w+)\s+(\w+(?:\s*,\s*\w+)*)\s*;", text)
            if not match:
                raise TypeProblem(f"{name}:{number}: not a view field: '{text}'")
            kind = self.resolve(match.group(2), bool(match.group(1)))
            if not kind:
                raise TypeProblem(f"{name}:{number}: unknown type '{match.group(2)}'")
            for field in re.split(r"\s*,\s*", match.group(3)):
                found[field] = kind
        return found

    def resolve(self, name, is_struct):
        if is_struct and name in self.lists:
            return "list " + self.lists[name]
        if is_struct:
            return "struct " + name if name in self.structs else None
        return name if name in SCALARS else None

    def parameter(self, name):
        """The type a template declares a parameter with; None when there is no such type."""
        return self.resolve(name, False) or self.resolve(name, True)


class Strings:
    """Key -> (number of arguments, whether the first one counts)."""

    def __init__(self, text, name="strings.def"):
        self.keys = {}
        text = without_comments(text)
        pattern = r'STRING(_PLURAL)?\((\w+)((?:,\s*(?:"(?:[^"\\]|\\.)*"\s*)+)+)\)'
        for match in re.finditer(pattern, text):
            line = text.count("\n", 0, match.start()) + 1
            key = match.group(2)
            if key in self.keys:
                raise TypeProblem(f"{name}:{line}: '{key}' is there twice")
            places = {int(n) for n in re.findall(r"\{(\d)\}", match.group(3))}
            if places and places != set(range(1, max(places) + 1)):
                raise TypeProblem(f"{name}:{line}: '{key}' skips an argument number")
            self.keys[key] = (max(len(places), 1 if match.group(1) else 0), bool(match.group(1)))
