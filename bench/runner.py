# SPDX-License-Identifier: MIT
# Runs one benchmark program in one variant and returns the number it stands for: what it
# prints, or what an outside observer (strace, callgrind) counts. No statistics here.
import functools
import glob
import os
import re
import shutil
import subprocess
import tempfile

LIMIT_SECONDS = 60
SETTINGS = {
    "libc-only": {"FORKSEED_RUNTIMES": "none"},
    "isolate": {"FORKSEED_CONNECTIONS": "isolate", "FORKSEED_PEERS": "all"},
    "eager": {"FORKSEED_CONNECTIONS": "isolate,eager", "FORKSEED_PEERS": "all"},
    "warn": {"FORKSEED_CONNECTIONS": "warn"},
    "heal": {"FORKSEED_LOCKS": "heal"},
    "mutexes": {"FORKSEED_LOCKS": "heal,mutexes"},
}
CALLS = (1000, 21000)
TWIN = "baseline "  # before a variant's name: the same, of the objects of BASELINE=DIR


class Failed(Exception):
    """A program that did not end well: a bug, never a missed target."""


def first_of(*patterns):
    found = [path for pattern in patterns for path in sorted(glob.glob(pattern))]
    return os.path.realpath(found[0]) if found else None


def own_preloads(folder):
    """variant -> what is preloaded, of those that a release's objects in `folder` make up."""
    shim = folder + "/libforkseed.so"
    both = f"{shim}:{folder}/libforkseed-connections.so"
    locks = f"{shim}:{folder}/libforkseed-locks.so"
    return {
        "launcher": "-",
        "shim": shim,
        "libc-only": shim,
        "isolate": both,
        "eager": both,
        "warn": both,
        "heal": locks,
        "mutexes": locks,
    }


