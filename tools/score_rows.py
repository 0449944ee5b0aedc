#!/usr/bin/env python3
"""Between `courant extract --jsonl` and score_pages.py.

usage: score_rows.py list GOLD.jsonl   the pages of GOLD as a list for extract
       score_rows.py rows OUT.jsonl    extract's lines as the rows that are scored
"""
import json
import os
import sys

NAMES = {'id': 'id', 'text': 'articleBody', 'title': 'title', 'authors': 'author',
         'published': 'date', 'site_name': 'sitename', 'description': 'description',
         'tags': 'tags'}


def main(mode, path):
    folder = os.path.dirname(os.path.abspath(path))
    for line in open(path, encoding='utf-8'):
        row = json.loads(line)
        if mode == 'list':
            page = {'id': row['id'], 'file': os.path.join(folder, row['file'])}
            if isinstance(row.get('url'), str):
                page['url'] = row['url']
            print(json.dumps(page))
        else:
            print(json.dumps({to: row[name] for name, to in NAMES.items() if row.get(name)}))
    return 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:3]))
