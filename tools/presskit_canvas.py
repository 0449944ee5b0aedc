"""The drawing surface of the demo's pictures: collects SVG elements in a stable form."""


import random
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 1200, 675

class SceneError(Exception):
    """A scene file asks for something this file cannot draw."""


class Canvas:
    """Collects SVG elements; numbers are rounded so that output is stable."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.out = []
        self.defs = []

    def add(self, name, text=None, **attrs):
        parts = []
        for key, value in attrs.items():
            if isinstance(value, float):
                value = f"{value:.1f}".rstrip("0").rstrip(".")
            parts.append(f' {key.replace("_", "-")}="{escape(str(value), {chr(34): "&quot;"})}"')
        body = f">{escape(text)}</{name}>" if text is not None else "/>"
        self.out.append(f"<{name}{''.join(parts)}{body}")

    def rect(self, x, y, w, h, fill, **more):
        self.add("rect", x=float(x), y=float(y), width=float(w), height=float(h), fill=fill, **more)

    def circle(self, x, y, r, fill, **more):
        self.add("circle", cx=float(x), cy=float(y), r=float(r), fill=fill, **more)

    def poly(self, points, fill, **more):
        flat = " ".join(f"{x:.0f},{y:.0f}" for x, y in points)
        self.add("polygon", points=flat, fill=fill, **more)

    def line(self, x1, y1, x2, y2, stroke, width=3, **more):
        self.add("line", x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), stroke=stroke,
                 stroke_width=width, stroke_linecap="round", **more)

    def path(self, d, fill="none", **more):
        self.add("path", d=d, fill=fill, **more)

    def label(self, x, y, text, size=26, fill="#26323b", anchor="start", weight="400"):
        self.add("text", text, x=float(x), y=float(y), font_size=size, fill=fill,
                 text_anchor=anchor, font_weight=weight,
                 font_family="Georgia, 'Times New Roman', serif")
