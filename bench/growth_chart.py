# SPDX-License-Identifier: MIT
# growth.svg: two panels side by side: what a child's first draw costs behind so many others, and
# what audits of so many processes take. Draws only.
import math

from chart import line, text

COLOURS = ("#c2410c", "#1d6fb8", "#2e8540", "#7e22ce")
WIDTH, HEIGHT = 900, 330
TOP, BOTTOM, PANEL = 70, 280, 340


class Plot:
    """One panel: its left edge, and what lies at its edges."""

    def __init__(self, left, across, up, logarithmic):
        self.left, self.across, self.up, self.logarithmic = left, across, up, logarithmic
        self.out = []

    def x(self, value):
        low, high = self.across
        if self.logarithmic:
            value, low, high = (math.log10(v) for v in (value, low, high))
        return self.left + (value - low) / (high - low) * PANEL

    def y(self, value):
        low, high = self.up
        return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP)

    def axes(self, title, across, up):
        """Both are lists of (value, words)."""
        self.out.append(text(self.left, TOP - 20, title, extra='font-weight="bold" font-size="14"'))
        for value, words in across:
            self.out.append(line(self.x(value), TOP, self.x(value), BOTTOM, "#eee"))
            self.out.append(text(self.x(value), BOTTOM + 16, words, "middle", 'fill="#555"'))
        for value, words in up:
            self.out.append(line(self.left, self.y(value), self.left + PANEL, self.y(value), "#ddd"))
            self.out.append(text(self.left - 6, self.y(value) + 4, words, "end", 'fill="#555"'))

    def series(self, points, colour, extra=""):
        path = " ".join(f"{self.x(a):.1f},{self.y(b):.1f}" for a, b in points)
        self.out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" {extra}/>')
        if not extra:
            self.out += [
                f'<circle cx="{self.x(a):.1f}" cy="{self.y(b):.1f}" r="3" fill="{colour}"/>' for a, b in points
            ]

    def legend(self, row, words, colour):
        y = BOTTOM + 34 + 14 * row
        self.out.append(line(self.left, y - 4, self.left + 16, y - 4, colour, 3))
        self.out.append(text(self.left + 22, y, words))


def draw_children(growths):
    points = [[(p["children"], p["draw"]) for p in g["points"]] for g in growths]
    most = max(n for series in points for n, _ in series)
    far = max(0.05, *(abs(ratio - 1) for series in points for _, ratio in series)) * 1.2
    plot = Plot(50, (1, most), (1 - far, 1 + far), True)
    marks = [10**n for n in range(0, int(math.log10(most)) + 1)]
    plot.axes(
        "A child's first draw, of a first child's",
        [(n, f"{n:,}".replace(",", " ")) for n in marks],
        [(1 + far * part, f"{1 + far * part:.2f}") for part in (-1, -0.5, 0, 0.5, 1)],
    )
    for i, series in enumerate(points):
        plot.series(series, COLOURS[i])
        plot.legend(i, "by children before it" + (", under --seed" if i else ""), COLOURS[i])
    return plot.out


def draw_audits(growths):
    most = max(p["processes"] for g in growths for p in g["points"])
    highest = max(most * 1e-5, *(p["all"]["seconds"] for g in growths for p in g["points"])) * 1.05
    plot = Plot(500, (0, most), (0, highest), False)
    plot.axes(
        "Reading an audit's recording, processor seconds",
        [(most * part, f"{most * part:,.0f}".replace(",", " ")) for part in (0, 0.25, 0.5, 0.75, 1)],
        [(highest * part, f"{highest * part:.2f}") for part in (0, 0.25, 0.5, 0.75, 1)],
    )
    plot.series([(0, 0), (most, most * 1e-5)], "#999", 'stroke-dasharray="4 4"')
    plot.legend(0, "10 us a process", "#999")
    for i, growth in enumerate(growths):
        points = [(p["processes"], p["all"]["seconds"]) for p in growth["points"]]
        plot.series(points, COLOURS[i])
        words = growth["title"].split("audit of ")[-1]
        plot.legend(i + 1, f"{words}: summary, FILE and page", COLOURS[i])
    return plot.out


def draw(result, path):
    """Writes the picture of what `result`, as bench.json holds it, has of growths."""
    children = [g for g in result["growths"] if "summary" not in g]
    audits = [g for g in result["growths"] if "summary" in g]
    out = [text(20, 26, "forkseed: what does not grow", extra='font-weight="bold" font-size="18"')]
    out += draw_children(children) if children else []
    out += draw_audits(audits) if audits else []
    height = HEIGHT + 30
    with open(path, "w", encoding="utf-8") as svg:
        svg.write(
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
            f' height="{height}" font-family="sans-serif" font-size="12" fill="#222">\n'
            f'<rect width="100%" height="100%" fill="#fff"/>\n' + "\n".join(out) + "\n</svg>\n"
        )
