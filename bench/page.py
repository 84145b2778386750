#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# page.py BENCH.JSON DOCS: writes what one run of `make bench` measured into DOCS/performance.md,
# between `<!-- bench NAME -->` and `<!-- end of bench -->`, and draws DOCS/costs-*.svg and
# DOCS/growth.svg. The words around the tables are nobody's business here. What was not measured
# (BENCH_ONLY) stays as it was.
import json
import re
import sys

sys.dont_write_bytecode = True
import chart  # noqa: E402
import growth_chart  # noqa: E402

PICTURES = {"draws": ("draws", "contended"), "forks": ("forks", "starts"), "numpy": ("numpy",)}
BUSY = 1.75  # the load at the end, of a machine that does nothing else: 1
NAMES = {"empty": "empty object", "mutexes": "heal,mutexes", "eager": "isolate,eager",
         "least-draw": "the least", "calls": "a mere call", "floor": "its floor"}
FLOORS = ("recorder", "tree", "mapped")  # bench/least-*.c
ORDER = ("shim", "launcher", "floor", "least-draw", "calls", "empty", "eatmydata", "faketime", "jemalloc",
         "isolate", "warn", "eager", "heal", "mutexes")


def row(cells):
    return "| " + " | ".join(cells) + " |"


def table(head, rows):
    return [row(head), "|" + "---|" * len(head), *(row(cells) for cells in rows)]


def duration(nanoseconds):
    for unit, size in (("ms", 1e6), ("us", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.3g} {unit}"
    return f"{nanoseconds:.3g} ns"


def short(title):
    """Without the word that says which table it is in."""
    return re.sub(r"^(NumPy|connections|locks|growth): ", "", title)


def ratio(timing, variant):
    found = timing["ratios"].get(variant)
    if not found:
        return ""
    if variant in ("empty", "eatmydata", "faketime", "jemalloc"):
        return f"{found['value']:.2f}"
    return f"{found['value']:.3f} ({found['low']:.2f} to {found['high']:.2f})"


def with_floor(timing):
    """Whichever the floor is of, it stands in one column."""
    ratios = {"floor" if v in FLOORS else v: r for v, r in timing["ratios"].items()}
    return {**timing, "ratios": ratios}


def timings(result, panels):
    chosen = [with_floor(t) for t in result["timings"] if t["panel"] in panels]
    if not chosen:
        return None
    variants = [v for v in ORDER if any(v in t["ratios"] for t in chosen)]
    rows = [
        [short(t["title"]), duration(t["median_ns"]["bare"]), *(ratio(t, v) for v in variants)]
        for t in chosen
    ]
    return table(["", "bare", *(NAMES.get(v, v) for v in variants)], rows)


def count(value):
    return "" if value is None else f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def counts(result):
    chosen = [c for c in result["counts"] if {"bare", "shim"} <= set(c["values"])]
    if not chosen:
        return None
    columns = ("bare", "empty", "shim")
    rows = [
        [c["title"] + (f", {c['unit']}" if c["unit"] else ""), *(count(c["values"].get(v)) for v in columns)]
        for c in chosen
    ]
    return table(["", *(NAMES.get(v, v) for v in columns)], rows)


def grouped(number):
    return f"{number:,}".replace(",", " ")


def children(result):
    rows = [
        [
            grouped(p["children"]) + (", --seed" if "--seed" in g["title"] else ""),
            f"{p['draw']:.3f}",
            f"{p['faults'][0]:g}; {p['faults'][1]:g}",
            f"{p['kilobytes'][0]:g}; {p['kilobytes'][1]:g}",
        ]
        for g in result.get("growths", [])
        if "children" in g["points"][0]
        for p in g["points"]
    ]
    head = ["children before it", "first draw, of a first child's", "page faults: a first child's; its own",
            "the parent's KB before; behind"]
    return table(head, rows) if rows else None


def audits(result):
    rows = []
    for g in result.get("growths", []):
        if "summary" in g:
            for p in g["points"]:
                rows.append(
                    [
                        f"{grouped(p['processes'])} {short(g['title']).removeprefix('audit of ')}",
                        f"{p['summary']['seconds']:.2f} s, {p['summary']['bytes'] / 1e6:.1f} MB",
                        f"{p['all']['seconds']:.2f} s, {p['all']['bytes'] / 1e6:.1f} MB",
                        f"{p['page'] / 1e6:.1f} MB",
                    ]
                )
            rows.append(
                ["a process more"]
                + [f"{g[n]['microseconds']:.1f} us, {g[n]['bytes']:.0f} bytes" for n in ("summary", "all")]
                + [""]
            )
    return table(["", "the summary", "with FILE and the page", "the page"], rows) if rows else None


def machine(result):
    lines = [f"{result['machine']}; {result['rounds']} rounds."]
    if result.get("load", 99) > BUSY:
        lines.append("**The machine was busy with other work: these times are to be measured again.**")
    return lines


BLOCKS = {
    "machine": machine,
    "draws": lambda result: timings(result, PICTURES["draws"]),
    "forks": lambda result: timings(result, PICTURES["forks"]),
    "numpy": lambda result: timings(result, PICTURES["numpy"]),
    "connections": lambda result: timings(result, ("connections",)),
    "locks": lambda result: timings(result, ("locks",)),
    "counts": counts,
    "children": children,
    "audits": audits,
}


def filled_in(text, result):
    def fill(found):
        lines = BLOCKS[found.group(1)](result)
        if not lines:
            print(f"bench: {found.group(1)}: not measured, left as it was")
            return found.group(0)
        return "\n".join([f"<!-- bench {found.group(1)} -->", *lines, "<!-- end of bench -->"])

    return re.sub(r"<!-- bench (\w+) -->\n.*?<!-- end of bench -->", fill, text, flags=re.S)


def main(measured, docs):
    with open(measured, encoding="utf-8") as file:
        result = json.load(file)
    page = f"{docs}/performance.md"
    with open(page, encoding="utf-8") as file:
        text = file.read()
    with open(page, "w", encoding="utf-8") as file:
        file.write(filled_in(text, result))
    for name, panels in PICTURES.items():
        if any(t["panel"] in panels for t in result["timings"]):
            chart.draw(result, f"{docs}/costs-{name}.svg", panels)
    if len(result.get("growths", [])) > 1:
        growth_chart.draw(result, f"{docs}/growth.svg")
    print(f"written: {page} and its pictures")


if __name__ == "__main__":
    main(*sys.argv[1:])