class Runner:
    def __init__(self, build, baseline=None):
        self.build = os.path.abspath(build)
        self.baseline = baseline
        self.here = os.path.dirname(os.path.abspath(__file__))
        twins = own_preloads(baseline) if baseline else {}
        self.preloads = {
            **own_preloads(self.build),
            **{TWIN + name: path for name, path in twins.items()},
            "bare": "-",
            "empty": self.build + "/bench/empty.so",
            "least-draw": self.build + "/bench/least-draw.so",
            "calls": self.build + "/bench/calls.so",
            "jumps": f"{self.build}/libforkseed.so:{self.build}/bench/jumps.so",
            "least": f"{self.build}/libforkseed.so:{self.build}/bench/least-gate.so",
            "tree": self.build + "/bench/least-tree.so",
            "recorder": self.build + "/bench/least-recorder.so",
            "mapped": f"{self.build}/bench/mapped.so:{self.build}/bench/mapped-too.so",
            "beside": f"{self.build}/libforkseed.so:{self.build}/bench/beside.so",
            "eatmydata": first_of("/usr/lib/*/libeatmydata.so", "/usr/lib*/libeatmydata.so"),
            "jemalloc": first_of("/usr/lib/*/libjemalloc.so.2", "/usr/lib*/libjemalloc.so.2"),
            "faketime": first_of("/usr/lib/*/faketime/libfaketime.so.1"),
        }
        self.audit = self.build + "/bench/audit"
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name != "LD_PRELOAD" and not name.startswith(("FORKSEED", "FAKETIME"))
        }

    def folder(self, variant):
        """Where the variant's objects of forkseed are."""
        return self.baseline if variant.startswith(TWIN) else self.build

    def has(self, variant):
        """Whether the variant can be measured here."""
        needed = (self.preloads.get(variant) or "/nowhere").split(":")
        if variant.endswith("launcher") and self.folder(variant):
            needed = [self.folder(variant) + name for name in ("/forkseed", "/libforkseed.so")]
        return all(path == "-" or os.path.exists(path) for path in needed)

    def variants(self, wanted):
        """Those of `wanted` that are here, and behind them their twins."""
        return [v for v in (*wanted, *(TWIN + v for v in wanted)) if self.has(v)]

    def lacks(self, template):
        """What the benchmark program needs and is not here; empty when nothing is missing."""
        if "numpy-" not in template or self.has_numpy():
            return ""
        return "NumPy (make deps-python)"

    @functools.cache
    def has_numpy(self):
        python = ["/usr/bin/python3", "-c", "import numpy"]
        try:
            return subprocess.run(python, stderr=subprocess.DEVNULL, check=False).returncode == 0
        except OSError:
            return False

    def command(self, template, variant, **words):
        """The argument list and the environment of one run. Where the template places the
        preload object itself ({preload}), the program that reads it stays bare."""
        preload, kind = self.preloads[variant], variant.removeprefix(TWIN)
        launcher = self.folder(variant) + "/forkseed" if kind == "launcher" else ""
        environment = {**self.environment, **SETTINGS.get(kind, {})}
        if kind == "warn":
            environment["FORKSEED_AUDIT"] = self.audit
        if "{preload}" not in template and preload != "-":
            environment["LD_PRELOAD"] = preload
        words |= {"build": self.build, "here": self.here, "audit": self.audit}
        argv = template.format(preload=preload, launcher=launcher, **words).split()
        while re.match(r"[A-Z_]+=", argv[0]):
            name, _, value = argv.pop(0).partition("=")
            environment[name] = value
        argv[0] = first_of(f"{self.build}/bench/{argv[0]}", f"{self.here}/{argv[0]}") or argv[0]
        return argv, environment

    def forget_recording(self, environment):
        """Each run has a recording of its own: a full one is a cheap one, and another
        release's is not written to."""
        path = environment.get("FORKSEED_AUDIT", "") + ".raw"
        if path != ".raw" and os.path.exists(path):
            os.unlink(path)

    def run(self, argv, environment, limit=LIMIT_SECONDS):
        self.forget_recording(environment)
        try:
            done = subprocess.run(
                argv,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=limit,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Failed(str(error)) from error
        if done.returncode:
            raise Failed(f"{' '.join(argv)}: status {done.returncode}: {done.stderr[-300:]}")
        return done

    def printed(self, template, variant):
        """The one number that the program prints."""
        return float(self.run(*self.command(template, variant)).stdout)

    def syscalls(self, template, variant):
        """System calls of the child between its last two calls of getppid. strace itself
        runs bare, and passes the preload object on."""
        argv, environment = self.command(template, variant)
        preload = environment.pop("LD_PRELOAD", None)
        passed = ["-E", "LD_PRELOAD=" + preload] if preload else []
        with tempfile.TemporaryDirectory() as scratch:
            self.run(["strace", "-ff", "-o", scratch + "/t", *passed, *argv], environment)
            for name in sorted(os.listdir(scratch)):
                with open(os.path.join(scratch, name), encoding="utf-8") as trace:
                    lines = trace.read().splitlines()
                marks = [i for i, line in enumerate(lines) if line.startswith("getppid(")]
                if len(marks) >= 2:
                    return marks[-1] - marks[-2] - 1
        raise Failed(template + ": no marks in the trace")

    def instructions(self, template, variant):
        """Instructions per call: the difference of two lengths, so that start-up is out."""
        totals = []
        for calls in CALLS:
            argv, environment = self.command(template, variant, calls=calls)
            tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
            done = self.run([*tool, *argv], environment)
            totals.append(int(re.search(r"Collected : (\d+)", done.stderr).group(1)))
        return (totals[1] - totals[0]) / (CALLS[1] - CALLS[0])

    def steps(self, template, variant):
        """Instructions of the last stretch between marks, less those of the marks: of the
        first process, and of its last child (the first, where it has none)."""
        argv, environment = self.command(template, variant)
        self.forget_recording(environment)
        ours = ("LD_PRELOAD", "FORKSEED")  # of a stack that is as long as elsewhere
        passed = [f"{name}={value}" for name, value in environment.items() if name.startswith(ours)]
        command = [self.build + "/bench/steps", "env", "-i", "PYTHONHASHSEED=0", *passed, *argv]
        done = self.run(command, self.environment)
        lines = [[int(word) for word in line.split()] for line in done.stdout.splitlines()]
        last = {process > 0: steps for process, steps in lines}
        return last.get(False, 0) - lines[0][1], last.get(True, 0) - lines[0][1]

    def steps_parent(self, template, variant):
        return self.steps(template, variant)[0]

    def steps_child(self, template, variant):
        return self.steps(template, variant)[1]

    def count(self, method, template, variant):
        tool = {"syscalls": "strace", "instructions": "valgrind"}.get(method)
        if tool and not shutil.which(tool):
            return None
        return getattr(self, method)(template, variant)
