#!/usr/bin/env python3
"""Renders the demo's fictional press (demo/press) into pages, feeds and a replay list.

    presskit.py SOURCE OUT              render; OUT/replay.jsonl lists every capture, oldest first
    presskit.py SOURCE OUT STAMP DEPS   the same for a build: touches STAMP, lists sources in DEPS
    presskit.py SOURCE --stories        print stories.json as the articles' front matter tells it
    presskit.py SOURCE --counts         print what there is, by outlet, language and story

The output depends on the sources alone: two runs give the same bytes. Times stay placeholders
('{{t 5d22h iso}}', age before the import); the import expands them. See demo/README.md.
"""

import json
import re
import shutil
import sys
import zlib
from pathlib import Path

sys.dont_write_bytecode = True  # the source tree stays clean
sys.path.insert(0, str(Path(__file__).resolve().parent))

import presskit_art  # noqa: E402
import presskit_feeds as feeds  # noqa: E402
import presskit_index as index  # noqa: E402
import presskit_text as text  # noqa: E402
from presskit_text import PressError  # noqa: E402

FEED_AGES = ("3d", "5m")
FRONT_KEYS = {"title", "dek", "by", "published", "updated", "section", "tags", "image", "alt",
              "caption", "credit", "agency", "dateline", "credit_line", "story", "copy_of", "keep",
              "translation_of", "note", "kind"}
NEEDED = ("title", "dek", "published", "section", "tags")


def number_of(key, low=100000, high=999999):
    """A stable number for a key, for ids and for how soon a page was fetched."""
    return low + zlib.crc32(key.encode()) % (high - low + 1)


