# SPDX-License-Identifier: MIT
# Generators and modules that come at odd times. Prints "late DRAW ..." for each of 8 children,
# "own DRAW ..." where the program chose the numbers. Usage: late.py CASE.
import importlib
import os
import random
import sys
import threading

from children import in_children, say

case = sys.argv[1]
made = random.Random()


def draw_stream():
    import numpy as np

    say("late", *np.random.random(4))


def import_in_child():
    """Each child imports NumPy itself and seeds; then there is nothing to heal."""

    def child():
        import numpy as np

        np.random.seed(5)
        generator = np.random.default_rng(6)
        say("own", *np.random.random(2), generator.random(), random.Random(7).random())

    in_children(8, child)


def import_in_grandparent():
    """The process that imported NumPy is itself a child; its children are healed."""

    def child():
        import numpy as np

        np.random.random()
        in_children(8, draw_stream)

    in_children(1, child)


def import_after_fork():
    in_children(2, int)
    importlib.import_module("numpy").random.random()
    in_children(8, draw_stream)


def import_in_thread():
    thread = threading.Thread(target=importlib.import_module, args=("numpy.random",))
    thread.start()
    thread.join()
    in_children(8, draw_stream)


def imported_and_made_in_thread():
    """The main thread runs no bytecode meanwhile, so that nobody could look."""

    class Holder:
        pass

    holder = Holder()

    def work():
        import numpy.random

        holder.made = [numpy.random.default_rng(), random.Random(), numpy.random.RandomState()]

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    in_children(8, lambda: say("late", *(g.random() for g in holder.made[:2]), holder.made[2].random_sample()))


def object_in_thread():
    import numpy as np

    made = []
    thread = threading.Thread(target=lambda: made.extend([random.Random(), np.random.default_rng()]))
    thread.start()
    thread.join()
    in_children(8, lambda: say("late", made[0].random(), made[1].random()))


def random_before_numpy():
    """The object is older than anything that could have told of it, but a module has it."""
    importlib.import_module("numpy.random")
    in_children(8, lambda: say("late", *(made.random() for _ in range(4))))


def seeded_before_numpy():
    made = [random.Random(5), random.Random("text"), random.Random()]
    made[2].setstate(made[0].getstate())
    for generator in made:
        [generator.random() for _ in range(2000)]
    importlib.import_module("numpy.random")
    in_children(8, lambda: say("own", *(generator.random() for generator in made)))


def hook_draws():
    """An at-fork hook of the program's, older than NumPy's import, draws."""
    os.register_at_fork(after_in_child=draw_stream)
    importlib.import_module("numpy").random.random()
    in_children(8, int)


def hook_draws_object():
    os.register_at_fork(after_in_child=lambda: say("late", made.random(), made.random()))
    in_children(8, int)


def churn():
    """Many objects come and go; those that stay are healed, each by itself."""
    import numpy as np

    for _ in range(20_000):
        random.Random(), np.random.SFC64()
    kept = [random.Random() for _ in range(300)] + [np.random.default_rng() for _ in range(300)]
    for _ in range(5_000):
        random.Random(), np.random.PCG64()
    del kept[::3]

    def child():
        draws = [generator.random() for generator in kept]
        say("late", len(set(draws)), *draws[::40])
        if len(set(draws)) != len(kept):
            raise ValueError("alike in one child")

    in_children(8, child)


def subinterpreters():
    """They come and go; CPython 3.11 itself hangs when it forks while one is there."""
    import _xxsubinterpreters as interpreters

    import numpy as np

    generators = random.Random(), np.random.default_rng()
    for _ in range(3):
        other = interpreters.create()
        interpreters.run_string(other, "import random\nmade = random.Random()\nmade.random()")
        interpreters.destroy(other)
        in_children(1, int)
    draws = lambda: [*(g.random() for g in generators), np.random.random()]
    in_children(8, lambda: say("late", *draws()))


def deep():
    """Forks with hardly a frame left, and with an exception on its way."""
    import numpy as np

    np.random.random()

    def deeper(left):
        if left:
            return deeper(left - 1)
        in_children(8, draw_stream)

    sys.setrecursionlimit(300)
    try:
        try:
            raise KeyError("kept")
        finally:
            deeper(240)
    except KeyError as error:
        say("own", error)


if __name__ == "__main__":
    globals()[case]()
