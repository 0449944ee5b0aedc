#!/usr/bin/env python3
"""Reads every page of the demo press and compares with the sources it was rendered from.

usage: test_extraction.py SOURCE_ROOT COURANT [--worst N]

Renders demo/press, writes the times, runs `courant extract` on every capture and compares body,
title, authors, time, description, lead image, credit line and language with what the sources say.
Prints a row for each outlet, then what went wrong, and fails below the limits given here.
"""

import collections
import datetime
import html
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
sys.path.insert(0, str(ROOT / "tools"))

import presskit  # noqa: E402
import presskit_text as kit  # noqa: E402

NOW = datetime.datetime(2026, 11, 20, 12, 0, tzinfo=datetime.timezone.utc)
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "ru": "понедельник вторник среду четверг пятницу субботу воскресенье",
}
DAY_FORM = {"de": "{}. {} {}", "es": "{} de {} de {}"}
FIELDS = ("title", "authors", "time", "descr", "image", "caption", "credit", "line", "lang")
# The least share right, by column; 'text' is the F1 of the body.
LIMITS = {"text": .999, "title": 1, "authors": 1, "time": 1, "descr": 1, "image": 1, "caption": 1,
          "credit": 1, "line": 1, "lang": 1}
MISSING_MAX, FURNITURE_MAX = 0, 0  # paragraphs, over all pages
WORD = re.compile(r"\w+")


def when(age):
    return NOW - datetime.timedelta(seconds=kit.age_seconds(age))


