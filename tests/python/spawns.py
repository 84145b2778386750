# SPDX-License-Identifier: MIT
# Programs that Python runs, with generators loaded. Usage: spawns.py WAY.
import os
import random
import subprocess
import sys

import numpy as np

from children import in_children, say

TRUE = "/bin/true"
objects = np.random.default_rng(), random.Random()


def nothing():
    pass


def vfork():
    subprocess.run([TRUE], check=True)


def posix_spawn():
    os.waitpid(os.posix_spawn(TRUE, [TRUE], os.environ), 0)


def user():
    """fork(2), but no code of Python's runs in the child."""
    subprocess.run([TRUE], check=True, user=os.getuid())


def system():
    os.system(TRUE)


def popen():
    subprocess.run([sys.executable, "-S", "-c", "print(1)"], check=True, stdout=subprocess.DEVNULL)


def preexec():
    for _ in range(8):
        draw = lambda: say("preexec", *np.random.random(2), objects[0].random(), objects[1].random())
        subprocess.run([TRUE], check=True, preexec_fn=draw)


def idle():
    """A child of fork(2) that draws nothing."""
    in_children(1, nothing)


def between():
    """Children keep to their streams when programs are run between the forks."""
    for _ in range(8):
        vfork()
        in_children(1, lambda: say("between", *np.random.random(4)))


if __name__ == "__main__":
    np.random.random()
    globals()[sys.argv[1]]()
