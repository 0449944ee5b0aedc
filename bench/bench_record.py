#!/usr/bin/env python3
"""What recording costs: FEEDS feeds of a local nginx asked with and without --record, in turns; all
answered with 304, and all with whole bodies whose entries are known. Then the recording, replayed.
Usage: bench_record.py BUILD_DIR [FEEDS]. Needs nginx (Debian: nginx-light)."""
import os
import sqlite3
import sys

import origin
from bench_fetch import run

ROUNDS = 5


def forget_validators(folder):
    with sqlite3.connect(folder + "/data/courant.db") as db:
        db.execute("UPDATE feeds SET etag = '', last_modified = ''")


def measure(courant, folder, whole):
    """The least processor time without and with recording, and the recordings' bytes."""
    times, sizes = {False: [], True: []}, []
    for n in range(ROUNDS):
        for recorded in (False, True):
            path = f"{folder}/{whole}{n}.warc.gz"
            if whole:
                forget_validators(folder)
            args = ["--record", path] if recorded else []
            times[recorded].append(run(courant, folder, "fetch", "--all", *args)[0])
        sizes.append(os.path.getsize(path))
    return min(times[False]), min(times[True]), sizes[0]


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    courant = os.path.join(os.path.abspath(sys.argv[1]), "courant")
    feeds = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    with origin.serving(feeds) as (folder, port, size):
        with open(folder + "/list.opml", "w", encoding="utf-8") as f:
            f.write("<opml>" + "".join(f"<outline xmlUrl='{origin.address(n, port)}'/>"
                                       for n in range(feeds)) + "</opml>")
        run(courant, folder, "opml", "import", folder + "/list.opml")
        run(courant, folder, "fetch")
        print(f"{feeds} feeds, {size / 1e6:.1f} MB")
        for whole, label in ((False, "all 304"), (True, "all whole")):
            plain, recorded, taken = measure(courant, folder, whole)
            print(f"{label}: {1000 * plain / feeds:.2f} ms of processor a feed, recorded {1000 * recorded / feeds:.2f} "
                  f"({1000 * (recorded - plain) / feeds:+.2f}); {taken / feeds / 1000:.2f} KB of recording a feed")
        path = f"{folder}/True0.warc.gz"
        forget_validators(folder)
        replayed = run(courant, folder, "fetch", "--replay", path)
        print(f"replayed: {1000 * replayed[0] / feeds:.2f} ms of processor a feed; {replayed[4].splitlines()[0]}")


if __name__ == "__main__":
    main()
