# SPDX-License-Identifier: MIT
"""stress-ng's stressors that make processes and threads, with --verify: what it says of each."""
import re
import shutil

import modes

# Not forkheavy, which fills the disk, nor exec, which root may not run.
OPERATIONS = {"fork": 4000, "vfork": 4000, "clone": 4000, "daemon": 400, "pthread": 2000, "wait": 1000}


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
        text = modes.log(folder)
        tests = {"exit status": str(status)}
        rate = re.search(r"\] %s +(\d+) +([\d.]+)" % self.stressor, text)
        tests["operations"] = rate.group(1) if rate else "none"
        tests["successful"] = str("successful run completed" in text)
        tests["failures told"] = str(len(re.findall(r"\] %s: .*|: (?:fail|error):" % self.stressor, text)))
        return {"tests": tests, "rate": float(rate.group(1)) / float(rate.group(2)) if rate else None}


SUITES = [Stressor(name) for name in OPERATIONS]