class Press:
    """All outlets and articles of a source folder, loaded and cross-checked."""

    def __init__(self, root):
        self.root = Path(root)
        self.outlets, self.articles, self.images = {}, {}, {}
        folders = sorted(p for p in self.root.iterdir() if (p / "outlet.json").exists())
        for folder in folders:
            self.load_outlet(folder)
        titles_path = self.root / "story-titles.json"
        self.story_titles = json.loads(titles_path.read_text("utf-8"))
        for key, article in self.articles.items():
            self.check_article(key, article)

    def load_outlet(self, folder):
        outlet = json.loads((folder / "outlet.json").read_text("utf-8"))
        outlet["id"] = folder.name
        where = f"{folder.name}/template.html"
        outlet["template"] = text.load_template((folder / "template.html").read_text("utf-8"),
                                                where)
        self.outlets[folder.name] = outlet
        for path in sorted((folder / "images").glob("*.scene")):
            self.images[f"{folder.name}/{path.stem}"] = path.read_text("utf-8")
        for path in sorted((folder / "articles").glob("*.txt")):
            key = f"{folder.name}/{path.stem}"
            source = path.read_text("utf-8")
            text.check_placeholders(source, key)
            front, body, edits = text.split_article(source, key)
            self.articles[key] = {"key": key, "outlet": folder.name, "slug": path.stem,
                                  "front": front, "body": body, "edits": edits}

    def check_article(self, key, article):
        front = article["front"]
        for name in front:
            if name not in FRONT_KEYS:
                raise PressError(f"{key}: unknown front matter '{name}'")
        for name in NEEDED:
            if not front.get(name):
                raise PressError(f"{key}: '{name}:' is missing")
        for name in ("title", "dek"):
            if "{{" in front[name]:
                raise PressError(f"{key}: no time placeholder in '{name}'")
        for name in ("copy_of", "translation_of"):
            origin = front.get(name)
            if origin and origin not in self.articles:
                raise PressError(f"{key}: {name} names '{origin}', which does not exist")
            if origin and self.age(self.articles[origin]) < self.age(article):
                raise PressError(f"{key}: is older than '{origin}', its {name}")
        if front.get("translation_of") and not front.get("credit_line"):
            raise PressError(f"{key}: a translation needs 'credit_line:'")
        if front.get("copy_of") and not (front.get("agency") or front.get("credit_line")):
            raise PressError(f"{key}: a copy needs 'agency:' or 'credit_line:'")
        if front.get("image") and front["image"] not in self.images:
            raise PressError(f"{key}: no image '{front['image']}'")
        known = self.outlets[article["outlet"]]["sections"]
        if front["section"] not in known:
            raise PressError(f"{key}: section '{front['section']}' is none of {', '.join(known)}")
        if front.get("story") and front["story"] not in self.story_titles:
            raise PressError(f"{key}: story '{front['story']}' is not in story-titles.json")
        last = self.age(article)
        for when, _ in article["edits"]:
            if text.age_seconds(when) >= last:
                raise PressError(f"{key}: version '{when}' is not later than the one before")
            last = text.age_seconds(when)

    def age(self, article):
        return text.age_seconds(article["front"]["published"])

    def body_of(self, article):
        """The body, taken from the original where the article is a copy ('keep: 1-4,6')."""
        origin = article["front"].get("copy_of")
        if not origin:
            return article["body"]
        chunks = re.split(r"\n\s*\n", self.body_of(self.articles[origin]))
        kept = chunks
        if article["front"].get("keep"):
            kept = []
            for part in article["front"]["keep"].split(","):
                first, _, last = part.strip().partition("-")
                if int(last or first) > len(chunks):
                    raise PressError(f"{article['key']}: keep '{part}' of {len(chunks)} blocks")
                kept += chunks[int(first) - 1:int(last or first)]
        return "\n\n".join(kept + ([article["body"]] if article["body"] else []))

    def url(self, key):
        """Address of an article, with date placeholders where the outlet puts dates into it."""
        if key not in self.articles:
            raise PressError(f"a link names '{key}', which does not exist")
        article = self.articles[key]
        outlet, age = self.outlets[article["outlet"]], article["front"]["published"]
        path = outlet["url"].format(slug=article["slug"], id=number_of(key),
                                    section=outlet["sections"][article["front"]["section"]],
                                    ymd=f"{{{{t {age} ymd}}}}", compact=f"{{{{t {age} compact}}}}")
        return outlet["home"] + path

    def versions(self, article):
        """[(capture age in seconds, front, body)] of a page, oldest first."""
        front, body = dict(article["front"]), self.body_of(article)
        front.setdefault("updated", front["published"])
        delay = number_of(article["key"], 180, 1500)
        found = [(max(60, self.age(article) - delay), front, body)]
        for when, lines in article["edits"]:
            front, body = text.apply_edits(front, body, lines, f"{article['key']}, version {when}")
            if "updated" not in "".join(lines[:4]):
                front["updated"] = when
            for name, mark in text.LIST_KEYS.items():
                if isinstance(front.get(name), str):
                    front[name] = [v.strip() for v in front[name].split(mark)]
            found.append((max(60, text.age_seconds(when) - delay), front, body))
        return found


def image_url(press, name):
    outlet, _, stem = name.partition("/")
    return f"{press.outlets[outlet]['home']}/img/{stem}.svg"


def block_html(press, outlet, block, where):
    """One body block through the outlet's template section."""
    kind, content = block
    sections = outlet["template"]

    def run(words):
        return text.inline(words, press.url)

    if kind == "p":
        return text.fill(sections["paragraph"], {"text": run(content)}, where)
    if kind == "h":
        return text.fill(sections["heading"], {"text": run(content)}, where)
    if kind == "ul":
        return text.fill(sections["list"], {"items": [run(c) for c in content]}, where)
    if kind == "quote":
        values = {"text": run(content[0]), "speaker": run(content[1])}
        return text.fill(sections["quote"], values, where)
    if kind == "table":
        rows = [{"cells": [run(c) for c in row]} for row in content[1:]]
        return text.fill(sections["table"], {"head": [run(c) for c in content[0]], "rows": rows},
                         where)
    name, alt, caption, credit = content
    if name not in press.images:
        raise PressError(f"{where}: no image '{name}'")
    values = {"image_url": image_url(press, name), "alt": alt, "caption": caption,
              "credit": credit}
    return text.fill(sections["figure"], values, where)


