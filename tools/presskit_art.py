"""Draws the demo press's pictures: scene files (one drawing command per line) become flat SVG.

The pictures are ours, so no photograph and no licence travels with the demo, and a scene is a
few lines of text that a reviewer can read. Randomness is seeded by the scene's name: the same
scene gives the same bytes on every machine.
"""

from xml.sax.saxutils import escape

import presskit_land
import presskit_things
from presskit_canvas import HEIGHT, WIDTH, Canvas, SceneError

COMMANDS = {name[5:].replace("_", "-"): draw for module in (presskit_land, presskit_things)
            for name, draw in vars(module).items() if name.startswith("draw_")}


def parse_argument(word):
    try:
        return float(word)
    except ValueError:
        return word


def scene_to_svg(name, text):
    """SVG text of a scene: lines 'command arg | arg ...'; '#' at the start of a line comments."""
    canvas, title = Canvas(name), name
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("# "):
            continue
        command, _, rest = line.partition(" ")
        if command == "alt":
            title = rest.strip()
            continue
        draw = COMMANDS.get(command)
        if draw is None:
            raise SceneError(f"{name}, line {number}: no drawing command '{command}'")
        words = rest.split("|") if "|" in rest else rest.split()
        try:
            draw(canvas, *[parse_argument(w.strip()) for w in words])
        except (TypeError, ValueError) as error:
            raise SceneError(f"{name}, line {number}: '{line}': {error}") from error
    if not canvas.out:
        raise SceneError(f"{name}: nothing is drawn")
    defs = f"<defs>{''.join(canvas.defs)}</defs>" if canvas.defs else ""
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'width="{WIDTH}" height="{HEIGHT}" role="img"><title>{escape(title)}</title>{defs}'
            + "\n".join(canvas.out) + "</svg>\n")
