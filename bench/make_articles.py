#!/usr/bin/env python3
"""Writes N made-up articles as JSON Lines for benchmarks, the same ones every time.

usage: make_articles.py N [SEED] > articles.jsonl

Words are drawn by Zipf's law from an invented vocabulary, so that an index over them has the shape
of one over real text; lengths are spread like those of news articles (100 to 1,500 words).
"""
import itertools
import json
import random
import sys

ONSETS = 'b br c ch cl d dr f fl g gr h k l m n p pl pr r s sh sl st t tr v w'.split()
NUCLEI = 'a e i o u ai ea ou'.split()
CODAS = ['', 'n', 'r', 's', 't', 'l', 'nd', 'rt', 'm', 'ck']


def word(rng):
    return ''.join(rng.choice(ONSETS) + rng.choice(NUCLEI) + rng.choice(CODAS) for _ in range(rng.choice((1, 2, 2, 3))))


def main(argv):
    if len(argv) not in (2, 3):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    rng = random.Random(int(argv[2]) if len(argv) == 3 else 1)
    vocabulary = list(dict.fromkeys(word(rng) for _ in range(60000)))
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    for n in range(int(argv[1])):
        count = min(1500, max(100, int(rng.lognormvariate(6, 0.6))))
        words = rng.choices(vocabulary, cum_weights=weights, k=count)
        sentences, at = [], 0
        while at < count:
            length = rng.randint(6, 28)
            sentences.append(' '.join(words[at:at + length]).capitalize() + '.')
            at += length
        paragraphs, at = [], 0
        while at < len(sentences):
            length = rng.randint(1, 5)
            paragraphs.append(' '.join(sentences[at:at + length]))
            at += length
        day, second = n // 400, n % 400 * 216
        published = '2026-%02d-%02dT%02d:%02d:%02dZ' % (1 + day // 28 % 12, 1 + day % 28, second // 3600,
                                                      second // 60 % 60, second % 60)
        outlet = rng.randrange(40)
        print(json.dumps({'url': 'https://outlet%d.example/%d' % (outlet, n), 'site_name': 'Outlet %d' % outlet,
                          'title': ' '.join(rng.choices(vocabulary, cum_weights=weights, k=rng.randint(5, 11))).capitalize(),
                          'published': published, 'language': 'en', 'text': '\n\n'.join(paragraphs)}))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv))
