# SPDX-License-Identifier: MIT
# Python programs whose forks come from C (forker.c): Python is not told of them. Prints
# "CASE DRAW ..." for each child. Usage: native.py FORKER CASE.
import ctypes
import os
import random
import signal
import sys

import numpy as np

from children import in_children, run_child, say, wait_for

locked, unlocked = ctypes.PyDLL(sys.argv[1]), ctypes.CDLL(sys.argv[1])
case = sys.argv[2]
objects = np.random.default_rng(), random.Random()


def report(label=case):
    say(label, *np.random.random(3), np.random.normal(), objects[0].random(), objects[1].random())


def plain():
    """The interpreter's lock is held around the fork."""
    in_children(8, report, fork=locked.plain_fork)


def released():
    """As foreign functions are usually called: without the lock."""
    in_children(8, report, fork=unlocked.plain_fork)


def mixed():
    """Now Python forks, now C does."""
    for fork in (locked.plain_fork, os.fork) * 4:
        in_children(1, report, fork=fork)


def grandchildren():
    def child():
        in_children(1, report)
        in_children(1, report, fork=locked.plain_fork)

    in_children(2, child, fork=locked.plain_fork)
    in_children(2, child)


def interrupted():
    """A KeyboardInterrupt on its way at the fork reaches both processes, and no one else."""
    for _ in range(16):
        parent, stage = os.getpid(), "lost"
        try:
            pid = locked.interrupted_fork()
            for _ in range(1000):
                pass
        except KeyboardInterrupt:
            stage = "raised"
        if os.getpid() != parent:
            run_child(lambda: (report(), say("child", stage)))
        os.wait()
        say("parent", stage)


def signals():
    """Forks in the C handler of a timer's signal, wherever Python is; the first of all too."""
    parent = os.getpid()
    unlocked.fork_on(signal.SIGALRM)
    signal.setitimer(signal.ITIMER_REAL, 0.003, 0.003)
    turns = 0
    while not unlocked.forked(39) and os.getpid() == parent:
        turns += 1
        [str(i) for i in range(turns % 100)], {i: (i,) for i in range(turns % 50)}
    if os.getpid() != parent:
        run_child(report)
    signal.setitimer(signal.ITIMER_REAL, 0)
    wait_for([pid for pid in map(unlocked.forked, range(40)) if pid])


if __name__ == "__main__":
    if case != "signals":
        np.random.normal()
    globals()[case]()
