# SPDX-License-Identifier: MIT
# Programs that keep a random.Random() of their own: a tracer's ids, a class's attribute, a
# closure's variable. Prints "PLACE DRAW ..." for each of 6 children.
# Usage: private.py PLACE never|before|after: whether a library is opened, between "import
# random" and the object's birth, or after it. Nothing else is imported.
import os
import random
import sys

place, opened = sys.argv[1:3]
if opened == "before":
    import _ctypes


class Tracer:
    shared = None

    def __init__(self, rng):
        self.ids = [{"rng": rng}]


class Own(random.Random):
    __slots__ = ()


def closure():
    rng = random.Random()
    return lambda: rng


def default(rng=random.Random()):
    return rng


def local():
    rng = random.Random()
    fork_all(lambda: rng)


def child(find):
    rng = find()
    os.write(1, (" ".join([place] + ["%r" % rng.random() for _ in range(4)]) + "\n").encode())


def fork_all(find):
    find().random()
    for _ in range(6):
        if os.fork() == 0:
            child(find)
            os._exit(0)
        os.wait()


if place == "instance":
    tracer = Tracer(random.Random())
elif place == "class":
    Tracer.shared = random.Random()
elif place == "bound":
    draw = random.Random().random
elif place == "derived":
    tracer = Tracer(Own(None))
elif place == "reseeded":
    tracer = Tracer(random.Random(5))
    tracer.ids[0]["rng"].seed()
elif place == "closure":
    find = closure()
if opened == "after":
    import _ctypes

if place == "local":
    local()
else:
    fork_all({
        "instance": lambda: tracer.ids[0]["rng"],
        "class": lambda: Tracer.shared,
        "bound": lambda: draw.__self__,
        "derived": lambda: tracer.ids[0]["rng"],
        "reseeded": lambda: tracer.ids[0]["rng"],
        "closure": lambda: find(),
        "default": lambda: default(),
    }[place])
