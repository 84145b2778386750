# SPDX-License-Identifier: MIT
"""stress-ng's stressors that make processes and threads, with --verify: what it says of each."""
import os
import re
import shutil

import modes

# Not forkheavy: it fills the disk.
OPERATIONS = {"fork": 4000, "vfork": 4000, "clone": 4000, "daemon": 400, "pthread": 2000, "exec": 300, "wait": 1000}


class Stressor:
    """One stressor, two of it at a time, for a number of operations."""

    package = "stress-ng"
    modes = ("bare", "shim", "audit")

    def __init__(self, name):
        self.stressor, self.name = name, "stress-ng " + name

    def is_there(self):
        return shutil.which("stress-ng") is not None

    def run(self, mode, folder):
        words = ["stress-ng", "--" + self.stressor, "2", "--%s-ops" % self.stressor,
                 str(OPERATIONS[self.stressor]), "--verify", "--metrics", "--timeout", "300"]
        status = modes.run(mode, words, folder)
        with open(os.path.join(folder, "log")) as log:
            text = log.read()
        tests = {"exit status": str(status)}
        for word in ("passed", "failed", "skipped"):
            found = re.search(r"\b%s: (\d+)" % word, text)
            tests[word] = found.group(1) if found else "?"
        rate = re.search(r"\] %s +(\d+) +([\d.]+)" % self.stressor, text)
        return {"tests": tests, "rate": float(rate.group(1)) / float(rate.group(2)) if rate else None}


SUITES = [Stressor(name) for name in OPERATIONS]
