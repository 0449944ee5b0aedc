"""Landscapes, weather, crowds and maps for the demo's pictures: one function a scene command.

Each is draw_NAME(canvas, *numbers or words); positions are in a field of 1200 x 675.
"""

import math

from presskit_canvas import HEIGHT, WIDTH, SceneError

PALETTES = {
    "dawn": ("#f6d7b0", "#8fb3c9"), "day": ("#dfeef5", "#7fb2d6"), "dusk": ("#f2a65a", "#4a4e7c"),
    "night": ("#24365c", "#0d1730"), "storm": ("#9aa5ab", "#414b57"),
    "snow": ("#f4f7fa", "#b9cbd9"),
    "dust": ("#efdcc0", "#c79a6b"), "paper": ("#f5f0e4", "#e8dfca"), "room": ("#54473f", "#332b27"),
    "deep": ("#1b6a86", "#08283c"), "grass": ("#cfe3c5", "#7aa874"),
}


def draw_sky(c, palette="day"):
    if palette not in PALETTES:
        raise SceneError(f"unknown palette '{palette}'")
    low, high = PALETTES[palette]
    c.defs.append(f'<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" '
                  f'stop-color="{high}"/><stop offset="1" stop-color="{low}"/></linearGradient>')
    c.rect(0, 0, WIDTH, HEIGHT, "url(#sky)")


def draw_sun(c, x=900, y=170, r=60, fill="#fff3cf"):
    c.circle(x, y, r * 1.7, fill, opacity="0.25")
    c.circle(x, y, r, fill)


def draw_moon(c, x=900, y=150, r=46):
    c.circle(x, y, r, "#f3efdd")
    c.circle(x - r * 0.3, y - r * 0.2, r * 0.16, "#dcd6bf")
    c.circle(x + r * 0.25, y + r * 0.3, r * 0.22, "#dcd6bf")


def draw_stars(c, n=90):
    for _ in range(int(n)):
        c.circle(c.random.uniform(0, WIDTH), c.random.uniform(0, 420), c.random.uniform(0.8, 2.4),
                 "#f7f4e6", opacity=f"{c.random.uniform(0.4, 1):.2f}")


def draw_clouds(c, n=4, fill="#ffffff", y=120):
    for _ in range(int(n)):
        x, base = c.random.uniform(60, WIDTH - 160), y + c.random.uniform(-60, 70)
        for k in range(4):
            c.add("ellipse", cx=float(x + k * 42), cy=float(base + (8 if k % 2 else -6)), rx=54,
                  ry=float(20 + 8 * (k % 2)), fill=fill, opacity="0.75")


def draw_rain(c, n=130):
    for _ in range(int(n)):
        x, y = c.random.uniform(0, WIDTH), c.random.uniform(0, HEIGHT)
        c.line(x, y, x - 16, y + 44, "#d9e4ea", 2, opacity="0.55")


def draw_snowfall(c, n=120):
    for _ in range(int(n)):
        c.circle(c.random.uniform(0, WIDTH), c.random.uniform(0, HEIGHT),
                 c.random.uniform(2, 5), "#ffffff", opacity="0.85")


def draw_hills(c, y=430, height=90, fill="#6f8f72"):
    phase, step = c.random.uniform(0, 6), c.random.uniform(170, 260)
    points = [(x, y - height * (0.5 + 0.5 * math.sin(phase + x / step)) -
               height * 0.3 * math.sin(x / 83 + phase)) for x in range(0, WIDTH + 1, 24)]
    c.poly(points + [(WIDTH, HEIGHT), (0, HEIGHT)], fill)


def draw_mountains(c, y=460, height=260, fill="#5b6b7c", snow="#f3f6f8"):
    x = -120
    while x < WIDTH:
        w = c.random.uniform(200, 340)
        top = y - height * c.random.uniform(0.55, 1)
        peak = x + w * c.random.uniform(0.4, 0.6)
        c.poly([(x, y), (peak, top), (x + w, y)], fill)
        c.poly([(peak, top), (x + w, y), (peak + w * 0.1, y)], "#000000", opacity="0.12")
        cap = (y - top) * 0.24
        c.poly([(peak, top), (peak + w * 0.12, top + cap), (peak + w * 0.02, top + cap * 0.75),
                (peak - w * 0.06, top + cap * 1.05), (peak - w * 0.12, top + cap * 0.95)], snow)
        x += w * 0.55
    c.rect(0, y, WIDTH, HEIGHT - y, fill)


