"""Makes entities.inc: the named character references of HTML as a trie.

usage: entities.py OUT
The names and code points come from Python's own html.entities table. Children of a node lie
side by side, the last of them marked; a node that ends a name holds the number of its text.
"""
import html.entities
import sys


def build(names):
    root = {}
    for name, text in names.items():
        node = root
        for char in name:
            node = node.setdefault(char, {})
        node["text"] = text
    return root


def flatten(root):
    """Breadth first, so that siblings are neighbours; rows of [char, last, child, text]."""
    rows, queue = [], [(root, None)]
    while queue:
        node, parent = queue.pop(0)
        children = sorted(key for key in node if key != "text")
        if parent is not None and children:
            rows[parent][2] = len(rows)
        for char in children:
            child = node[char]
            rows.append([char, char == children[-1], 0, child.get("text")])
            queue.append((child, len(rows) - 1))
    return rows


def main(target):
    rows = flatten(build(html.entities.html5))
    texts = sorted({row[3] for row in rows if row[3] is not None})
    number = {text: n for n, text in enumerate(texts, 1)}
    with open(target, "w", encoding="utf-8") as out:
        out.write("/* Made by tools/entities.py. */\n")
        out.write("static const struct entity_node entity_nodes[] = {\n")
        for char, last, child, text in rows:
            out.write("{%d, %d, %d, %d},\n" % (ord(char), last, child, number.get(text, 0)))
        out.write("};\nstatic const uint16_t entity_first[128] = {\n")
        for i, row in enumerate(rows):
            out.write("[%d] = %d,\n" % (ord(row[0]), i + 1))
            if row[1]:
                break
        out.write("};\nstatic const struct entity_text entity_texts[] = {\n{0, {0}},\n")
        for text in texts:
            raw = text.encode()
            out.write("{%d, {%s}},\n" % (len(raw), ",".join(str(byte) for byte in raw)))
        out.write("};\n")


main(*sys.argv[1:])