def body_html(press, outlet, front, body, inserts, where):
    """The whole body; the outlet's ad slots and boxes ('insert2') stand after that paragraph."""
    out, paragraphs = [], 0
    blocks = text.parse_blocks(body, where)
    if not blocks:
        raise PressError(f"{where}: no text")
    for block in blocks:
        if block[0] == "p" and paragraphs == 0 and front.get("dateline"):
            lead = text.fill(outlet["template"].get("dateline", "%%place%%. "),
                             {"place": front["dateline"], "agency": front.get("agency")}, where)
            html = block_html(press, outlet, ("p", "\0" + block[1]), where).replace("\0", lead)
        else:
            html = block_html(press, outlet, block, where)
        out.append(html)
        paragraphs += block[0] == "p"
        extra = outlet["template"].get(f"insert{paragraphs}")
        if inserts is not None and block[0] == "p" and extra and block is not blocks[-1]:
            out.append(text.fill(extra, inserts, where))
    return "\n".join(out)


def teasers(press, article, captured, count):
    """Links a page shows to others: its story first, then the outlet's latest, none younger."""
    own = [a for a in press.articles.values()
           if a["outlet"] == article["outlet"] and a["key"] != article["key"]
           and press.age(a) > captured]
    story = article["front"].get("story")
    own.sort(key=lambda a: (not story or a["front"].get("story") != story, press.age(a), a["key"]))
    return [{"title": a["front"]["title"], "dek": a["front"]["dek"], "url": press.url(a["key"]),
             "section": a["front"]["section"], "age": a["front"]["published"],
             "image_url": image_url(press, a["front"]["image"]) if a["front"].get("image") else "",
             } for a in own[:count]]


