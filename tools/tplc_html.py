"""The HTML side of the template compiler: follows the literal parts of a template character by
character, so that at every {...} it is known where in the page the value goes.
"""

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source",
        "track", "wbr"}
URL_ATTRIBUTES = {"href", "src", "action", "formaction", "poster", "cite", "data", "manifest",
                  "background", "longdesc", "ping", "xlink:href"}
NO_VALUES = {"srcset", "srcdoc", "imagesrcset", "http-equiv"}
PRESERVE = {"pre", "textarea"}
RCDATA = {"title", "textarea"}
RAW = {"script", "style"}
DATA_BLOCK = {"type": "application/ld+json"}  # the whole of its tag

TEXT, TAG_OPEN, TAG_NAME, IN_TAG, ATTR_NAME, AFTER_NAME, BEFORE_VALUE, VALUE, AFTER_VALUE, \
    SELF_CLOSE, END_NAME, COMMENT, DOCTYPE, RCDATA_TEXT, RAW_TEXT = (
        "text", "tag open", "tag name", "tag", "attribute name", "after attribute name",
        "before attribute value", "attribute value", "after attribute value", "self-closing",
        "end tag name", "comment", "doctype", "title text", "script or style")


class HtmlProblem(Exception):
    """The literal HTML is not what the compiler accepts."""


