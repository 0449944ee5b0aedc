"""Buildings, vehicles, instruments and charts for the demo's pictures: one function a command.

Each is draw_NAME(canvas, *numbers or words); positions are in a field of 1200 x 675.
"""

import math

from presskit_canvas import HEIGHT, WIDTH


def draw_lighthouse(c, x=880, y=470, h=260):
    c.poly([(x - 34, y), (x + 34, y), (x + 21, y - h), (x - 21, y - h)], "#f2ede2")
    for k in range(3):
        top = y - h * (0.22 + 0.28 * k)
        c.poly([(x - 30 + 4 * k, top + 26), (x + 30 - 4 * k, top + 26), (x + 27 - 4 * k, top - 8),
                (x - 27 + 4 * k, top - 8)], "#b8433a")
    c.rect(x - 28, y - h - 8, 56, 10, "#2d3840")
    c.rect(x - 16, y - h - 42, 32, 36, "#f9e29c")
    c.poly([(x - 24, y - h - 42), (x, y - h - 70), (x + 24, y - h - 42)], "#2d3840")
    c.poly([(x - 14, y - h - 26), (x - 420, y - h - 80), (x - 420, y - h + 46)], "#fbe9ae",
           opacity="0.3")


def draw_ship(c, x=400, y=470, s=1, kind="cargo"):
    c.out.append(f'<g transform="translate({x:.0f} {y:.0f}) scale({float(s):g})">')
    if kind == "ferry":
        c.poly([(-190, -34), (200, -34), (168, 22), (-168, 22)], "#f4f4f0")
        c.rect(-190, -8, 376, 9, "#b8433a")
        c.rect(-140, -76, 270, 42, "#ffffff")
        c.rect(-90, -106, 150, 30, "#e9ecee")
        c.rect(20, -138, 34, 34, "#b8433a")
        for k in range(9):
            c.rect(-128 + 28 * k, -64, 14, 14, "#4a6a7d")
    elif kind == "trawler":
        c.poly([(-110, -40), (120, -58), (88, 22), (-88, 22)], "#2f5d50")
        c.rect(-20, -106, 62, 58, "#f1ead9")
        c.rect(-12, -96, 20, 18, "#4a6a7d")
        c.line(-60, -38, -60, -150, "#5a4334", 6)
        c.line(-60, -146, -132, -60, "#5a4334", 4)
        c.line(-60, -146, 10, -108, "#5a4334", 3)
    else:
        c.poly([(-240, -30), (260, -30), (226, 26), (-220, 26)], "#7b2f2a")
        for k in range(8):
            for row in range(2 if k % 3 else 3):
                fill = c.random.choice(("#c7703a", "#3f7a8c", "#8aa05a", "#c9a64b", "#5c5f7a"))
                c.rect(-150 + 42 * k, -58 - 28 * row, 40, 26, fill)
        c.rect(-218, -112, 52, 82, "#f0eee6")
    c.out.append("</g>")


def draw_crane(c, x=200, y=470, h=250):
    for dx in (-36, 36):
        c.line(x + dx, y, x + dx * 0.6, y - h * 0.7, "#c2542f", 11)
    c.line(x - 110, y - h * 0.7, x + 210, y - h * 0.7, "#c2542f", 13)
    c.line(x, y - h * 0.7, x, y - h, "#c2542f", 10)
    c.line(x, y - h, x + 206, y - h * 0.7, "#c2542f", 4)
    c.line(x + 160, y - h * 0.7, x + 160, y - h * 0.3, "#2d3840", 3)
    c.rect(x + 140, y - h * 0.3, 42, 24, "#3f7a8c")


def draw_bridge(c, y=420, fill="#7d3b34"):
    c.rect(0, y, WIDTH, 15, fill)
    for x in (330, 870):
        c.rect(x - 13, y - 210, 26, 320, fill)
    for k in range(0, 28):
        x = k * WIDTH / 27
        sag = min(abs(x - 330), abs(x - 870)) / 270
        top = y - 205 + 190 * min(1, sag) ** 0.8
        c.line(x, top, x, y, fill, 2)
    c.path(f"M0 {y - 20} Q190 {y - 40} 330 {y - 205} Q600 {y + 150} 870 {y - 205} "
           f"Q1010 {y - 40} 1200 {y - 20}", stroke=fill, stroke_width="6")


