"""The demo press's light markup and its page templates.

Article files: front matter 'key: value' lines, an empty line, then blocks separated by empty
lines; '=== AGE' starts a later version of the same page, given as edits. Template files: sections
'==== name ====' holding HTML with %%name%%, %%&raw%%, %%name|json%%, %%#list%%..%%/list%% and
%%^absent%%..%%/absent%%. Ages ('{{t 1d3h iso}}') pass through untouched: the import expands them.
"""

import html
import json
import re

AGE = re.compile(r"^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$")
PLACEHOLDER = re.compile(r"\{\{t (\S+) (\S+)\}\}")
FORMATS = {"iso", "isotz", "rfc822", "time", "ymd", "compact"} | {
    f"{kind}:{language}" for kind in ("date", "datetime", "weekday")
    for language in ("en", "de", "fr", "es", "ru")}
LINK = re.compile(r"\[([^\]]+)\]\(@([a-z0-9-]+/[a-z0-9-]+)\)")
LIST_KEYS = {"by": ";", "tags": ",", "tail_of": ","}


class PressError(Exception):
    """A source file of the press is wrong; the text says which one and how to mend it."""


def age_seconds(text):
    """Seconds of an age such as '5d22h10m'; the age must name at least one unit."""
    match = AGE.match(text)
    if not match or not text:
        raise PressError(f"'{text}' is not an age such as 3h20m or 5d22h10m")
    days, hours, minutes = (int(g or 0) for g in match.groups())
    return days * 86400 + hours * 3600 + minutes * 60


def check_placeholders(text, where):
    """Raises PressError where a {{...}} is not a well-formed time placeholder."""
    for match in re.finditer(r"\{\{[^}]*\}?\}?", text):
        whole = PLACEHOLDER.fullmatch(match.group(0))
        if not whole or whole.group(2) not in FORMATS:
            raise PressError(f"{where}: '{match.group(0)}' is not '{{{{t AGE FORMAT}}}}'")
        try:
            age_seconds(whole.group(1))
        except PressError as error:
            raise PressError(f"{where}: {error}") from error


def split_article(text, where):
    """(front matter dict, body text, [(age, edit lines)]) of an article file."""
    parts = re.split(r"^=== (\S+)\s*$", text, flags=re.M)
    head, _, body = parts[0].strip("\n").partition("\n\n")
    front = {}
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        if not colon or not re.fullmatch(r"[a-z_]+", key):
            raise PressError(f"{where}: '{line}' is not 'key: value'")
        if key in front:
            raise PressError(f"{where}: '{key}' is given twice")
        front[key] = value.strip()
    for key, mark in LIST_KEYS.items():
        if key in front:
            front[key] = [v.strip() for v in front[key].split(mark) if v.strip()]
    edits = [(parts[k], parts[k + 1].strip().splitlines()) for k in range(1, len(parts), 2)]
    return front, body.strip(), edits


def apply_edits(front, body, lines, where):
    """The article's next version: 'key: value' replaces front matter, '- old' then '+ new'
    replaces words that must occur exactly once, '+ text' alone adds a paragraph at the end."""
    front, old = dict(front), None
    for line in lines:
        if line.startswith("- "):
            old = line[2:]
            if body.count(old) != 1:
                raise PressError(f"{where}: '{old}' occurs {body.count(old)} times, not once")
        elif line.startswith("+ "):
            body = body.replace(old, line[2:]) if old else body + "\n\n" + line[2:]
            old = None
        elif re.match(r"[a-z_]+: ", line):
            key, _, value = line.partition(": ")
            front[key] = value.strip()
        elif line.strip():
            raise PressError(f"{where}: '{line}' is not an edit")
    if old:
        raise PressError(f"{where}: '- {old}' has no '+ ...' after it")
    return front, body


def parse_blocks(body, where):
    """List of (kind, content) from a body: p, h, ul, quote, table, figure."""
    blocks = []
    for chunk in re.split(r"\n\s*\n", body):
        chunk = chunk.strip()
        if not chunk:
            continue
        lines = chunk.splitlines()
        if chunk.startswith("## "):
            blocks.append(("h", chunk[3:].strip()))
        elif chunk.startswith("!img "):
            fields = [f.strip() for f in chunk[5:].split("|")]
            if len(fields) != 4:
                raise PressError(f"{where}: '!img' needs name | alt | caption | credit")
            blocks.append(("figure", fields))
        elif all(line.startswith("- ") for line in lines):
            blocks.append(("ul", [line[2:] for line in lines]))
        elif all(line.startswith("|") for line in lines):
            blocks.append(("table", [[c.strip() for c in line.strip("|").split("|")]
                                     for line in lines]))
        elif chunk.startswith("> "):
            words, _, speaker = " ".join(line.lstrip("> ") for line in lines).partition(" -- ")
            blocks.append(("quote", (words, speaker)))
        else:
            blocks.append(("p", " ".join(lines)))
    return blocks


def inline(text, link):
    """HTML of a run of text: escapes it, then *em*, **strong** and [words](@outlet/slug)."""
    text = html.escape(text, quote=False)
    text = re.sub(r"\*\*([^*]+)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"\*([^*]+)\*", r"<em>\1</em>", text)
    return LINK.sub(lambda m: f'<a href="{html.escape(link(m.group(2)))}">{m.group(1)}</a>', text)


def plain(text):
    """The words of a run of text without its markup."""
    return LINK.sub(r"\1", text).replace("**", "").replace("*", "")


def load_template(text, where):
    """Sections of a template file by name."""
    parts = re.split(r"^==== ([a-z_]+\d*) ====\n", text, flags=re.M)
    sections = {parts[k]: parts[k + 1].rstrip("\n") for k in range(1, len(parts), 2)}
    for name in ("page", "paragraph", "heading", "figure", "quote", "list", "table"):
        if name not in sections:
            raise PressError(f"{where}: section '==== {name} ====' is missing")
    return sections


TAG = re.compile(r"%%([#^/&]?)([a-z0-9_.]+)(\|json)?%%")


def fill(template, values, where, escape_json=True):
    """Fills a template section. An unknown name is an error, so that typing errors show."""
    out, at = [], 0
    while True:
        match = TAG.search(template, at)
        if not match:
            return "".join(out) + template[at:]
        out.append(template[at:match.start()])
        kind, name, as_json = match.groups()
        if kind == "/":
            raise PressError(f"{where}: '%%/{name}%%' closes nothing")
        if name not in values:
            raise PressError(f"{where}: nothing is called '{name}'")
        value, at = values[name], match.end()
        if kind in ("#", "^"):
            close = template.find(f"%%/{name}%%", at)
            if close < 0:
                raise PressError(f"{where}: '%%{kind}{name}%%' is never closed")
            inner, at = template[at:close], close + len(f"%%/{name}%%")
            if kind == "^":
                rounds = [{}] if not value else []
            elif isinstance(value, list):
                rounds = [v if isinstance(v, dict) else {"item": v} for v in value]
            else:
                rounds = [{}] if value else []
            for k, extra in enumerate(rounds):
                scope = {**values, **extra, "first": k == 0, "last": k == len(rounds) - 1}
                out.append(fill(inner, scope, where, escape_json))
        elif as_json:
            text = json.dumps(value, ensure_ascii=escape_json)
            out.append(text.replace("</", "<\\/"))
        else:
            text = str(value if value is not None else "")
            out.append(text if kind == "&" else html.escape(text))
