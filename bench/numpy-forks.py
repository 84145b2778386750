#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# numpy-forks.py life|fork|draw|draw-net|faults OBJECTS COUNT: what forking costs a process
# that holds NumPy and OBJECTS generator objects; lower quartiles of COUNT children, for what
# else runs on the machine only ever adds.
#   life      nanoseconds of os.fork() + os._exit() + os.waitpid()
#   fork      nanoseconds of os.fork() alone, in the parent
#   draw      microseconds of a child's first np.random.random()
#   draw-net  the same less its page faults, each at what writing to an inherited page costs
#             in that child; some cost less, so that it is a figure to compare, no time
#   faults    page faults of that call (a mean)
# Knows nothing of preload objects: bench/run compares.
import os
import resource
import statistics
import struct
import sys
import time

import numpy as np

WARM_UP = 10
PAGE, PAGES = 4096, 64

now = time.perf_counter_ns
first_draw = np.random.random
ballast = bytearray(b"x" * PAGE * (PAGES + 1))


def stay_on_this_core():
    """And let no child preempt its parent: os.fork() alone is then the parent's work."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[os.getpid() % len(cores)]})
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def faults_so_far():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def touch_ballast():
    start = now()
    for at in range(0, PAGE * PAGES, PAGE):
        ballast[at] = 1
    return now() - start


def life():
    start = now()
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return now() - start


def fork():
    start = now()
    child = os.fork()
    if child == 0:
        os._exit(0)
    took = now() - start
    os.waitpid(child, 0)
    return took


def in_child():
    """Nanoseconds and faults of the first draw, and what a fault costs here."""
    now()
    faults_so_far()  # once unmeasured: they have pages of their own to fault in
    faults = faults_so_far()
    start = now()
    first_draw()
    took = now() - start
    faults = faults_so_far() - faults
    return struct.pack("qqd", took, faults, (touch_ballast() - touch_ballast()) / PAGES)


def child_that_draws():
    results, here = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(here, in_child())
        os._exit(0)
    os.close(here)
    found = struct.unpack("qqd", os.read(results, 64))
    os.close(results)
    os.waitpid(child, 0)
    return found


def quartile(values):
    return statistics.quantiles(values)[0]


def draw(found):
    return quartile(took for took, _, _ in found) / 1000


def draw_net(found):
    return quartile(took - faults * cost for took, faults, cost in found) / 1000


def draw_faults(found):
    return statistics.mean(faults for _, faults, _ in found)


MEASURES = {
    "life": (life, quartile),
    "fork": (fork, quartile),
    "draw": (child_that_draws, draw),
    "draw-net": (child_that_draws, draw_net),
    "faults": (child_that_draws, draw_faults),
}


def main(what, objects, count):
    kept = [np.random.default_rng() for _ in range(objects)]
    one, figure = MEASURES[what]
    first_draw()
    stay_on_this_core()
    found = [one() for _ in range(WARM_UP + count)][WARM_UP:]
    print(f"{figure(found):.4f}")
    kept.clear()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
