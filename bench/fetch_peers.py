#!/usr/bin/env python3
"""What other feed readers of Debian cost at the same origin: sfeed (sfeed_update, which starts curl,
sfeed, sort and mv for every feed) and newsboat (one process, SQLite). Processor time with that of all
child processes, the first time and again when nothing has changed. bench_fetch.py prints it beside
courant's; alone: fetch_peers.py [FEEDS]. A peer that is not installed is left out, with a word."""
import contextlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time

import origin

THREADS = 8  # of newsboat
JOBS = 16  # of sfeed_update, as it is by default


def timed(args, env):
    """(processor seconds of the process and all it waited for, wall seconds); None: it failed"""
    begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(args, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                          check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        print(f"{args[0]} failed: {done.stderr.strip()[-300:]}")
        return None
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
            time.monotonic() - begin)


def report(label, result, feeds, entries):
    if result is None:
        return
    cpu, wall = result
    print(f"{label}: {cpu:.2f} s of processor ({1000 * cpu / feeds:.2f} ms a feed), {wall:.2f} s; "
          f"{entries} entries")


def environment(home):
    """Their own folders and nothing of the one who runs this."""
    os.makedirs(home, exist_ok=True)
    return {"HOME": home, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "dumb"}


def sfeed(folder, port, feeds):
    home = folder + "/sfeed"
    env = environment(home)
    with open(home + "/sfeedrc", "w", encoding="utf-8") as f:
        f.write(f'sfeedpath="{home}/feeds"\nmaxjobs={JOBS}\nfeeds() {{\n')
        f.writelines(f'\tfeed "paper{n}" "{origin.address(n, port)}"\n' for n in range(feeds))
        f.write("}\n")

    def entries():
        total = 0
        for name in os.listdir(home + "/feeds"):
            with open(f"{home}/feeds/{name}", "rb") as f:
                total += sum(1 for _ in f)
        return total
    for label in "cold", "warm":
        result = timed(["sfeed_update", home + "/sfeedrc"], env)
        report(f"sfeed, {label}", result, feeds, entries())


def newsboat(folder, port, feeds):
    home = folder + "/newsboat"
    env = environment(home)
    with open(home + "/urls", "w", encoding="utf-8") as f:
        f.writelines(origin.address(n, port) + "\n" for n in range(feeds))
    with open(home + "/config", "w", encoding="utf-8") as f:
        f.write(f"reload-threads {THREADS}\n")
    args = ["newsboat", "-q", "-u", home + "/urls", "-C", home + "/config", "-c", home + "/cache.db"]
    for label in "cold", "warm":
        result = timed([*args, "-x", "reload"], env)
        # Its own print-unread takes minutes for so many.
        with contextlib.closing(sqlite3.connect(home + "/cache.db")) as db:
            unread = db.execute("SELECT count(*) FROM rss_item WHERE unread = 1").fetchone()[0]
        report(f"newsboat, {label}", result, feeds, unread)


def compare(folder, port, feeds):
    for name, program, measure in ("sfeed", "sfeed_update", sfeed), ("newsboat", "newsboat", newsboat):
        if shutil.which(program):
            measure(folder, port, feeds)
        else:
            print(f"{name} is not installed (apt install {name}): left out")


def main():
    feeds = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with origin.serving(feeds) as (folder, port, size):
        print(f"{feeds} feeds of {origin.ITEMS} entries, {size / 1e6:.1f} MB")
        compare(folder, port, feeds)


if __name__ == "__main__":
    main()
