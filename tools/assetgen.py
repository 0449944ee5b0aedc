#!/usr/bin/env python3
"""assetgen: puts style sheets, scripts and icons into the binary.

    assetgen.py --out-c F --out-h F FILE...

Each file is lightly minified, named after its content (/assets/site.3f9a1c20.css), and kept as
it is and precompressed with gzip and brotli, so that serving one is handing out a pointer.
"""

import argparse
import ctypes
import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys

TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
         ".svg": "image/svg+xml", ".png": "image/png"}


def minify_css(text):
    """Comments and white space go; strings keep theirs."""
    parts = re.split(r'("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')',
                     re.sub(r"/\*.*?\*/", "", text, flags=re.S))
    for i in range(0, len(parts), 2):
        part = re.sub(r"\s+", " ", parts[i])
        part = re.sub(r" ?([{};,]) ?", r"\1", part)
        parts[i] = re.sub(r";}", "}", re.sub(r"(?<=[\w-]): ", ":", part))
    return "".join(parts).strip() + "\n"


def minify_js(text):
    """Only indentation, empty lines and whole-line comments go: safe without a parser, as the
    scripts in web/js hold no multi-line strings."""
    if "`" in text:
        sys.exit("assetgen: a template literal could hold white space that matters")
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def minify(name, data):
    text = {".css": minify_css, ".js": minify_js}.get(os.path.splitext(name)[1])
    if text:
        return text(data.decode()).encode()
    if name.endswith(".svg"):
        return re.sub(rb">\s+<", b"><", data.strip()) + b"\n"
    return data


def brotli(data):
    """Through the library the program links anyway, else the command; b"" without either."""
    try:
        library = ctypes.CDLL("libbrotlienc.so.1")
    except OSError:
        if not shutil.which("brotli"):
            return b""
        return subprocess.run(["brotli", "-q", "11", "-c"], input=data, stdout=subprocess.PIPE,
                              check=True).stdout
    size = ctypes.c_size_t(len(data) + 1024)
    out = ctypes.create_string_buffer(size.value)
    done = library.BrotliEncoderCompress(11, 22, 1, ctypes.c_size_t(len(data)), data,
                                         ctypes.byref(size), out)
    return out.raw[:size.value] if done else b""


def c_name(name):
    return re.sub(r"[^A-Za-z0-9]", "_", name).upper()


def c_bytes(name, data):
    if not data:
        return ""
    rows = (", ".join(str(b) for b in data[i:i + 24]) for i in range(0, len(data), 24))
    return f"static const unsigned char {name}[] = {{\n" + ",\n".join(rows) + "};\n"


def c_str(name, data):
    return f"{{(const char *){name}, {len(data)}}}" if data else "{NULL, 0}"


def main():
    parser = argparse.ArgumentParser(description="embed assets")
    parser.add_argument("--out-c", required=True)
    parser.add_argument("--out-h", required=True)
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    arrays, rows, urls = [], [], []
    for path in sorted(options.files, key=os.path.basename):
        name = os.path.basename(path)
        stem, extension = os.path.splitext(name)
        if extension not in TYPES:
            sys.exit(f"assetgen: no content type for '{name}'")
        with open(path, "rb") as f:
            data = minify(name, f.read())
        digest = hashlib.sha256(data).hexdigest()[:8]
        address = f"/assets/{stem}.{digest}{extension}"
        packed = {"RAW": data, "GZIP": gzip.compress(data, 9, mtime=0), "BROTLI": brotli(data)}
        for kind in ("GZIP", "BROTLI"):
            if len(packed[kind]) >= len(data):
                packed[kind] = b""
        arrays += [c_bytes(f"{c_name(name)}_{kind}", value) for kind, value in packed.items()]
        values = ", ".join(c_str(f"{c_name(name)}_{kind}", value)
                           for kind, value in packed.items())
        rows.append(f'    {{{{"{name}", {len(name)}}}, {{"{address}", {len(address)}}}, '
                    f'{{"{TYPES[extension]}", {len(TYPES[extension])}}}, '
                    f'{{"\\"{digest}\\"", {len(digest) + 2}}}, {values}}},')
        urls.append(f'#define ASSET_URL_{c_name(name)} "{address}"')
    made = "/* Made by tools/assetgen.py from web/. */\n"
    with open(options.out_h, "w", encoding="utf-8") as f:
        f.write(made + "#ifndef COURANT_ASSETS_H\n#define COURANT_ASSETS_H\n\n"
                + "\n".join(urls) + "\n\n#endif\n")
    with open(options.out_c, "w", encoding="utf-8") as f:
        f.write(made + '#include "web/asset.h"\n\n' + "".join(arrays)
                + "const struct asset ASSETS[] = {\n" + "\n".join(rows)
                + f"\n}};\nconst size_t ASSET_COUNT = {len(rows)};\n")


if __name__ == "__main__":
    main()