def draw_ground(c, y=520, fill="#7d8a5c"):
    c.rect(0, y, WIDTH, HEIGHT - y, fill)


def draw_sea(c, y=430, fill="#2f6d86", rough=1):
    c.rect(0, y, WIDTH, HEIGHT - y, fill)
    for _ in range(46):
        row = c.random.uniform(0.03, 1) ** 1.4
        x, yy, w = c.random.uniform(-20, WIDTH), y + row * (HEIGHT - y), 30 + 90 * row
        lift = 5 * rough * (0.4 + row)
        c.path(f"M{x:.0f} {yy:.0f} q{w / 4:.0f} {-lift:.0f} {w / 2:.0f} 0 t{w / 2:.0f} 0",
               stroke="#e6f1f4", stroke_width="3", opacity="0.45")


def draw_surf(c, y=470):
    for k in range(3):
        points, base = [], y + 66 * k
        for x in range(-20, WIDTH + 21, 20):
            points.append((x, base - abs(46 * math.sin(x / 120 + k * 1.3)) + 16 * k))
        shade = ("#57717f", "#3f5a69", "#2b4452")[k]
        c.poly(points + [(WIDTH + 20, HEIGHT), (-20, HEIGHT)], shade)
        d = "M" + " L".join(f"{x} {yy:.0f}" for x, yy in points)
        c.path(d, stroke="#eef4f6", stroke_width="6", opacity="0.8")


def draw_city(c, y=430, height=150, fill="#44546a", lit="#f7d98a"):
    x = -10
    while x < WIDTH:
        w, h = c.random.uniform(46, 100), height * c.random.uniform(0.4, 1)
        c.rect(x, y - h, w, h + 2, fill)
        if c.random.random() < 0.3:
            c.poly([(x, y - h), (x + w / 2, y - h - 34), (x + w, y - h)], fill)
        for wy in range(int(y - h + 14), int(y - 14), 24):
            for wx in range(int(x + 9), int(x + w - 12), 19):
                if c.random.random() < 0.45:
                    c.rect(wx, wy, 8, 11, lit, opacity="0.85")
        x += w + c.random.choice((0, 0, 5))


def draw_houses(c, y=470, n=9, leaning=0):
    width = WIDTH / int(n)
    for k in range(int(n)):
        x, h = k * width, c.random.uniform(80, 135)
        wall = c.random.choice(("#e8d8bd", "#d9b48f", "#c9c3b4", "#e3c7a0", "#b98d70"))
        tilt = c.random.uniform(-11, 11) * float(leaning)
        c.out.append(f'<g transform="rotate({tilt:.1f} {x + width / 2:.0f} {y:.0f})">')
        c.rect(x + 6, y - h, width - 12, h, wall)
        c.poly([(x - 2, y - h), (x + width / 2, y - h - 52), (x + width + 2, y - h)], "#8c4a3a")
        c.rect(x + width * 0.42, y - 46, width * 0.18, 46, "#5a4334")
        for wx in (0.18, 0.68):
            c.rect(x + width * wx, y - h + 22, width * 0.15, 28, "#6f8794")
        if leaning and c.random.random() < 0.6:
            cx = x + width * c.random.uniform(0.3, 0.6)
            c.path(f"M{cx:.0f} {y - h:.0f} l10 26 l-14 20 l12 24 l-8 18", stroke="#4a3a30",
                   stroke_width="4")
        c.out.append("</g>")


def draw_rubble(c, x=600, y=560, n=70, spread=330):
    for _ in range(int(n)):
        px, r = x + c.random.gauss(0, spread / 2.4), c.random.uniform(10, 30)
        py = y + c.random.uniform(-70, 40) * max(0.1, 1 - abs(px - x) / spread)
        fill = c.random.choice(("#a08b76", "#8b7765", "#b9a68f", "#76685b"))
        c.poly([(px + r * math.cos(a + c.random.uniform(-0.3, 0.3)),
                 py + r * 0.7 * math.sin(a)) for a in (0, 1.3, 2.5, 3.8, 5)], fill)