def written(match):
    """What the import writes for a time placeholder."""
    at, form = when(match.group(1)), match.group(2)
    plain = {"iso": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
             "isotz": (at + datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S+01:00"),
             "rfc822": at.strftime("%a, %d %b %Y %H:%M:%S GMT"), "time": at.strftime("%H:%M"),
             "ymd": at.strftime("%Y/%m/%d"), "compact": at.strftime("%Y%m%d")}
    if form in plain:
        return plain[form]
    kind, language = form.split(":")
    if kind == "weekday":
        return WEEKDAYS[language].split()[at.weekday()]
    month = MONTHS[language].split()[at.month - 1]
    day = DAY_FORM.get(language, "{} {} {}").format(at.day, month, at.year)
    return day + at.strftime(" %H:%M") if kind == "datetime" else day


def expand(words):
    return kit.PLACEHOLDER.sub(written, words)


def expand_bytes(data):
    """The same in a page's bytes, with character references for what is not ASCII."""
    def one(match):
        ascii_match = kit.PLACEHOLDER.fullmatch(match.group(0).decode())
        return written(ascii_match).encode("ascii", "xmlcharrefreplace")
    return re.sub(rb"\{\{t (\S+) (\S+)\}\}", one, data)


def squeeze(words):
    """Text for comparing: references resolved, white space single, quotation marks off the ends."""
    return " ".join(html.unescape(words).split()).strip("«»„“”\" ")


def squeeze_tags(markup):
    return squeeze(re.sub(r"<[^>]*>", "", markup))


class Wanted:
    """What the sources say about one capture."""

    def __init__(self, press, row, raw):
        article = press.articles[row["article"]]
        outlet = press.outlets[row["outlet"]]
        _, self.front, body = press.versions(article)[row["version"] - 1]
        self.language = outlet["language"]
        self.required, self.allowed, self.pictures = [], [], []
        lead = ""
        if self.front.get("dateline"):
            lead = kit.fill(outlet["template"].get("dateline", "%%place%%. "),
                            {"place": self.front["dateline"],
                             "agency": self.front.get("agency")}, row["article"])
            lead = re.sub(r"<[^>]*>", "", html.unescape(lead))
        for kind, content in kit.parse_blocks(expand(body), row["article"]):
            self.add_block(kind, content, lead)
            lead = "" if kind == "p" else lead
        # The standfirst may stand in the text as it does on the page.
        self.allowed.append(squeeze(self.front["dek"]))
        if self.front.get("note"):
            self.allowed.append(squeeze(expand(self.front["note"])))
        # A page may keep its standfirst to its scripts.
        page = re.sub(r"<script(?! type=.application/ld).*?</script>", "",
                      raw.decode(row["charset"]), flags=re.S)
        self.dek = self.front["dek"] if self.front["dek"] in html.unescape(page) else ""
        age = re.escape(self.front["published"]).encode()
        self.has_clock = re.search(rb"\{\{t " + age + rb" (iso|isotz|time|datetime:..)\}\}", raw)

    def add_block(self, kind, content, lead):
        def line(words):
            return squeeze(kit.plain(words))
        if kind == "p":
            self.required.append(squeeze(lead + kit.plain(content)))
        elif kind == "h":
            self.required.append(line(content))
        elif kind == "ul":
            self.required += [line(item) for item in content]
        elif kind == "table":
            self.required += [" | ".join(line(c) for c in r if c) for r in content]
        elif kind == "figure":
            self.pictures.append(content[0])
        elif kind == "quote":
            # A quotation may stand as one paragraph with its speaker, or as two, or be left out
            # where it repeats the text.
            self.allowed += [line(content[0]), line(content[1])]

    def published_right(self, answer):
        if not answer:
            return False
        got = datetime.datetime.fromisoformat(answer.replace("Z", "+00:00"))
        want = when(self.front["published"])
        if self.has_clock:
            return got == want
        return answer[:10] == want.strftime("%Y-%m-%d")


def windows(words, n=4):
    t = WORD.findall(words or "")
    if len(t) <= n:
        return collections.Counter([tuple(t)] if t else [])
    return collections.Counter(zip(*(t[i:] for i in range(n))))


def compare_body(wanted, text):
    """(F1, required lines that are missing, lines that are furniture)."""
    lines = [squeeze(line) for line in re.split(r"\n+", text) if line.strip()]
    required = collections.Counter(wanted.required)
    missing = list((required - collections.Counter(lines)).elements())
    extra = list((collections.Counter(lines) - required).elements())
    quotes = [words for words in wanted.allowed if words]
    furniture = []
    for line in extra:
        rest = line
        for words in quotes:
            rest = rest.replace(words, "")
        if WORD.search(rest):
            furniture.append(line)
    kept = [line for line in lines if line in required or line in furniture]
    truth, answer = windows("\n".join(wanted.required)), windows("\n".join(kept))
    hits = sum((truth & answer).values())
    total = sum(truth.values()) + sum(answer.values())
    return 2 * hits / total if total else 1.0, missing, furniture


def compare(wanted, row, got, press):
    """{field: right} of those the sources have something to say about, and what was got."""
    front, image = wanted.front, got.get("image") or {}
    shown = {"title": (squeeze(front["title"]), squeeze(got.get("title") or "")),
             "authors": (front.get("by", []), got.get("authors") or []),
             "descr": (squeeze(wanted.dek), squeeze(got.get("description") or "")),
             "line": (squeeze(front.get("credit_line", "")), squeeze(got.get("credit_line") or "")),
             "lang": (wanted.language, got.get("language"))}
    if front.get("image"):
        shown["image"] = (presskit.image_url(press, front["image"]), image.get("url"))
        shown["caption"] = (squeeze(expand(front.get("caption", ""))),
                            squeeze(image.get("caption") or ""))
        shown["credit"] = (squeeze(front.get("credit", "")), squeeze(image.get("credit") or ""))
    elif not wanted.pictures:
        shown["image"] = ("", image.get("url") or "")
    right = {name: want == have for name, (want, have) in shown.items()}
    right["time"] = bool(wanted.published_right(got.get("published")))
    shown["time"] = (when(front["published"]).isoformat(), got.get("published"))
    return right, shown


def extract(courant, pages, folder):
    listing = folder / "list.jsonl"
    listing.write_text("".join(json.dumps({"id": str(n), "file": str(file), "url": url}) + "\n"
                               for n, (file, url) in enumerate(pages)), "utf-8")
    done = subprocess.run([courant, "extract", "--jsonl", str(listing)], capture_output=True,
                          text=True, check=False)
    if done.returncode != 0:
        print(done.stderr)
    return {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}


def share(numbers):
    return sum(numbers) / len(numbers) if numbers else 1.0


def report(scores):
    columns = ("text",) + FIELDS
    print(f"{'outlet':22}pages " + "".join(f"{c:>8}" for c in columns) + "  miss furn")
    total = collections.defaultdict(list)
    for outlet in sorted(scores):
        mine = scores[outlet]
        print(f"{outlet:22}{len(mine['text']):5} " +
              "".join(f"{share(mine[c]):8.3f}" for c in columns) +
              f"{sum(mine['missing']):6}{sum(mine['furniture']):5}")
        for name, values in mine.items():
            total[name] += values
    print(f"{'all':22}{len(total['text']):5} " +
          "".join(f"{share(total[c]):8.3f}" for c in columns) +
          f"{sum(total['missing']):6}{sum(total['furniture']):5}")
    return total


def main():
    courant = sys.argv[2] if len(sys.argv) > 2 else str(ROOT / "build" / "courant")
    worst = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    press = presskit.Press(ROOT / "demo" / "press")
    scores = collections.defaultdict(lambda: collections.defaultdict(list))
    faults = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as temp:
        out = Path(temp) / "press"
        rows = [r for r in presskit.render(press, out)[0] if r["kind"] == "page"]
        wanted = []
        for row in rows:
            raw = (out / row["file"]).read_bytes()
            wanted.append(Wanted(press, row, raw))
            (out / row["file"]).write_bytes(expand_bytes(raw))
        answers = extract(courant, [(out / r["file"], expand(r["url"])) for r in rows], Path(temp))
    for number, (row, want) in enumerate(zip(rows, wanted)):
        got, mine = answers.get(str(number), {}), scores[row["outlet"]]
        f1, missing, furniture = compare_body(want, got.get("text") or "")
        mine["text"].append(f1)
        mine["missing"].append(len(missing))
        mine["furniture"].append(len(furniture))
        faults["missing paragraph"] += [f"{row['article']}: {line}" for line in missing]
        faults["furniture"] += [f"{row['article']}: {line}" for line in furniture]
        right, shown = compare(want, row, got, press)
        for name, ok in right.items():
            mine[name].append(ok)
            if not ok:
                faults[name].append(f"{row['article']}: want {shown[name][0]!r}, "
                                    f"got {shown[name][1]!r}")
    total = report(scores)
    for name in sorted(faults):
        for line in faults[name][:worst]:
            print(f"{name}: {line}")
    failed = [f"{name} {share(total[name]):.3f}, wanted {least:.3f}"
              for name, least in LIMITS.items() if share(total[name]) < least]
    if sum(total["missing"]) > MISSING_MAX:
        failed.append(f"{sum(total['missing'])} paragraphs missing")
    if sum(total["furniture"]) > FURNITURE_MAX:
        failed.append(f"{sum(total['furniture'])} pieces of furniture in the text")
    if not rows or failed:
        print("FAILED: " + "; ".join(failed or ["no pages"]))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
