# SPDX-License-Identifier: MIT
# What must not grow, and how it is measured: what a child costs behind a million others, and
# what a process costs whoever reads an audit's recording. Each measure gives lines to print and
# figures to keep. BENCH_LARGEST (1000000) cuts both short.
import os
import subprocess

from kinds import Growth
from runner import TWIN, Failed

LIMIT_SECONDS = 900
TURNS = 3
LARGEST = int(os.environ.get("BENCH_LARGEST", "1000000"))


def steps(first, largest):
    return [n for n in (first, 1000, 10000, 100000, 1000000) if n <= min(largest, LARGEST)]


def children(runner, setting, largest):
    """What a child's first draw costs, of one that has forked so many and of a new parent."""
    points = []
    for count in steps(1, largest):
        argv, environment = runner.command(f"{setting} growth {count}".strip(), "shim")
        said = runner.run(argv, environment, LIMIT_SECONDS).stdout.split()
        old, new, old_faults, new_faults, old_life, new_life, before, behind = map(float, said)
        points.append(
            {
                "children": count,
                "draw": old / new,
                "faults": [new_faults, old_faults],
                "life": old_life / new_life,
                "kilobytes": [before, behind],
            }
        )
    lines = [
        f"    {p['children']:>8} children: first draw {p['draw']:.3f}, fork + exit + wait {p['life']:.3f}"
        f" of a new parent's; page faults {p['faults'][1]:g}, {p['faults'][0]:g};"
        f" the parent's KB {p['kilobytes'][0]:g} before, {p['kilobytes'][1]:g} behind"
        for p in points
    ]
    return lines, {"points": points}


def record(runner, variant, what, count):
    """A recording of so many processes: real ones."""
    template = f"FORKSEED_AUDIT={{audit}} forks {what} 0 {count}"
    runner.run(*runner.command(template, variant), LIMIT_SECONDS)


def spent(runner, command):
    """Processor seconds and peak memory in bytes of forkseed-audit, which may find something."""
    command = [runner.build + "/bench/spent", *command]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode not in (0, 1):
        raise Failed(f"{' '.join(command)}: status {done.returncode}")
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) * 1024


def read(runner, variant):
    """The same for reading the recording: for the summary alone, and for FILE and the page."""
    reader = runner.folder(variant) + "/forkseed-audit"
    page = runner.audit + ".html"
    found = {}
    for name, options in (("summary", ["--summary"]), ("all", ["--report=" + page])):
        turns = [spent(runner, [reader, *options, runner.audit]) for _ in range(TURNS)]
        found[name] = {"seconds": min(t[0] for t in turns), "bytes": min(t[1] for t in turns)}
    found["page"] = os.path.getsize(page)
    for path in (runner.audit, page):
        os.unlink(path)
    return found


def per_process(points, name, figure):
    """By the two ends: what it costs to start is the same in both."""
    low, high = points[0], points[-1]
    more = high["processes"] - low["processes"]
    return (high[name][figure] - low[name][figure]) / more


def audit_of(runner, variant, what):
    points = []
    for count in steps(100, 100000):
        record(runner, variant, what, count)
        points.append({"processes": count, **read(runner, variant)})
    lines = [
        f"    {p['processes']:>8} processes: summary {p['summary']['seconds']:.2f} s,"
        f" {p['summary']['bytes'] / 1e6:.1f} MB; with FILE and page {p['all']['seconds']:.2f} s,"
        f" {p['all']['bytes'] / 1e6:.1f} MB, a page of {p['page'] / 1e6:.1f} MB"
        for p in points
    ]
    figures = {
        name: {
            "microseconds": per_process(points, name, "seconds") * 1e6,
            "bytes": per_process(points, name, "bytes"),
        }
        for name in ("summary", "all")
    }
    for name, words in (("summary", "the summary"), ("all", "with FILE and page")):
        lines.append(
            f"    a process more, {words}: {figures[name]['microseconds']:.1f} us of processor time,"
            f" {figures[name]['bytes']:.0f} bytes (at most 10 us and 200 bytes)"
        )
    return lines, {"points": points, **figures}


def audits(runner, what):
    lines, figures = audit_of(runner, "shim", what)
    if runner.has(TWIN + "shim"):
        theirs, _ = audit_of(runner, TWIN + "shim", what)
        lines += ["    baseline:", *theirs]
    return lines, figures


GROWTHS = [
    Growth("growth: a parent's children", children, ("", 1000000)),
    Growth("growth: the same under --seed", children, ("FORKSEED_SEED=bench", 100000)),
    Growth("growth: audit of children that draw nothing", audits, ("plain",)),
    Growth("growth: audit of children that draw once", audits, ("draw",)),
]