def draw_water(c, y=585, fill="#3f7f97"):
    c.rect(0, y, WIDTH, HEIGHT - y, fill, opacity="0.8")
    for k in range(7):
        c.path(f"M{40 + 170 * k} {y + 18 + (k % 3) * 22} q30 -10 60 0 t60 0", stroke="#d7e8ee",
               stroke_width="4", opacity="0.7")


def draw_crowd(c, y=610, n=34, fill="#2b3440"):
    for k in range(int(n)):
        x = (k + c.random.uniform(0.1, 0.9)) * WIDTH / int(n)
        h = c.random.uniform(60, 96)
        c.circle(x, y - h, 14, fill)
        c.path(f"M{x - 25:.0f} {HEIGHT} V{y - h + 44:.0f} Q{x:.0f} {y - h + 4:.0f} "
               f"{x + 25:.0f} {y - h + 44:.0f} V{HEIGHT} Z", fill=fill)


def draw_trees(c, y=520, n=14, fill="#3f6b4a", wind=0):
    for _ in range(int(n)):
        x, h = c.random.uniform(20, 1180), c.random.uniform(70, 150)
        lean = h * 0.35 * float(wind)
        c.line(x, y, x + lean * 0.5, y - h * 0.5, "#5a4334", 9)
        c.add("ellipse", cx=float(x + lean), cy=float(y - h * 0.75), rx=float(h * 0.3),
              ry=float(h * 0.42), fill=fill)


def draw_rows(c, y=470, fill="#6d8b3f", soil="#a98a5a"):
    c.rect(0, y, WIDTH, HEIGHT - y, soil)
    for k in range(-9, 20):
        x = 600 + (k - 5) * 42
        far = 600 + (k - 5) * 190
        c.poly([(x, y), (x + 16, y), (far + 70, HEIGHT), (far, HEIGHT)], fill)


def draw_grassbed(c, y=640, n=90, fill="#4f9a6b"):
    for _ in range(int(n)):
        x, h = c.random.uniform(0, WIDTH), c.random.uniform(110, 300)
        bend = c.random.uniform(-46, 46)
        c.path(f"M{x:.0f} {HEIGHT} Q{x + bend:.0f} {y - h * 0.5:.0f} {x + bend * 1.6:.0f} "
               f"{y - h:.0f}", stroke=fill, stroke_width="10", stroke_linecap="round",
               opacity=f"{c.random.uniform(0.5, 1):.2f}")


def draw_road(c, y=470, fill="#dfe9ef"):
    c.poly([(540, y), (660, y), (1080, HEIGHT), (120, HEIGHT)], fill)
    for k in range(6):
        t = (k + 1) / 7
        c.line(600, y + (HEIGHT - y) * t, 600, y + (HEIGHT - y) * (t + 0.07), "#7f97a6", 7)


def draw_map(c, side="both"):
    c.rect(0, 0, WIDTH, HEIGHT, "#bcd6e0")
    coasts = {"west": [(0, 0), (390, 0), (430, 90), (370, 190), (450, 290), (410, 400), (350, 470),
                       (400, 580), (330, 675), (0, 675)],
              "east": [(1200, 0), (800, 0), (770, 110), (840, 200), (760, 300), (730, 380),
                       (830, 460), (810, 560), (880, 675), (1200, 675)]}
    for name, points in coasts.items():
        if side in ("both", name):
            c.poly(points, "#efe6cf", stroke="#8a8063", stroke_width="3")


def draw_place(c, x=0, y=0, name="", kind="dot"):
    """A dot and its name; kind 'quake' draws rings, 'left' puts the name on the left."""
    if kind == "quake":
        for r in (70, 46, 22):
            c.circle(x, y, r, "none", stroke="#a8322a", stroke_width="4")
    c.circle(x, y, 9, "#a8322a" if kind == "quake" else "#26323b")
    left = kind == "left"
    c.label(x - 18 if left else x + (84 if kind == "quake" else 18), y + 9, name, 27, anchor="end" if left else "start",
            weight="700" if kind == "quake" else "400")


def draw_route(c, x1=0, y1=0, x2=0, y2=0):
    c.line(x1, y1, x2, y2, "#a8322a", 7, stroke_dasharray="16 14")


def draw_water_label(c, x=0, y=0, text=""):
    c.add("text", text, x=float(x), y=float(y), font_size=28, fill="#5c8396", font_style="italic",
          text_anchor="middle", font_family="Georgia, 'Times New Roman', serif")