def draw_tunnel(c, x=600, y=600, r=260):
    c.rect(0, 0, WIDTH, HEIGHT, "#5f6a70")
    for row in range(9):
        for k in range(-1, 13):
            c.rect(k * 104 + (52 if row % 2 else 0), row * 76, 98, 70, "#6d787e")
    c.path(f"M{x - r} {y} V{y - r * 0.8:.0f} A{r} {r} 0 0 1 {x + r} {y - r * 0.8:.0f} V{y} Z",
           fill="#14191d", stroke="#cfc8b6", stroke_width="26")
    for k in range(6):
        inner = r * (0.86 - 0.13 * k)
        c.path(f"M{x - inner:.0f} {y} V{y - inner * 0.8:.0f} A{inner:.0f} {inner:.0f} 0 0 1 "
               f"{x + inner:.0f} {y - inner * 0.8:.0f} V{y}", stroke="#3c464d", stroke_width="4")
    c.circle(x, y - 160, 15, "#f9e29c")
    c.rect(0, y, WIDTH, HEIGHT - y, "#3a4247")
    for side in (-1, 1):
        c.line(x + side * 22, y - 110, x + side * 170, HEIGHT, "#aab3b8", 7)


def draw_train(c, x=140, y=520, n=4, fill="#2f5d8a"):
    for k in range(int(n)):
        left = x + k * 232
        c.add("rect", x=float(left), y=float(y - 110), width=224, height=104, rx=16, fill=fill)
        c.rect(left, y - 42, 224, 10, "#f2ede2")
        for w in range(4):
            c.rect(left + 20 + 50 * w, y - 90, 36, 34, "#d9e8ef")
        for wheel in (44, 180):
            c.circle(left + wheel, y, 15, "#2a2f33")
    c.rect(0, y + 15, WIDTH, 8, "#575f64")


