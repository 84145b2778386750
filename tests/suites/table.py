# SPDX-License-Identifier: MIT
"""What suites' results come to: which tests differ from bare, and the tables of docs/trust.md."""
import collections
import os
import re
import statistics

import modes

COLUMNS = {"shim": "shim", "audit": "`--audit`", "warn": "`--connections=warn`"}


def latest(runs):
    return runs[-1]["tests"] if runs else {}


def seen(runs, test):
    return {run["tests"].get(test, "missing") for run in runs}


def differing(results, mode):
    """Tests that never gave under `mode` what they gave bare."""
    bare, other = results.get("bare", []), results.get(mode, [])
    tests = {test for run in bare + other for test in run["tests"]}
    return sorted(test for test in tests if not seen(bare, test) & seen(other, test))


def unsteady(results, mode):
    """Tests that gave the same once and another time did not."""
    bare, other = results.get("bare", []), results.get(mode, [])
    return sorted(test for test in latest(bare)
                  if len(seen(bare, test) | seen(other, test)) > 1 and seen(bare, test) & seen(other, test))


def counts(tests):
    of = collections.Counter(result for test, result in tests.items() if test != "exit status")
    return ", ".join("%d %s" % (of[word], word) for word in ("passed", "skipped", "failed", "error") if of[word])


def cell(results, mode):
    if not results.get(mode):
        return ""
    differ, vary = differing(results, mode), unsteady(results, mode)
    text = "**differs: %s**" % ", ".join(differ[:5]) if differ else "equal"
    return text + (" (%d unsteady)" % len(vary) if vary else "")


def ratio(results, mode):
    """Of the medians of interleaved runs, on a machine that had little else to do."""
    def median(name):
        rates = [run["rate"] for run in results.get(name, []) if run.get("rate") and run.get("load", 99) <= os.cpu_count() + 2]
        return statistics.median(rates) if rates and len(rates) == len(results[name]) else None
    mine, bare = median(mode), median("bare")
    return " %.2f" % (mine / bare) if mine and bare else ""


def row_of_case(name, results, *more):
    tests = latest(results.get("bare", []))
    return "| %s | %s | %s |" % (name, counts(tests), " | ".join(cell(results, mode) for mode in ("shim", "audit", *more)))


def row_of_libc(name, results):
    return row_of_case(name, results, "heal")


def row_of_other(name, results):
    tests = latest(results.get("bare", []))
    what = ", ".join("%s %s" % (key, tests[key]) for key in sorted(tests) if key != "exit status")
    return "| %s | %s | %s |" % (name, what, " | ".join(
        (cell(results, mode) + ratio(results, mode)).strip() for mode in COLUMNS))


def rows(row, suites, page):
    """Of (name, results) of each suite; the page's where there are none: another run's."""
    kept = {line.split(" | ")[0][2:]: line for line in page.splitlines() if line.startswith("| ")}
    found = [row(name, results) if results else kept.get(name) for name, results in suites]
    return [line for line in found if line]


def tables(cases, others, libcs, page):
    lines = ["| suite | bare | shim | `--audit` |", "|---|---|---|---|", *rows(row_of_case, cases, page), "",
             "| program | bare, a run | shim | `--audit` | `--connections=warn` |", "|---|---|---|---|---|",
             *rows(row_of_other, others, page), "",
             "| libc's own | bare | shim | `--audit` | `--locks=heal` |", "|---|---|---|---|---|", *rows(row_of_libc, libcs, page)]
    return "\n".join(lines) + "\n"


def write(*suites):
    """Between the marks of docs/trust.md."""
    path = os.path.join(modes.ROOT, "docs", "trust.md")
    with open(path) as file:
        page = file.read()
    page = re.sub(r"(<!-- suites -->\n)(.*?)(<!-- /suites -->)",
                  lambda match: match[1] + tables(*suites, match[2]) + match[3], page, flags=re.S)
    with open(path, "w") as file:
        file.write(page)
