# SPDX-License-Identifier: MIT
# Forks children while a thread draws large arrays and so holds the generator's lock; the
# children draw from the same generator. Prints "draw DRAW ..." for each, then a line
# "KIND reported=N hung=N failed=N". Usage: locks.py KIND CHILDREN SECONDS: a child that
# takes longer counts as hung.
import ctypes
import os
import signal
import sys
import threading

import numpy as np

from children import fork_child, say

kind, count, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def with_rlock():
    """A bit generator as NumPy would make it if its lock was an RLock."""
    bits = np.random.PCG64()
    words = (ctypes.c_size_t * (type(bits).__basicsize__ // 8)).from_address(id(bits))
    at = list(words).index(id(bits.lock))
    kept.extend([bits.lock, threading.RLock()])
    words[at] = id(kept[1])
    return np.random.Generator(bits)


kept = []
makers = {
    "np.random": lambda: np.random.mtrand._rand,
    "default_rng": np.random.default_rng,
    "default_rng-42": lambda: np.random.default_rng(42),
    "RandomState": np.random.RandomState,
    "RandomState-7": lambda: np.random.RandomState(7),
    "rlock": with_rlock,
}


def draw_all_the_time():
    draw = getattr(generator, "standard_normal")
    started.set()
    while True:
        draw(400_000)


def child():
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
    say("draw", *generator.uniform(size=4))


def outcomes(pids):
    return [os.waitpid(pid, 0)[1] for pid in pids]


generator = makers[kind]()
if kind == "rlock":
    assert generator.bit_generator.lock is kept[1]
started = threading.Event()
threading.Thread(target=draw_all_the_time, daemon=True).start()
started.wait()
statuses = outcomes([fork_child(child) for _ in range(count)])
hung = sum(os.WIFSIGNALED(s) and os.WTERMSIG(s) == signal.SIGALRM for s in statuses)
ended = sum(s == 0 for s in statuses)
print("%s reported=%d hung=%d failed=%d" % (kind, ended, hung, count - ended - hung))
sys.stdout.flush()
os._exit(0)