def page_values(press, article, captured, front, body):
    """Everything a page template may name."""
    outlet, key = press.outlets[article["outlet"]], article["key"]
    origin = front.get("translation_of") or front.get("copy_of")
    values = {name: "" for name in FRONT_KEYS}
    values.update(front)
    values.update(
        url=press.url(key), slug=article["slug"], id=str(number_of(key)), home=outlet["home"],
        site=outlet["name"], tagline=outlet["tagline"], language=outlet["language"],
        by=front.get("by", []), byline=", ".join(front.get("by", [])),
        comments=str(number_of(key + "c", 0, 240)), shares=str(number_of(key + "s", 3, 1900)),
        image_url=image_url(press, front["image"]) if front.get("image") else "",
        section_slug=outlet["sections"][front["section"]], corrected=bool(front.get("note")),
        changed=front["updated"] != front["published"], keywords=", ".join(front["tags"]),
        source_url=press.url(origin) if origin else "",
        source_name=press.outlets[origin.split("/")[0]]["name"] if origin else "",
        minutes=str(max(1, len(body.split()) // 190)),
        related=teasers(press, article, captured, 4), latest=teasers(
            press, {**article, "front": {}}, captured, 7))
    values["read_also"] = values["related"][:1]
    values["body_html"] = body_html(press, outlet, front, body, None, key)
    return values


def encode(words, charset):
    """Bytes of a page; what the charset lacks becomes a character reference, as editors do."""
    return words.encode(charset, "xmlcharrefreplace")


def file_of(url, suffix, version=1):
    """Relative file name of a URL's capture."""
    path = re.sub(r"\{\{t (\S+) \S+\}\}", r"\1", url.split("://", 1)[1])
    path = re.sub(r"[^A-Za-z0-9./_-]+", "_", path.replace("?", "_")).rstrip("/")
    path = re.sub(r"\.html$", "", path)
    return f"{path}{'' if version == 1 else f'.v{version}'}{suffix}"


def write(out, name, data):
    path = out / name
    if path.exists():
        raise PressError(f"two captures would be written to '{name}'")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def render_page(press, out, article):
    """Writes every version of one article; returns replay lines and the newest values."""
    outlet, lines, seen = press.outlets[article["outlet"]], [], []
    for number, (captured, front, body) in enumerate(press.versions(article), 1):
        values = page_values(press, article, captured, front, body)
        where = f"{article['outlet']}/template.html"
        inserts = {k: v for k, v in values.items() if k != "body_html"}
        values["body"] = body_html(press, outlet, front, body, inserts, article["key"])
        page = text.fill(outlet["template"]["page"], values, where, outlet["charset"] != "utf-8")
        text.check_placeholders(page, article["key"])
        name = file_of(values["url"], ".html", number)
        write(out, name, encode(page, outlet["charset"]))
        line = {"url": values["url"], "file": name, "age": captured, "type": outlet["type"],
                "outlet": article["outlet"], "source_name": outlet["name"],
                "home": outlet["home"], "kind": "page", "charset": outlet["charset"],
                "article": article["key"], "version": number}
        lines.append(line)
        seen.append((captured, values))
    return lines, seen


def render_feeds(press, out, outlet, pages):
    """Writes the outlet's feed as it stood at each of FEED_AGES."""
    lines = []
    for number, age in enumerate(FEED_AGES, 1):
        now, shown = text.age_seconds(age), []
        for versions in pages:
            known = [values for captured, values in versions if captured >= now]
            if known:
                shown.append(known[-1])
        if not shown:
            continue
        shown.sort(key=lambda p: (text.age_seconds(p["published"]), p["url"]))
        words, media = feeds.write_feed(outlet, shown[:20])
        text.check_placeholders(words, f"{outlet['id']}: feed")
        charset = outlet["feed"].get("charset", "utf-8")
        url = outlet["home"] + outlet["feed"]["path"]
        name = file_of(url, {"json": ".json"}.get(outlet["feed"]["kind"], ".xml"), number)
        write(out, name.replace(".xml.xml", ".xml"), encode(words, charset))
        lines.append({"url": url, "file": name.replace(".xml.xml", ".xml"), "age": now,
                      "type": media, "outlet": outlet["id"], "source_name": outlet["name"],
                      "home": outlet["home"], "kind": "feed", "charset": charset})
    return lines


def dump_lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode("utf-8")


def render(press, out):
    """Writes everything; returns (captures, images)."""
    if out.exists() and any(out.iterdir()):
        if not (out / "replay.jsonl").exists():
            raise PressError(f"'{out}' holds other files; name an empty or a new folder")
        shutil.rmtree(out)
    lines, pages = [], {name: [] for name in press.outlets}
    for article in press.articles.values():
        rows, seen = render_page(press, out, article)
        lines += rows
        pages[article["outlet"]].append(seen)
    for outlet in press.outlets.values():
        lines += render_feeds(press, out, outlet, pages[outlet["id"]])
    lines.sort(key=lambda line: (-line["age"], line["url"]))
    images = []
    for name in sorted(press.images):
        url = image_url(press, name)
        svg = presskit_art.scene_to_svg(name, press.images[name])
        file = url.split("://", 1)[1]
        write(out, file, svg.encode("utf-8"))
        images.append({"url": url, "file": file, "type": "image/svg+xml",
                       "outlet": name.split("/")[0]})
    write(out, "replay.jsonl", dump_lines(lines))
    write(out, "images.jsonl", dump_lines(images))
    return lines, images


def write_stamp(press, stamp, depfile):
    """Tells the build what was read: a file and each folder, so that new articles count too."""
    read = sorted(str(p) for p in press.root.rglob("*"))
    tools = sorted(str(p) for p in Path(__file__).resolve().parent.glob("presskit*.py"))
    names = " ".join(n.replace(" ", "\\ ") for n in [str(press.root)] + read + tools)
    Path(depfile).write_text(f"{stamp}: {names}\n", "utf-8")
    Path(stamp).write_text("rendered\n", "utf-8")


def main(arguments):
    if len(arguments) not in (2, 4):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        press = Press(arguments[0])
        if arguments[1] == "--stories":
            sys.stdout.write(json.dumps(index.stories(press), ensure_ascii=False, indent=1) + "\n")
        elif arguments[1] == "--counts":
            sys.stdout.write(index.counts(press))
        else:
            render(press, Path(arguments[1]))
            if len(arguments) == 4:
                write_stamp(press, arguments[2], arguments[3])
    except (PressError, presskit_art.SceneError) as error:
        print(f"presskit: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
