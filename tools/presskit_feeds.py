"""Feeds of the demo press: RSS 2.0, Atom and JSON Feed with the faults that real ones have.

Which faults is the outlet's own setting (outlet.json, "feed"): missing guids, HTML or nothing in
descriptions, tracking parameters on links, an unescaped ampersand, dates without a time zone.
"""

import html
import json

import presskit_text as text


def xml(value):
    return html.escape(value, quote=True)


def stamp(age, style):
    return f"{{{{t {age} {style}}}}}"


def teaser(page, settings):
    """The description in the outlet's manner: 'text', 'html', 'full' or 'none'."""
    style = settings.get("body", "text")
    if style == "none":
        return ""
    if style == "text":
        return page["dek"]
    if style == "full":
        return page["body_html"]
    picture = ""
    if page["image_url"]:
        picture = (f'<img src="{page["image_url"]}" width="300" align="left" '
                   f'alt="{xml(page["alt"])}" />')
    more = settings.get("more", "")
    pixel = f'<img src="{page["home"]}/px.gif?f={page["id"]}" width="1" height="1" />'
    return (f'{picture}<p>{html.escape(page["dek"])}</p>'
            f'<p><a href="{page["url"]}">{more}</a></p>{pixel}')


def rss(outlet, pages):
    """RSS 2.0 text."""
    settings = outlet["feed"]
    head = "" if settings.get("no_declaration") else \
        f'<?xml version="1.0" encoding="{settings.get("charset", "utf-8")}"?>\n'
    spaces = ' xmlns:dc="http://purl.org/dc/elements/1.1/"' \
             ' xmlns:media="http://search.yahoo.com/mrss/"' \
             ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    out = [f'{head}<rss version="2.0"{spaces}>\n<channel>\n<title>{xml(outlet["name"])}</title>\n'
           f'<link>{outlet["home"]}/</link>\n<description>{xml(outlet["tagline"])}</description>\n'
           f'<language>{outlet["language"]}</language>\n']
    for page in pages:
        title = page["title"] if settings.get("bare_ampersand") else xml(page["title"])
        link = xml(page["url"] + settings.get("track", ""))
        out.append(f"<item>\n<title>{title}</title>\n<link>{link}</link>\n")
        guid = settings.get("guid", "permalink")
        if guid == "permalink":
            out.append(f"<guid>{xml(page['url'])}</guid>\n")
        elif guid == "id":
            out.append(f'<guid isPermaLink="false">{page["id"]}</guid>\n')
        out.append(f'<pubDate>{stamp(page["published"], "rfc822")}</pubDate>\n')
        if settings.get("creator"):
            out.extend(f"<dc:creator>{xml(name)}</dc:creator>\n" for name in page["by"])
        out.extend(f"<category>{xml(tag)}</category>\n" for tag in page["tags"])
        body = teaser(page, settings)
        if settings.get("body") == "full":
            out.append(f'<description>{xml(page["dek"])}</description>\n'
                       f"<content:encoded><![CDATA[{body}]]></content:encoded>\n")
        elif body:
            wrapped = f"<![CDATA[{body}]]>" if settings.get("cdata") else xml(body)
            out.append(f"<description>{wrapped}</description>\n")
        if page["source_url"]:
            out.append(f'<source url="{xml(page["source_url"])}">'
                       f'{xml(page["source_name"])}</source>\n')
        if page["image_url"] and settings.get("media"):
            out.append(f'<media:content url="{page["image_url"]}" medium="image" '
                       f'type="image/svg+xml"><media:credit>{xml(page["credit"])}</media:credit>'
                       "</media:content>\n")
        out.append("</item>\n")
    out.append("</channel>\n</rss>\n")
    return "".join(out)


def atom(outlet, pages):
    """Atom text."""
    settings = outlet["feed"]
    newest = pages[0]["updated"] if pages else "1h"
    out = ['<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
           f'xml:lang="{outlet["language"]}">\n<title>{xml(outlet["name"])}</title>\n'
           f'<subtitle type="html">{xml(outlet["tagline"])}</subtitle>\n'
           f'<link rel="alternate" href="{outlet["home"]}/"/>\n'
           f'<link rel="self" href="{outlet["home"]}{settings["path"]}"/>\n'
           f'<id>{outlet["home"]}/</id>\n<updated>{stamp(newest, "iso")}</updated>\n']
    for page in pages:
        names = "".join(f"<author><name>{xml(name)}</name></author>" for name in page["by"])
        body = teaser(page, settings)
        kind = "text" if settings.get("body", "text") == "text" else "html"
        host = outlet["home"].split("//")[1]
        out.append(f'<entry>\n<title type="html">{xml(xml(page["title"]))}</title>\n'
                   f'<link href="{xml(page["url"] + settings.get("track", ""))}"/>\n'
                   f'<id>tag:{host},2019:{page["id"]}</id>\n'
                   f'<published>{stamp(page["published"], "isotz")}</published>\n'
                   f'<updated>{stamp(page["updated"], "isotz")}</updated>\n{names}\n')
        if body:
            name = "content" if settings.get("body") == "full" else "summary"
            out.append(f'<{name} type="{kind}">{xml(body)}</{name}>\n')
        out.append("</entry>\n")
    out.append("</feed>\n")
    return "".join(out)


def json_feed(outlet, pages):
    """JSON Feed 1.1 text."""
    items = []
    for page in pages:
        item = {"id": page["id"], "url": page["url"], "title": page["title"],
                "summary": page["dek"], "date_published": stamp(page["published"], "isotz"),
                "authors": [{"name": name} for name in page["by"]], "tags": page["tags"],
                "content_html": page["body_html"]}
        if page["image_url"]:
            item["image"] = page["image_url"]
        if page["updated"] != page["published"]:
            item["date_modified"] = stamp(page["updated"], "isotz")
        items.append(item)
    doc = {"version": "https://jsonfeed.org/version/1.1", "title": outlet["name"],
           "home_page_url": outlet["home"] + "/", "description": outlet["tagline"],
           "language": outlet["language"], "feed_url": outlet["home"] + outlet["feed"]["path"],
           "items": items}
    return json.dumps(doc, ensure_ascii=False, indent=1) + "\n"


WRITERS = {"rss": (rss, "application/rss+xml"), "atom": (atom, "application/atom+xml"),
           "json": (json_feed, "application/feed+json")}


def write_feed(outlet, pages):
    """(text, media type) of an outlet's feed over its pages, newest first."""
    kind = outlet["feed"]["kind"]
    if kind not in WRITERS:
        raise text.PressError(f"{outlet['id']}/outlet.json: unknown feed kind '{kind}'")
    writer, media = WRITERS[kind]
    return writer(outlet, pages), outlet["feed"].get("type", media)