class HtmlState:
    """Where in the page the template is. Copied at a branch, compared where branches meet."""

    def __init__(self):
        self.mode = TEXT
        self.stack = []
        self.tag = ""
        self.attr = ""
        self.attrs = {}
        self.quote = ""
        self.value = ""        # literal text of the attribute so far
        self.value_kind = ""   # "": nothing yet, "literal", "dynamic"
        self.space = True      # the last text written was white space
        self.data_block = ""   # in JSON-LD: "open" until its value has come, then "full"

    def copy(self):
        other = HtmlState()
        other.__dict__.update(self.__dict__)
        other.stack = list(self.stack)
        other.attrs = dict(self.attrs)
        return other

    def key(self):
        """What must agree where two branches meet."""
        kind = self.value_kind if self.mode == VALUE and self.attr in URL_ATTRIBUTES else ""
        tag = "" if self.mode in (TEXT, RCDATA_TEXT, RAW_TEXT) else self.tag
        return (self.mode, tuple(self.stack), tag, self.quote if self.mode == VALUE else "",
                self.attr if self.mode == VALUE else "", kind)

    def place(self):
        """In words, for messages."""
        inside = f" in <{self.stack[-1]}>" if self.stack else ""
        if self.mode == VALUE:
            return f"the value of {self.attr}"
        return f"{self.mode}{inside}"

    # --- literal text -------------------------------------------------------------------

    def feed(self, text):
        """Follows TEXT and returns what to write out of it, white space collapsed."""
        out = []
        for c in text:
            getattr(self, "on_" + self.mode.replace(" ", "_").replace("-", "_"))(c, out)
        return "".join(out)

    def put_space(self, c, out):
        if not self.space:
            out.append("\n" if c == "\n" else " ")
        elif out and out[-1] == " " and c == "\n":
            out[-1] = "\n"
        self.space = True

    def on_text(self, c, out):
        if c == "<":
            self.mode = TAG_OPEN
            self.tag = ""
        elif c.isspace() and not any(e in PRESERVE for e in self.stack):
            self.put_space(c, out)
        else:
            if c == ">":
                raise HtmlProblem("'>' in text: write &gt;")
            out.append(c)
            self.space = False

    def on_tag_open(self, c, out):
        if c == "!":
            self.tag = "!"
            self.mode = COMMENT
        elif c == "/":
            self.mode = END_NAME
        elif c.isascii() and c.isalpha():
            self.mode = TAG_NAME
            self.tag = c.lower()
            self.attrs = {}
            out.append("<" + self.tag)
        else:
            raise HtmlProblem("'<' in text: write &lt;")
        self.space = False

    def on_comment(self, c, out):
        """<!-- ... --> is dropped, <!doctype ...> kept; self.tag holds what was read."""
        self.tag += c
        if self.tag.lower() == "!doctype":
            self.mode = DOCTYPE
            out.append("<!doctype")
        elif self.tag.startswith("!--") and self.tag.endswith("-->") and len(self.tag) >= 6:
            self.mode = TEXT
        elif len(self.tag) == 3 and self.tag != "!--" and not "!doctype".startswith(
                self.tag.lower()):
            raise HtmlProblem("'<!' begins neither a comment nor a doctype")

    def on_doctype(self, c, out):
        out.append(c)
        if c == ">":
            self.mode = TEXT

    def on_tag_name(self, c, out):
        if c.isspace():
            self.mode = IN_TAG
        elif c == ">":
            self.end_of_tag(out)
        elif c == "/":
            self.mode = SELF_CLOSE
        elif (c.isascii() and c.isalnum()) or c == "-":
            self.tag += c.lower()
            out.append(c.lower())
        else:
            raise HtmlProblem(f"'{c}' in a tag name")

    def on_tag(self, c, out):
        if c.isspace():
            return
        if c == ">":
            self.end_of_tag(out)
        elif c == "/":
            self.mode = SELF_CLOSE
        elif c.isalpha():
            self.mode = ATTR_NAME
            self.attr = c.lower()
            out.append(" " + c)
        else:
            raise HtmlProblem(f"'{c}' inside <{self.tag}>")

    def on_attribute_name(self, c, out):
        if c == "=":
            self.name_done(None)
            self.mode = BEFORE_VALUE
            out.append("=")
        elif c.isspace():
            self.mode = AFTER_NAME
        elif c in "/>":
            self.name_done("")
            self.mode = IN_TAG
            self.on_tag(c, out)
        elif c.isalnum() or c in "-:":
            self.attr += c.lower()
            out.append(c)
        else:
            raise HtmlProblem(f"'{c}' in an attribute name")

    def on_after_attribute_name(self, c, out):
        if c == "=":
            raise HtmlProblem(f"white space before '=' of {self.attr}")
        if not c.isspace():
            self.name_done("")
            self.mode = IN_TAG
            self.on_tag(c, out)

    def name_done(self, value):
        name = self.attr
        if name.startswith("on"):
            raise HtmlProblem(f"event attribute '{name}': scripts belong to web/js")
        if name == "style":
            raise HtmlProblem("style attribute: the page's policy forbids it, use a class")
        if name in self.attrs:
            raise HtmlProblem(f"attribute '{name}' twice in <{self.tag}>")
        self.attrs[name] = value

    def on_before_attribute_value(self, c, out):
        if c not in "\"'":
            raise HtmlProblem(f"unquoted value of attribute '{self.attr}'")
        self.mode = VALUE
        self.quote = c
        self.value = ""
        self.value_kind = ""
        out.append('"')

    def on_attribute_value(self, c, out):
        if c == self.quote:
            self.value_done()
            self.mode = AFTER_VALUE
            out.append('"')
            return
        if self.value_kind == "dynamic" and self.attr in URL_ATTRIBUTES:
            raise HtmlProblem(f"text after a value in URL attribute '{self.attr}': "
                              "a path builder makes the whole address")
        self.value_kind = self.value_kind or "literal"
        self.value += c
        out.append("&quot;" if c == '"' else c)

    def value_done(self):
        self.attrs[self.attr] = self.value
        if self.attr in URL_ATTRIBUTES and self.value_kind == "literal":
            address = self.value.strip().lower()
            if ":" in address.split("/")[0] and not address.startswith(("https:", "http:",
                                                                        "mailto:")):
                raise HtmlProblem(f"scheme of '{self.value}' in attribute '{self.attr}'")
            if self.attr != "href" and address.startswith(("http", "//")):
                raise HtmlProblem(f"foreign address '{self.value}' in attribute '{self.attr}'")

    def on_after_attribute_value(self, c, out):
        if not c.isspace() and c not in "/>":
            raise HtmlProblem(f"no white space after the value of '{self.attr}'")
        self.mode = IN_TAG
        self.on_tag(c, out)

    def on_self_closing(self, c, out):
        if c != ">":
            raise HtmlProblem("'/' inside a tag")
        if self.tag in VOID:
            self.end_of_tag(out)
        elif "svg" in self.stack or self.tag == "svg":
            out.append("/>")
            self.mode = TEXT
        else:
            raise HtmlProblem(f"<{self.tag}/>: only void elements close themselves")

    def end_of_tag(self, out):
        if self.tag == "img" and "alt" not in self.attrs:
            raise HtmlProblem("<img> without alt")
        if self.tag == "style":
            raise HtmlProblem("<style>: the page's policy forbids it, use web/css")
        self.data_block = "open" if self.tag == "script" and self.attrs == DATA_BLOCK else ""
        if self.tag == "script" and "src" not in self.attrs and not self.data_block:
            raise HtmlProblem("<script> without src: the page's policy forbids inline script")
        out.append(">")
        self.space = self.space and self.tag not in {"img", "input"}
        self.mode = TEXT
        if self.tag in VOID:
            return
        self.stack.append(self.tag)
        if self.tag in RCDATA:
            self.mode = RCDATA_TEXT
        elif self.tag in RAW:
            self.mode = RAW_TEXT
        self.value = ""

    def on_title_text(self, c, out):
        """Text up to </title> or </textarea>; self.value holds a possible end tag."""
        end = f"</{self.stack[-1]}>"
        self.value += c
        if self.value.lower() == end:
            out.append(end)
            self.stack.pop()
            self.mode = TEXT
        elif not end.startswith(self.value.lower()):
            if "<" in self.value:
                raise HtmlProblem(f"'<' inside <{self.stack[-1]}>")
            out.append(self.value)
            self.value = ""

    def on_script_or_style(self, c, out):
        self.value += c
        end = f"</{self.stack[-1]}>"
        if self.value.lower() == end:
            out.append(end)
            self.stack.pop()
            self.mode = TEXT
        elif not end.startswith(self.value.lower()):
            raise HtmlProblem(f"text inside <{self.stack[-1]}>: scripts belong to web/js")

    def on_end_tag_name(self, c, out):
        if c != ">":
            if not (c.isalnum() or c == "-"):
                raise HtmlProblem(f"'{c}' in an end tag")
            self.tag += c.lower()
            return
        if not self.stack or self.stack[-1] != self.tag:
            open_tag = f"<{self.stack[-1]}> is open" if self.stack else "nothing is open here"
            raise HtmlProblem(f"</{self.tag}> but {open_tag}")
        self.stack.pop()
        out.append(f"</{self.tag}>")
        self.mode = TEXT
        self.space = False

    # --- values -------------------------------------------------------------------------

    def allow_value(self, kind):
        """Refuses a value of KIND where the page stands; notes that one is there."""
        if self.mode == BEFORE_VALUE:
            raise HtmlProblem(f"unquoted value of attribute '{self.attr}'")
        if self.mode == RAW_TEXT and kind == "jsonld" and self.data_block == "open":
            if self.value:
                raise HtmlProblem("text before the value of a JSON-LD block")
            self.data_block = "full"
            return
        if kind == "jsonld":
            raise HtmlProblem(f"a jsonld in {self.place()}: it is the whole content of "
                              '<script type="application/ld+json">')
        if self.mode == RAW_TEXT:
            raise HtmlProblem(f"a value inside <{self.stack[-1]}>")
        if self.mode in (TAG_OPEN, TAG_NAME, END_NAME):
            raise HtmlProblem("a value in a tag name")
        if self.mode in (IN_TAG, ATTR_NAME, AFTER_NAME, AFTER_VALUE, SELF_CLOSE):
            raise HtmlProblem("a value inside a tag: only quoted attribute values take one")
        if self.mode in (COMMENT, DOCTYPE):
            raise HtmlProblem(f"a value inside a {self.mode}")
        if self.mode == VALUE:
            self.allow_in_attribute(kind)
            self.value_kind = "dynamic"
            self.value += "{}"
        elif self.mode == RCDATA_TEXT and kind == "html":
            raise HtmlProblem(f"html inside <{self.stack[-1]}>")
        elif kind in ("url", "path", "asset"):
            raise HtmlProblem(f"a {kind} in {self.place()}: it belongs in a URL attribute")
        self.space = False

    def allow_in_attribute(self, kind):
        if self.attr in URL_ATTRIBUTES:
            if kind not in ("url", "path", "asset"):
                raise HtmlProblem(f"a {kind} in URL attribute '{self.attr}': "
                                  "only url and path values go there")
            if self.value_kind:
                raise HtmlProblem(f"URL attribute '{self.attr}' takes one whole value")
        elif self.attr in NO_VALUES:
            raise HtmlProblem(f"attribute '{self.attr}' takes no values")
        elif kind == "html":
            raise HtmlProblem(f"html in attribute '{self.attr}'")
        elif kind in ("url", "path", "asset") and (self.tag, self.attr) != ("meta", "content"):
            raise HtmlProblem(f"a {kind} in attribute '{self.attr}': it belongs in a URL attribute")
