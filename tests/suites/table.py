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


def rows_of_cases(all_results):
    for name, results in all_results:
        tests = latest(results.get("bare", []))
        yield "| %s | %s | %s | %s |" % (name, counts(tests), cell(results, "shim"), cell(results, "audit"))


def rows_of_others(all_results):
    for name, results in all_results:
        tests = latest(results.get("bare", []))
        what = ", ".join("%s %s" % (key, tests[key]) for key in sorted(tests) if key != "exit status")
        yield "| %s | %s | %s |" % (name, what, " | ".join(
            (cell(results, mode) + ratio(results, mode)).strip() for mode in COLUMNS))


def tables(cases, others):
    lines = ["| suite | bare | shim | `--audit` |", "|---|---|---|---|", *rows_of_cases(cases), "",
             "| program | bare, a run | shim | `--audit` | `--connections=warn` |", "|---|---|---|---|---|",
             *rows_of_others(others)]
    return "\n".join(lines) + "\n"


def write(text):
    """Between the marks of docs/trust.md."""
    path = os.path.join(modes.ROOT, "docs", "trust.md")
    with open(path) as file:
        page = file.read()
    page = re.sub(r"(<!-- suites -->\n).*?(<!-- /suites -->)", lambda match: match[1] + text + match[2], page, flags=re.S)
    with open(path, "w") as file:
        file.write(page)
