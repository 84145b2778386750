#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# numpy-marks.py parent|first|fork|object OBJECTS: between marks that bench/steps knows, in a
# process that holds OBJECTS generator objects made without a seed: a draw of a process that has
# drawn before; a child's first draw; os.fork(), seen from both sides; a child's first draw from one of
# the objects. A pair of marks with nothing in between comes first. Knows nothing of preload objects.
import gc
import os
import signal
import sys

import numpy as np

WARM_UP = 3

draw = np.random.random
here = os.getpid


def mark(number):
    os.kill(here(), number)


def nothing(_number):
    pass


def work(what, objects, mark):
    mark(signal.SIGURG)
    mark(signal.SIGURG)
    if what == "fork":
        child = os.fork()
    elif what == "object":
        objects[0].random()
    else:
        draw()
    mark(signal.SIGWINCH)
    if what == "fork":
        end(child)


def end(child):
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


def one(what, objects, mark):
    if what in ("first", "object"):
        child = os.fork()
        if child == 0:
            work(what, objects, mark)
        end(child)
    else:
        work(what, objects, mark)


def main(what, count):
    objects = [np.random.default_rng() for _ in range(count)]
    gc.disable()
    draw()
    for _ in range(WARM_UP):
        one(what, objects, nothing)
    one(what, objects, mark)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
