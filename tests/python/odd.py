# SPDX-License-Identifier: MIT
# Programs in which little is as expected. Usage: odd.py CASE. Prints "child DRAW ..." for
# each of 4 children and "parent DRAW ..."; what was touched that should not be is counted.
import os
import random
import sys
import types

import numpy as np

touched = 0


def count():
    global touched
    touched += 1
    raise RuntimeError("touched")


class Lazy:
    """Resolves on first use, and that fails: an isinstance() already is a use."""

    def __getattribute__(self, name):
        count()

    def __eq__(self, other):
        count()

    def __bool__(self):
        count()

    def __hash__(self):
        count()


class LazyModule(types.ModuleType):
    def __getattribute__(self, name):
        count()


class Pretender:
    """Says that it is a generator."""

    @property
    def __class__(self):
        count()


class Meta(type):
    def __getattribute__(cls, name):
        count()

    def __instancecheck__(cls, instance):
        count()

    def __subclasscheck__(cls, other):
        count()


def lazy():
    """Globals and modules that must not be touched."""
    strange = types.ModuleType("strange")
    strange.__dict__.update(a=Lazy(), b=Pretender(), c=Meta("C", (), {}), d=Meta("D", (), {})())
    strange.__dict__["__getattr__"] = lambda name: count()
    strange.__dict__.update({"rng": np.random.default_rng(3), 5: 6, "": None})
    sys.modules["strange"] = strange
    sys.modules["lazy_module"] = LazyModule("lazy_module")
    sys.modules["not_a_module"] = Lazy()
    sys.modules["nothing"] = None


def mtrand_replaced():
    sys.modules["numpy.random.mtrand"] = Lazy()


def mtrand_gone():
    del sys.modules["numpy.random.mtrand"]


def mtrand_none():
    sys.modules["numpy.random.mtrand"] = None


def numpy_gone():
    for name in [name for name in sys.modules if name.split(".")[0] == "numpy"]:
        del sys.modules[name]


def rand_replaced():
    np.random.mtrand._rand = Lazy()


def random_replaced():
    sys.modules["random"] = Lazy()


def types_replaced():
    np.random.mtrand.RandomState = Lazy()
    np.random.bit_generator.BitGenerator = Lazy()
    random.Random = Lazy


def threading_gone():
    for name in "threading", "random", "secrets", "_thread", "os", "posix":
        sys.modules.pop(name, None)


def half_made():
    """Objects whose __init__ was never called, or failed."""
    objects = [cls.__new__(cls) for cls in (np.random.PCG64, random.Random)]
    for cls, wrong in (np.random.PCG64, -1), (np.random.RandomState, "x"), (np.random.MT19937, 1.5):
        try:
            objects.append(cls(wrong))
        except (TypeError, ValueError):
            objects.append(None)
    half_made.kept = objects


def child(draw):
    os.write(1, ("child %r %r\n" % (draw(), draw())).encode())


if __name__ == "__main__":
    np.random.seed(1)
    draw, forks = np.random.mtrand._rand.random_sample, os.fork
    globals()[sys.argv[1]]()
    for _ in range(4):
        if forks() == 0:
            child(draw)
            os.write(1, b"touched %d\n" % touched)
            os._exit(0)
        os.wait()
    print("parent %r touched %d" % (draw(), touched))
