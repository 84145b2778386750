# SPDX-License-Identifier: MIT
# build/bench/bench.svg: the ratios to bare, a panel per kind of work, each with its own scale;
# for docs/, some of the panels.
# A dot is a median, its line the 95 % interval, a triangle the promise. Draws only.
from html import escape

COLOURS = {
    "empty": "#8a8f98",
    "shim": "#c2410c",
    "launcher": "#7e22ce",
    "eatmydata": "#1d6fb8",
    "faketime": "#2e8540",
    "jemalloc": "#a16207",
    "least-draw": "#111827",
    "calls": "#6b7280",
    "isolate": "#0f766e",
    "warn": "#b45309",
    "eager": "#9d174d",
    "heal": "#4d7c0f",
    "mutexes": "#be123c",
}
PANELS = {
    "draws": "Draws",
    "contended": "Draws by two threads at once",
    "forks": "fork + _exit + waitpid",
    "starts": "Starting a program",
    "connections": "Inherited client connections",
    "locks": "--locks",
    "numpy": "A Python process with NumPy",
}
SUBJECTS = ("shim", "launcher", "isolate", "warn", "heal", "mutexes")
WIDTH, LEFT, RIGHT = 900, 250, 50
STEP, LANE = 12, 14


def text(x, y, words, anchor="start", extra=""):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {extra}>{escape(words)}</text>'


def line(x1, y1, x2, y2, colour, width=1, extra=""):
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
        f' stroke="{colour}" stroke-width="{width}" {extra}/>'
    )


def tick_step(span):
    return next((s for s in (0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5) if span / s <= 9), 10)


class Scale:
    """Values to x, over all that a panel shows, 1 (bare) included."""

    def __init__(self, rows):
        marks = [1.0] + [r["ratios"][v]["high"] for r in rows for v in r["ratios"]]
        marks += [r["ratios"][v]["low"] for r in rows for v in r["ratios"]]
        marks += [p["target"] for r in rows for p in r["promises"] if p["plain"]]
        self.step = tick_step(max(marks) - min(marks))
        self.low = int(min(marks) / self.step) * self.step
        self.high = (int(max(marks) / self.step) + 1) * self.step

    def x(self, value):
        return LEFT + (value - self.low) / (self.high - self.low) * (WIDTH - LEFT - RIGHT)

    def ticks(self):
        count = round((self.high - self.low) / self.step)
        return [self.low + i * self.step for i in range(count + 1)]


def draw_axis(scale, top, bottom):
    out = []
    for tick in scale.ticks():
        bare = abs(tick - 1) < 1e-9
        colour, width = ("#333", 1.5) if bare else ("#ddd", 1)
        out.append(line(scale.x(tick), top, scale.x(tick), bottom, colour, width))
        label = "1 = bare" if bare else f"{tick:.2f}".rstrip("0").rstrip(".")
        out.append(text(scale.x(tick), bottom + 14, label, "middle", 'fill="#555"'))
    return out


def draw_row(row, scale, y):
    height = LANE + STEP * len(row["ratios"])
    out = [text(LEFT - 12, y + height / 2 + 4, row["title"], "end")]
    for lane, (variant, r) in enumerate(row["ratios"].items()):
        at = y + LANE / 2 + STEP * lane + STEP / 2
        colour = COLOURS.get(variant, "#000")
        out.append(line(scale.x(r["low"]), at, scale.x(r["high"]), at, colour, 2))
        size = 4.5 if variant in SUBJECTS else 3
        out.append(f'<circle cx="{scale.x(r["value"]):.1f}" cy="{at}" r="{size}" fill="{colour}"/>')
        if variant in SUBJECTS:
            value = f'{r["value"]:.3f}'
            out.append(text(scale.x(r["high"]) + 9, at + 4, value, extra=f'fill="{colour}"'))
        for p in row["promises"]:
            if p["plain"] and p["subject"] == variant:
                x = scale.x(p["target"])
                out.append(f'<path d="M{x:.1f} {at - 5}l5 -7h-10z" fill="{colour}"/>')
    return out, height


def draw_panel(name, rows, y):
    out = [text(20, y, PANELS.get(name, name), extra='font-weight="bold" font-size="15"')]
    scale = Scale(rows)
    top, body = y + 10, []
    y = top
    for row in rows:
        drawn, height = draw_row(row, scale, y)
        body += drawn
        y += height
    return out + draw_axis(scale, top, y) + body, y + 50


def draw(result, path, panels=None):
    """Writes the picture of `result`, as bench.json holds it, to `path`; of those panels."""
    timings = [t for t in result["timings"] if panels is None or t["panel"] in panels]
    out = [
        text(20, 30, "forkseed: cost as a ratio to bare", extra='font-weight="bold" font-size="18"'),
        text(20, 50, result["machine"], extra='fill="#555"'),
    ]
    shown = {v for r in timings for v in r["ratios"]}
    x = 20
    for variant in (v for v in COLOURS if v in shown):
        out.append(f'<circle cx="{x + 4}" cy="68" r="4" fill="{COLOURS[variant]}"/>')
        out.append(text(x + 13, 72, variant))
        x += 24 + 7 * len(variant)
    out.append(text(x + 10, 72, "\u25bc promised at most; line: 95 % interval", extra='fill="#555"'))
    y = 105
    for name in dict.fromkeys(r["panel"] for r in timings):
        rows = [r for r in timings if r["panel"] == name and r["ratios"]]
        if rows:
            drawn, y = draw_panel(name, rows, y)
            out += drawn
    with open(path, "w", encoding="utf-8") as svg:
        svg.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" width="{WIDTH}"'
            f' height="{y}" font-family="sans-serif" font-size="12" fill="#222">\n'
            f'<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(out) + "\n</svg>\n"
        )
