# SPDX-License-Identifier: MIT
# What a program can notice of code that is not its own: profilers, tracers, audit hooks, its
# own methods, references, warnings. Everything printed must be as bare. Usage: unseen.py.
import gc
import os
import random
import sys
import warnings

import numpy as np

from children import in_children, say

warnings.simplefilter("error")
events = []
watching = False


def note(*event):
    if watching:
        events.append(event)


def profile(frame, event, argument):
    note("profile", event, frame.f_code.co_name, getattr(argument, "__name__", ""))


def trace(frame, event, argument):
    note("trace", event, frame.f_code.co_name, frame.f_lineno)
    return trace


def audit(event, arguments):
    if event not in ("object.__getattr__",):
        note("audit", event)


class Watched(random.Random):
    """Tells of every look at it."""

    def __getattribute__(self, name):
        note("get", name)
        return super().__getattribute__(name)

    def __setattr__(self, name, value):
        note("set", name)
        super().__setattr__(name, value)

    def __del__(self):
        note("del")

    def seed(self, *arguments):
        note("seed", len(arguments))
        super().seed(*arguments)

    def setstate(self, state):
        note("setstate")
        super().setstate(state)

    def getstate(self):
        note("getstate")
        return super().getstate()


def forks():
    global watching
    watching = True
    pid = os.fork()
    os.getpid()
    watching = False
    seen = [*events, "live", sys.getrefcount(objects[0]), sys.getrefcount(objects[1])]
    events.clear()
    if pid == 0:
        say("child", seen)
        os._exit(0)
    os.wait()
    say("parent", seen)


def in_exception():
    """The exception that is being handled is still there in both."""
    try:
        1 / 0
    except ZeroDivisionError:
        forks()
        say("handled", sys.exc_info()[0].__name__)


def in_generator():
    yield forks()


def in_destructor():
    class Last:
        def __del__(self):
            forks()

    Last()


def in_collection():
    gc.callbacks.append(lambda phase, info: phase == "start" and forks())
    gc.collect()
    gc.callbacks.clear()


if __name__ == "__main__":
    sys.addaudithook(audit)
    objects = [Watched(), np.random.default_rng(), np.random.RandomState(), random.Random()]
    if "collect" not in sys.argv:
        gc.disable()
    in_children(1, int)
    for setter, hook in (sys.setprofile, profile), (sys.settrace, trace), (sys.setprofile, None):
        setter(hook)
        forks()
        sys.setprofile(None)
        sys.settrace(None)
    in_exception()
    list(in_generator())
    in_destructor()
    in_collection()
    say("garbage", len(gc.garbage), "weak", [type(o).__weakrefoffset__ for o in objects])
    say("modules", sorted(m for m in sys.modules if "fork" in m.lower()), os.register_at_fork.__name__)
