"""Makes names_hash.inc from names.def: a perfect hash over the first sixteen bytes of a name.

usage: names.py NAMES.DEF OUT
A name is two little-endian 64-bit words, zero-filled. Its slot is the top bits of
(low ^ high * MIX) * multiplier; the multiplier is searched until no two names share a slot.
"""
import random
import re
import sys

MASK = (1 << 64) - 1
MIX = 0x9E3779B97F4A7C15
BITS = 11


def words(name):
    raw = name.lower().encode()
    if len(raw) > 16:
        sys.exit("names.py: '%s' is longer than 16 bytes" % name)
    raw = raw.ljust(16, b"\0")
    return int.from_bytes(raw[:8], "little"), int.from_bytes(raw[8:], "little")


def slot(low, high, multiplier):
    return ((low ^ (high * MIX & MASK)) * multiplier & MASK) >> (64 - BITS)


def find_multiplier(keys):
    source = random.Random(1)
    while True:
        multiplier = source.getrandbits(64) | 1
        slots = {slot(low, high, multiplier) for low, high in keys}
        if len(slots) == len(keys):
            return multiplier


def table(out, kind, names):
    keys = [words(name) for name in names]
    multiplier = find_multiplier(keys)
    slots = [0] * (1 << BITS)
    for number, (low, high) in enumerate(keys, 1):
        slots[slot(low, high, multiplier)] = number
    out.write("#define %s_MULTIPLIER 0x%016xu\n" % (kind, multiplier))
    out.write("static const uint8_t %s_slots[%d] = {\n" % (kind.lower(), len(slots)))
    for i in range(0, len(slots), 24):
        out.write(",".join(str(n) for n in slots[i:i + 24]) + ",\n")
    out.write("};\nstatic const uint64_t %s_words[][2] = {\n{0, 0},\n" % kind.lower())
    for low, high in keys:
        out.write("{0x%016xu, 0x%016xu},\n" % (low, high))
    out.write("};\n")


def main(source, target):
    text = open(source, encoding="utf-8").read()
    rows = re.findall(r'^HTML_(TAG|ATTR)\(\w+, "([^"]+)"\)', text, re.M)
    with open(target, "w", encoding="utf-8") as out:
        out.write("/* Made by tools/names.py from names.def. */\n")
        out.write("#define NAME_MIX 0x%016xu\n#define NAME_BITS %d\n" % (MIX, BITS))
        table(out, "TAG", [name for kind, name in rows if kind == "TAG"])
        table(out, "ATTR", [name for kind, name in rows if kind == "ATTR"])


main(*sys.argv[1:])
