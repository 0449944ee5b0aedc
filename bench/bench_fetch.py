#!/usr/bin/env python3
"""Subscriptions against a local nginx: FEEDS feeds of 20 entries, each on a host of its own
(127.a.b.c), asked for the first time, which ends with articles that can be read and searched; then
their analyses; then all feeds again when nothing has changed. Processor time of courant by thread,
peak memory; beside it, in the same run, the bare insert of the same rows into SQLite with
FTS5 (bare_rows), and what other readers need for the same (fetch_peers.py). Usage: bench_fetch.py BUILD_DIR [FEEDS]. Needs nginx (Debian: nginx-light)."""
import os
import subprocess
import sys
import threading
import time

import fetch_peers
import origin


def threads_of(pid, into):
    """Ticks of each thread's name so far."""
    ticks = {}
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/stat", encoding="ascii") as f:
                line = f.read()
            name, rest = line[line.index("(") + 1:line.rindex(")")], line[line.rindex(")") + 2:].split()
            ticks[name] = ticks.get(name, 0) + int(rest[11]) + int(rest[12])
    except OSError:
        return
    if sum(ticks.values()) >= sum(into.values()):
        into.clear()
        into.update(ticks)


def run(courant, folder, *args):
    """(processor seconds, wall seconds, peak MB, seconds by thread, output)"""
    env = {k: v for k, v in os.environ.items() if not k.startswith("COURANT_")}
    begin = time.monotonic()
    process = subprocess.Popen([courant, "--data", folder + "/data", *args, "--fetch-private"],
                               env=env, stdout=subprocess.PIPE, text=True)
    by_thread = {}
    done = threading.Event()

    def sample():
        while not done.wait(0.02):
            threads_of(process.pid, by_thread)
    watcher = threading.Thread(target=sample)
    watcher.start()
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    done.set()
    watcher.join()
    if process.returncode:
        sys.exit(f"bench_fetch: courant {args[0]} failed")
    hertz = os.sysconf("SC_CLK_TCK")
    return (usage.ru_utime + usage.ru_stime, time.monotonic() - begin, usage.ru_maxrss / 1024,
            {k: v / hertz for k, v in by_thread.items()}, out)


def report(label, result, number, noun):
    cpu, wall, peak, threads, out = result
    print(f"{label}: {cpu:.2f} s of processor ({1000 * cpu / number:.2f} ms {noun}), {wall:.2f} s, "
          f"peak {peak:.0f} MB; {out.splitlines()[-1 if noun == 'an article' else 0]}")
    print("   by thread: " + ", ".join(f"{k} {v:.2f}" for k, v in sorted(threads.items())))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = os.path.abspath(sys.argv[1])
    feeds = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    courant = os.path.join(build, "courant")
    with origin.serving(feeds) as (folder, port, size):
        with open(folder + "/list.opml", "w", encoding="utf-8") as f:
            f.write("<opml>" + "".join(f"<outline xmlUrl='{origin.address(n, port)}'/>"
                                       for n in range(feeds)) + "</opml>")
        run(courant, folder, "opml", "import", folder + "/list.opml")
        print(f"{feeds} feeds of {origin.ITEMS} entries, {size / 1e6:.1f} MB")
        cold = run(courant, folder, "fetch", "--analyses", "off")
        behind = run(courant, folder, "fetch")
        warm = run(courant, folder, "fetch", "--all")
        bare = subprocess.run([build + "/bench/bare_rows", folder + "/data/courant.db", folder + "/bare.db"],
                              capture_output=True, text=True, check=True).stdout.split()
        floor = float(bare[0])
        report("cold", cold, feeds, "a feed")
        report("analyses", behind, feeds * origin.ITEMS, "an article")
        report("warm", warm, feeds, "a feed")
        print(f"bare insert of the same {bare[1]} rows: {floor:.2f} s; cold is {cold[0] / floor:.2f} times that, "
              f"with analyses {(cold[0] + behind[0]) / floor:.1f} times")
        fetch_peers.compare(folder, port, feeds)


if __name__ == "__main__":
    main()
