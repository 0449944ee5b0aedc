"""What the demo press holds: its stories with their copies, translations and versions; counts."""


def stories(press):
    """What belongs together, from the front matter; kept as demo/press/stories.json."""
    found = []
    for story, title in press.story_titles.items():
        mine = [a for a in press.articles.values() if a["front"].get("story") == story]
        mine.sort(key=lambda a: (-press.age(a), a["key"]))
        found.append({
            "id": story, "title": title, "articles": [a["key"] for a in mine],
            "copies": [{"article": a["key"], "of": a["front"]["copy_of"],
                        "cut": bool(a["front"].get("keep") or a["body"])}
                       for a in mine if a["front"].get("copy_of")],
            "translations": [{"article": a["key"], "of": a["front"]["translation_of"]}
                             for a in mine if a["front"].get("translation_of")],
            "versions": [{"article": a["key"], "count": 1 + len(a["edits"])}
                         for a in mine if a["edits"]]})
    alone = sorted(a["key"] for a in press.articles.values() if not a["front"].get("story"))
    return {"stories": found, "singles": alone}


def counts(press):
    lines = []
    for name, outlet in press.outlets.items():
        mine = [a for a in press.articles.values() if a["outlet"] == name]
        words = [len(press.body_of(a).split()) for a in mine]
        lines.append(f"{name:24} {outlet['language']} {len(mine):3} articles, "
                     f"{min(words, default=0)}-{max(words, default=0)} words")
    for story in stories(press)["stories"]:
        keys = story["articles"]
        languages = sorted({press.outlets[k.split("/")[0]]["language"] for k in keys})
        lines.append(f"{story['id']:24} {len(keys):3} articles in {' '.join(languages)}")
    captures = sum(1 + len(a["edits"]) for a in press.articles.values())
    lines.append(f"{len(press.articles)} articles, {captures} captures, {len(press.images)} images")
    return "\n".join(lines) + "\n"
