# SPDX-License-Identifier: MIT
# The mechanism on any CPython from 2.7 on, with the stand-in for NumPy (stub/). Prints
# "stub DRAW ...", "Random DRAW ..." and "module DRAW ..." for each of 8 children.
# Usage: versions.py [held]: a thread holds the lock meanwhile, and children that wait for it
# count as hung.
import os
import random
import signal
import sys
import threading

from numpy.random import mtrand

made = random.Random()
held = sys.argv[1:] == ["held"]


def say(label, draws):
    os.write(1, (" ".join([label] + [repr(draw) for draw in draws]) + "\n").encode())


def child():
    if held:
        signal.alarm(int(os.environ.get("LIMIT", "20")))
    say("stub", [mtrand.random_sample() for _ in range(4)])
    say("Random", [made.random() for _ in range(4)])
    say("module", [random.random() for _ in range(4)])


def hold():
    with mtrand._rand._bit_generator.lock:
        holds.set()
        done.wait()


def fork():
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            child()
            status = 0
        finally:
            os._exit(status)
    return pid


holds, done = threading.Event(), threading.Event()
if held:
    threading.Thread(target=hold).start()
    holds.wait()
pids = [fork() for _ in range(8)]
statuses = [os.waitpid(pid, 0)[1] for pid in pids]
done.set()
hung = sum(status & 127 == signal.SIGALRM for status in statuses)
print("children hung=%d failed=%d" % (hung, sum(map(bool, statuses)) - hung))
sys.stdout.flush()
print("parent %r" % [mtrand.random_sample() for _ in range(4)])
