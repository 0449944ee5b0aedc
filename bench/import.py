#!/usr/bin/env python3
"""How fast `courant import` reads real pages, which threads the time goes to, and memory.

usage: bench/import.py COURANT PAGES_FOLDER [COPIES]

Makes a WARC of the .html.gz files in PAGES_FOLDER, each COPIES times under addresses of its own (the
pages' own canonical addresses are defaced, or all copies would be one article), imports it into an
empty store, then imports the same again in full.
"""
import glob
import gzip
import os
import re
import subprocess
import sys
import tempfile
import time

OWN_ADDRESS = re.compile(rb'rel=["\']?canonical|og:url|"mainEntityOfPage"', re.I)


def archive(path, folder, copies):
    names = sorted(glob.glob(os.path.join(folder, "*.html.gz")))
    size = 0
    with open(path, "wb") as out:
        for copy in range(copies):
            for number, name in enumerate(names):
                body = OWN_ADDRESS.sub(b"x-was", gzip.open(name).read())
                size += len(body)
                block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
                head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://site{number}"
                        f".example/{copy}\r\nWARC-Date: 2026-11-20T10:00:00Z\r\n"
                        f"Content-Length: {len(block)}\r\n\r\n")
                out.write(head.encode() + block + b"\r\n\r\n")
    return len(names) * copies, size


def threads(pid):
    """CPU seconds so far by thread name."""
    sums = {}
    for task in glob.glob(f"/proc/{pid}/task/*"):
        try:
            name, rest = open(task + "/stat").read().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue
        fields = rest.split()
        seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        sums[name] = sums.get(name, 0) + seconds
    return sums


def run(command, pages):
    begin = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    split, peak = {}, 0
    while process.poll() is None:
        for name, seconds in threads(process.pid).items():
            split[name] = max(split.get(name, 0), seconds)
        try:
            status = open(f"/proc/{process.pid}/status").read()
            peak = max(peak, int(re.search(r"VmHWM:\s+(\d+)", status).group(1)))
        except (OSError, AttributeError):
            pass
        time.sleep(0.02)
    seconds = time.monotonic() - begin
    out = process.stdout.read().decode().splitlines()
    total = sum(split.values())
    shares = ", ".join(f"{name} {100 * s / (total or 1):.0f}%" for name, s in
                       sorted(split.items(), key=lambda item: -item[1]))
    print(f"  {out[0] if out else 'no output'}")
    print(f"  {pages / seconds:.0f} pages/s, {seconds:.2f} s, peak {peak / 1024:.0f} MB")
    if total >= 0.1:  # a few ticks of the clock say nothing
        print(f"  CPU {total:.2f} s, {pages / total:.0f} pages/s of one core: {shares}")


def main():
    courant, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    copies = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    with tempfile.TemporaryDirectory() as top:
        warc = os.path.join(top, "pages.warc")
        pages, size = archive(warc, folder, copies)
        print(f"{pages} pages, {size / 1e6:.0f} MB of HTML, {os.cpu_count()} cores")
        command = [courant, "--data", os.path.join(top, "data"), "import"]
        print("first import:")
        run(command + [warc], pages)
        print("again, all unchanged:")
        run(command + ["--again", warc], pages)
        print("after all of it is known:")
        run(command + [warc], pages)


main()