def draw_stadium(c, y=330, lights=1):
    c.path(f"M0 {y + 120} Q600 {y - 90} 1200 {y + 120} V{y + 200} H0 Z", fill="#56616e")
    for _ in range(520):
        x = c.random.uniform(10, 1190)
        rim = y + 124 - 108 * (1 - ((x - 600) / 600) ** 2)
        c.circle(x, rim + c.random.uniform(8, 74), 5,
                 c.random.choice(("#d9dde0", "#b8433a", "#2f5d8a", "#e6c15c", "#8d979f")))
    c.poly([(0, y + 190), (1200, y + 190), (1200, HEIGHT), (0, HEIGHT)], "#4f8a4b")
    for k in range(0, 8, 2):
        c.poly([(600 + (k - 4) * 150, y + 190), (600 + (k - 3) * 150, y + 190),
                (600 + (k - 3) * 260, HEIGHT), (600 + (k - 4) * 260, HEIGHT)], "#5d9a57")
    c.path(f"M420 {y + 200} V{y + 96} H780 V{y + 200}", stroke="#f7f7f2", stroke_width="9")
    for side in (90, 1110):
        c.rect(side - 6, 60, 12, y + 60, "#333c44")
        c.rect(side - 46, 40, 92, 50, "#333c44")
        for k in range(8):
            c.circle(side - 33 + 22 * (k % 4), 54 + 22 * (k // 4), 8,
                     "#fff4c4" if float(lights) else "#5b636a")


def draw_ball(c, x=600, y=580, r=44):
    c.circle(x, y, r, "#fbfbf7", stroke="#2a2f33", stroke_width="3")
    for k in range(5):
        a = 2 * math.pi * k / 5 - math.pi / 2
        c.circle(x + r * 0.62 * math.cos(a), y + r * 0.62 * math.sin(a), r * 0.17, "#2a2f33")
    c.circle(x, y, r * 0.22, "#2a2f33")


def draw_seismogram(c, y=330, peak=190, fill="#a8322a"):
    for k in range(1, 13):
        c.line(k * 92, 90, k * 92, 590, "#cfc6b2", 1)
    for k in range(1, 7):
        c.line(40, 90 + k * 74, 1160, 90 + k * 74, "#cfc6b2", 1)
    parts, x = [f"M40 {y}"], 40
    while x < 1160:
        x += 6
        swell = math.exp(-((x - 520) / 110) ** 2) + 0.35 * math.exp(-((x - 770) / 90) ** 2) + 0.02
        parts.append(f"L{x} {y + c.random.uniform(-1, 1) * peak * swell:.0f}")
    c.path(" ".join(parts), stroke=fill, stroke_width="4", stroke_linejoin="round")


def draw_dish(c, x=300, y=520, s=1):
    c.out.append(f'<g transform="translate({x:.0f} {y:.0f}) scale({float(s):g})">')
    c.poly([(-50, 0), (50, 0), (14, -120), (-14, -120)], "#8b959c")
    c.path("M-130 -250 A170 170 0 0 0 120 -110 Z", fill="#e6eaec", stroke="#aab3b8",
           stroke_width="5")
    c.line(-6, -180, 70, -262, "#5f6a70", 6)
    c.circle(72, -264, 12, "#5f6a70")
    c.out.append("</g>")


def draw_probe(c, x=760, y=220, s=1):
    c.out.append(f'<g transform="translate({x:.0f} {y:.0f}) rotate(-18) scale({float(s):g})">')
    for side in (-1, 1):
        for k in range(3):
            c.rect((52 + 64 * k) if side > 0 else (-112 - 64 * k), -34, 60, 68, "#2b5f9c",
                   stroke="#9fb8cf", stroke_width="3")
    c.rect(-46, -46, 92, 92, "#d2b15b")
    c.path("M-54 -62 A54 54 0 0 1 54 -62 Z", fill="#eceff0")
    c.line(0, -62, 0, -128, "#cfd5d8", 4)
    c.out.append("</g>")


def draw_comet(c, x=250, y=140):
    c.poly([(x, y - 16), (x + 420, y - 150), (x + 350, y - 60), (x, y + 16)], "#dfeaf2",
           opacity="0.28")
    c.circle(x, y, 19, "#f4fafc")


def draw_waves(c, x=300, y=250, n=4):
    for k in range(int(n)):
        r = 50 + 46 * k
        c.path(f"M{x} {y - r} A{r} {r} 0 0 1 {x + r} {y}", stroke="#f3d98a", stroke_width="6",
               opacity=f"{0.9 - 0.17 * k:.2f}")


def draw_parliament(c, y=500, fill="#dcd3c0"):
    c.rect(220, y - 170, 760, 170, fill)
    c.poly([(380, y - 170), (600, y - 270), (820, y - 170)], "#cbc0a9")
    c.path(f"M520 {y - 236} A80 80 0 0 1 680 {y - 236} Z", fill="#6f8f8a")
    c.line(600, y - 316, 600, y - 384, "#4a4e57", 5)
    c.poly([(600, y - 384), (664, y - 368), (600, y - 350)], "#b8433a")
    for k in range(8):
        c.rect(410 + 52 * k, y - 160, 22, 150, "#f2ecdf")
    for k in range(3):
        for x in (244, 300, 844 + 56, 844):
            c.rect(x, y - 150 + 46 * k, 30, 30, "#7a8891")
    for k in range(3):
        c.rect(200 - 20 * k, y + 12 * k, 800 + 40 * k, 12, ("#c2b79f", "#b5a98f", "#a89b80")[k])


def draw_hospital(c, x=600, y=520):
    c.rect(x - 300, y - 230, 600, 230, "#e8ecee")
    c.rect(x - 100, y - 300, 200, 300, "#f6f8f9")
    c.rect(x - 15, y - 284, 30, 84, "#b8433a")
    c.rect(x - 42, y - 257, 84, 30, "#b8433a")
    for row in range(4):
        for k in range(5):
            for side in (x - 284 + 36 * k, x + 116 + 36 * k):
                dark = c.random.random() < 0.6
                c.rect(side, y - 212 + 50 * row, 24, 30, "#3a4650" if dark else "#f4d98b")
    c.rect(x - 42, y - 88, 84, 88, "#55636d")


def draw_screen(c, x=600, y=330, text="404"):
    c.add("rect", x=float(x - 290), y=float(y - 190), width=580, height=350, rx=18, fill="#20262b")
    c.rect(x - 268, y - 168, 536, 306, "#5a1f24")
    c.rect(x - 26, y - 60, 52, 70, "#f0d8d0", rx=8)
    c.path(f"M{x - 18} {y - 60} V{y - 84} A18 18 0 0 1 {x + 18} {y - 84} V{y - 60}",
           stroke="#f0d8d0", stroke_width="9")
    c.label(x, y + 70, text, 30, "#f0d8d0", "middle")
    c.rect(x - 60, y + 160, 120, 44, "#2d3840")
    c.rect(x - 130, y + 200, 260, 16, "#2d3840")


def draw_painting(c, x=600, y=330, w=620, h=420):
    c.rect(x - w / 2 - 34, y - h / 2 - 34, w + 68, h + 68, "#8a6a2f")
    c.rect(x - w / 2 - 20, y - h / 2 - 20, w + 40, h + 40, "#c8a04c")
    c.rect(x - w / 2, y - h / 2, w, h, "#d7cdb4")
    c.rect(x - w / 2, y - h / 2, w, h * 0.42, "#9fb4b6")
    for k in range(5):
        px, top = x - w * 0.36 + k * w * 0.18, y - h * 0.02 - 26 * (k % 2)
        c.poly([(px - 34, y + h * 0.4), (px - 15, top), (px + 15, top), (px + 34, y + h * 0.4)],
               ("#6b3b3a", "#3d4f6b", "#7a6a45", "#4f5f4b", "#5b3f55")[k])
        c.circle(px, top - 15, 16, "#d9b48f")
        c.path(f"M{px - 20:.0f} {top - 14:.0f} Q{px:.0f} {top - 48:.0f} {px + 20:.0f} "
               f"{top - 14:.0f}", fill="#f2ede2")
        c.add("ellipse", cx=float(px + 26), cy=float(y + h * 0.16), rx=20, ry=13, fill="#f8f6ee")


def draw_fish(c, n=26, fill="#c9d8de"):
    for _ in range(int(n)):
        x, y = c.random.uniform(40, 1140), c.random.uniform(110, 600)
        s = c.random.uniform(0.6, 1.25)
        c.path(f"M{x:.0f} {y:.0f} q{34 * s:.0f} {-24 * s:.0f} {76 * s:.0f} 0 l{26 * s:.0f} "
               f"{-17 * s:.0f} v{34 * s:.0f} l{-26 * s:.0f} {-17 * s:.0f} q{-42 * s:.0f} "
               f"{24 * s:.0f} {-76 * s:.0f} 0 z", fill=fill, opacity=f"{0.45 + 0.4 * s:.2f}")
        c.circle(x + 14 * s, y - 3 * s, 3.2 * s, "#20262b")


def draw_loaves(c, y=520, n=6):
    c.rect(0, y, WIDTH, HEIGHT - y, "#7a5a3c")
    for k in range(int(n)):
        x = 120 + k * 190
        c.add("ellipse", cx=float(x), cy=float(y - 30), rx=88, ry=46, fill="#c98d4b")
        for cut in (-40, 0, 40):
            c.line(x + cut - 14, y - 16, x + cut + 14, y - 60, "#f0d6a6", 8)


def draw_books(c, y=520, n=22):
    c.rect(0, y, WIDTH, 24, "#5a4334")
    x = 60
    for _ in range(int(n)):
        w, h = c.random.uniform(28, 62), c.random.uniform(190, 320)
        fill = c.random.choice(("#7b2f2a", "#2f5d50", "#2f4f7a", "#c9a64b", "#5c4a6b", "#b9a68f"))
        c.rect(x, y - h, w, h, fill)
        c.rect(x + 5, y - h + 32, w - 10, 9, "#f2e6c4", opacity="0.8")
        x += w + 3
        if x > 1100:
            break


def draw_chess(c, x=360, y=200, size=60):
    for row in range(8):
        for col in range(8):
            c.rect(x + col * size, y - 100 + row * size, size, size,
                   "#efe3cb" if (row + col) % 2 == 0 else "#8a6a4c")
    for col, row, fill in ((3, 2, "#20262b"), (5, 5, "#fbfbf7"), (2, 6, "#fbfbf7"),
                           (6, 1, "#20262b"), (4, 4, "#20262b")):
        cx, cy = x + col * size + size / 2, y - 100 + row * size + size / 2
        c.poly([(cx - 17, cy + 22), (cx + 17, cy + 22), (cx + 7, cy - 8), (cx - 7, cy - 8)], fill,
               stroke="#3a2f26", stroke_width="2")
        c.circle(cx, cy - 14, 11, fill, stroke="#3a2f26", stroke_width="2")


def draw_clock(c, x=600, y=250, r=130):
    c.rect(x - r * 0.9, y, r * 1.8, HEIGHT - y, "#b99b78")
    c.poly([(x - r, y - r * 0.9), (x, y - r * 2), (x + r, y - r * 0.9)], "#6b4a3a")
    c.circle(x, y, r, "#f7f1df", stroke="#4a3a30", stroke_width="12")
    for k in range(12):
        a = math.pi * k / 6
        c.circle(x + r * 0.8 * math.sin(a), y - r * 0.8 * math.cos(a), 6, "#3a2f26")
    c.line(x, y, x - r * 0.1, y - r * 0.62, "#3a2f26", 9)
    c.line(x, y, x + r * 0.42, y - r * 0.2, "#3a2f26", 11)


def draw_bus(c, x=300, y=560, fill="#b8433a"):
    c.add("rect", x=float(x), y=float(y - 190), width=520, height=176, rx=20, fill=fill)
    for k in range(6):
        c.rect(x + 24 + 80 * k, y - 166, 64, 62, "#d9e8ef")
    c.rect(x, y - 70, 520, 11, "#f2ede2")
    for wheel in (110, 410):
        c.circle(x + wheel, y - 8, 38, "#20262b")
        c.circle(x + wheel, y - 8, 16, "#aab3b8")


def draw_cyclists(c, y=560, n=5):
    for k in range(int(n)):
        x = 160 + k * 200
        for wheel in (0, 104):
            c.circle(x + wheel, y, 38, "none", stroke="#20262b", stroke_width="5")
        c.path(f"M{x} {y} L{x + 34} {y - 54} L{x + 84} {y - 54} L{x + 104} {y} M{x + 34} "
               f"{y - 54} L{x + 52} {y} L{x + 84} {y - 54}", stroke="#b8433a", stroke_width="6")
        shirt = ("#e6c15c", "#2f5d8a", "#b8433a", "#4f8a4b", "#5c4a6b")[k % 5]
        c.poly([(x + 26, y - 80), (x + 40, y - 100), (x + 98, y - 116), (x + 92, y - 84)], shirt)
        c.circle(x + 112, y - 128, 17, "#d9b48f")


def draw_truck(c, x=470, y=560, s=1, fill="#c7703a"):
    c.out.append(f'<g transform="translate({x:.0f} {y:.0f}) scale({float(s):g})">')
    c.rect(0, -120, 190, 106, "#e8ecee")
    c.rect(196, -92, 76, 78, fill)
    c.rect(216, -80, 44, 32, "#d9e8ef")
    for wheel in (40, 92, 232):
        c.circle(wheel, -10, 22, "#20262b")
    c.out.append("</g>")


def draw_title(c, text="", sub=""):
    c.label(60, 62, text, 34, weight="700")
    c.label(60, 98, sub, 23, "#5a666e")


def draw_bars(c, *pairs):
    values = [(p.rpartition("=")[0], float(p.rpartition("=")[2])) for p in pairs]
    top = max(v for _, v in values)
    width = 1080 / len(values)
    for k, (name, value) in enumerate(values):
        h, x = 400 * value / top, 60 + k * width
        c.rect(x + width * 0.14, 590 - h, width * 0.72, h, "#2f6d86" if value < top else "#b8433a")
        c.label(x + width / 2, 578 - h, f"{value:g}", 24, anchor="middle", weight="700")
        c.label(x + width / 2, 624, name, 22, "#5a666e", "middle")
    c.line(60, 590, 1140, 590, "#26323b", 3)


def draw_curve(c, *pairs):
    values = [(p.rpartition("=")[0], float(p.rpartition("=")[2])) for p in pairs]
    low, high = min(v for _, v in values), max(v for _, v in values)
    spots = []
    for k, (name, value) in enumerate(values):
        x = 90 + k * 1020 / (len(values) - 1)
        spots.append((x, 570 - 380 * (value - low) / ((high - low) or 1)))
        c.label(x, 628, name, 22, "#5a666e", "middle")
    for k in range(5):
        c.line(60, 190 + 95 * k, 1140, 190 + 95 * k, "#d3c9b4", 1)
    c.path("M" + " L".join(f"{x:.0f} {y:.0f}" for x, y in spots), stroke="#b8433a",
           stroke_width="6", stroke_linejoin="round")
    for (x, y), (_, value) in zip(spots, values):
        c.circle(x, y, 9, "#b8433a")
        c.label(x, y - 20, f"{value:g}", 23, anchor="middle", weight="700")
