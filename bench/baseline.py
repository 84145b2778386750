# SPDX-License-Identifier: MIT
# The folder of BASELINE=DIR: whether it holds objects that can be run here. What is measured
# with them is said in runner.py (every variant of ours has a twin of theirs).
import filecmp
import os
import struct

MACHINES = {3: "x86", 40: "ARM", 62: "x86-64", 183: "AArch64", 243: "RISC-V"}
SHIM = "libforkseed.so"


class Unusable(Exception):
    """Why, in one line."""


def architecture(path):
    """The words for an ELF object's, or None where it is no ELF object."""
    try:
        with open(path, "rb") as file:
            head = file.read(20)
    except OSError:
        return None
    if len(head) < 20 or head[:4] != b"\x7fELF":
        return None
    order = ">" if head[5] == 2 else "<"
    machine = struct.unpack(order + "H", head[18:20])[0]
    return f"{MACHINES.get(machine, f'machine {machine}')}, {64 if head[4] == 2 else 32} bits"


def checked(folder, build):
    """The folder's absolute path."""
    if not os.path.isdir(folder):
        raise Unusable(f"BASELINE={folder}: there is no such folder")
    shim = os.path.join(folder, SHIM)
    if not os.path.exists(shim):
        raise Unusable(f"BASELINE={folder}: no {SHIM} in it (a release's build folder has one)")
    theirs, ours = architecture(shim), architecture(os.path.join(build, SHIM))
    if theirs is None:
        raise Unusable(f"BASELINE={folder}: {SHIM} is no ELF object")
    if theirs != ours:
        raise Unusable(f"BASELINE={folder}: {SHIM} is for {theirs}; this machine's is for {ours}")
    return os.path.abspath(folder)


def told(folder, build):
    """A line about what is compared with."""
    same = filecmp.cmp(os.path.join(folder, SHIM), os.path.join(build, SHIM), shallow=False)
    note = "; its shim is the very same, so that what differs is noise" if same else ""
    return f"baseline: {folder}{note}"
