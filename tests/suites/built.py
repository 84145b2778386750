# SPDX-License-Identifier: MIT
"""Tests that are programs: libuv's, built from Debian's source package (sources.py), GLib's, which a binary
package has, and Tcl's, by the installed tclsh. A result is passed, skipped, failed or timeout."""
import glob
import os
import re
import shutil
import subprocess

import modes
import sources

EACH = 120  # seconds, for one program
GLIB = "/usr/share/installed-tests/glib"
# A loopback of its own, where that is allowed: its tests have ports of their own, which others may use.
ALONE = ["unshare", "-n", "sh", "-c", 'ip link set lo up; exec "$@"', "sh"]


def alone():
    return ALONE if subprocess.run(ALONE + ["true"], stderr=subprocess.DEVNULL).returncode == 0 else []


def tap(text):
    """{name: result} of the lines that begin with ok and not ok."""
    found = {}
    for failed, number, name, note in re.findall(r"^\s*(not )?ok (\d+)\b([^#\n]*)(#[^\n]*)?", text, re.M):
        skipped = re.match(r"# *skip", note, re.I)
        name = re.sub(r"seed:\d+", "seed", name.strip(" -")) or number
        found[name] = "skipped" if skipped else "failed" if failed else "passed"
    return found


class Libuv:
    name, package, modes = "libuv", "libuv1", ("bare", "shim", "audit")
    steps = (["./autogen.sh"], ["./configure"], ["make", "-j2", "test/run-tests"])

    def is_there(self):
        return bool(shutil.which("libtoolize")) and self.tree() is not None

    def tree(self):
        """Built, once."""
        tree = sources.unpacked("libuv1") or sources.unpacked("libuv1t64")
        done = tree and (os.path.exists(os.path.join(tree, "test", "run-tests")) or
                         all(sources.ran(step, tree) for step in self.steps))
        return tree if done else None

    def run(self, mode, folder):
        words = [*alone(), *modes.in_folder(self.tree(), "env", "UV_RUN_AS_ROOT=1", "test/run-tests")]
        status = modes.run(mode, words, folder)
        return {"tests": {**tap(modes.log(folder)), "exit status": str(status)}}


class Programs:
    """One program after the other, a run of its own each."""

    modes = ("bare", "shim", "audit")

    def run(self, mode, folder):
        found = {}
        for name, words in self.programs():
            status = modes.run(mode, ["timeout", str(EACH), *words], folder)
            found.update({"%s: %s" % (name, test): result for test, result in self.results(modes.log(folder)).items()})
            found["%s: exit status" % name] = {0: "passed", 77: "skipped", 124: "timeout"}.get(status, "failed")
        return {"tests": found}


class Glib(Programs):
    name, package = "GLib processes, threads, D-Bus", "libglib2.0-tests"
    chosen = re.compile("spawn|rand|thread(test)?s?$|cond|once|async|task|unix|socket-|gdbus-(auth|close|conn|exit|non|peer|"
                        "server|proxy-threads)|contexts|slice-concurrent|642026|guuid|testing|logging|gutils|network-address")
    results = staticmethod(tap)

    def is_there(self):
        return os.path.isdir(GLIB)

    def programs(self):
        for path in sorted(glob.glob(GLIB + "/*.test")):
            name = os.path.basename(path)[:-len(".test")]
            if self.chosen.match(name):
                with open(path) as file:
                    yield name, ["sh", "-c", re.search("^Exec=(.*)", file.read(), re.M)[1]]


class Tcl(Programs):
    name, package = "Tcl exec, sockets, channels", "tcl"
    files = "exec io ioCmd chanio event socket env pid fCmd interp thread http expr load unixForkEvent unixNotfy".split()

    def is_there(self):
        return bool(shutil.which("tclsh8.6")) and sources.unpacked("tcl8.6") is not None

    def programs(self):
        folder = os.path.join(sources.unpacked("tcl8.6"), "tests")
        for name in self.files:
            yield name, modes.in_folder(folder, "tclsh8.6", "all.tcl", "-file", name + ".test", "-verbose", "ps")

    @staticmethod
    def results(text):
        found = dict(re.findall(r"^\+\+\+\+ (\S+) (PASSED|SKIPPED)", text, re.M))
        found.update(re.findall(r"^==== (\S+) .*(FAILED)$", text, re.M))
        return {test: result.lower() for test, result in found.items()}


SUITES = [Libuv(), Glib(), Tcl()]
