# SPDX-License-Identifier: MIT
# What a program does itself in its forked children. Prints "inherited DRAW ..." (drawn before
# the program did anything) and "own DRAW ..." for each child. Usage: wins.py CASE.
import functools
import multiprocessing
import os
import random
import sys

case = sys.argv[1]
hooked = case.startswith("hook")
if case == "hook_before_numpy":
    os.register_at_fork(after_in_child=lambda: np.random.seed(5))
if case == "hook_before_numpy_objects":
    os.register_at_fork(after_in_child=lambda: objects[0].seed(5))

import numpy as np  # noqa: E402

from children import in_children, say  # noqa: E402

objects = [random.Random(), np.random.RandomState(), np.random.default_rng()]
multi = multiprocessing.get_context("fork")


def draw(label):
    say(label, *np.random.random(3), np.random.normal())


def seed():
    np.random.seed(5)
    draw("own")


def set_state():
    np.random.set_state(np.random.RandomState(6).get_state())
    draw("own")


def saved_state():
    """A state of the parent's, set in the child: that is what it asked for."""
    np.random.set_state(before)
    draw("own")


def state_setter():
    """It says nothing about a normal number that waits: only doubles."""
    np.random.mtrand._rand._bit_generator.state = np.random.MT19937(8).state
    say("own", *np.random.random(4))


def set_bit_generator():
    np.random.set_bit_generator(np.random.PCG64(3))
    say("own", *np.random.random(4))


def objects_seed():
    objects[0].seed(5)
    objects[1].seed(5)
    objects[2].bit_generator.state = np.random.PCG64(5).state
    say("own", objects[0].random(), objects[1].random_sample(), objects[2].random())


def objects_init():
    objects[0].__init__(5)
    objects[1].__init__(5)
    say("own", objects[0].random(), objects[1].random_sample())


def module_random():
    random.seed(5)
    say("own", random.random(), random.gauss(0, 1))


def own_generators():
    made = np.random.default_rng(5), np.random.RandomState(5), random.Random(5)
    say("own", *(generator.uniform(0, 1) for generator in made))


def child():
    draw("inherited")
    globals()[case]()


def hooked_child():
    draw("own")


def hook():
    os.register_at_fork(after_in_child=lambda: np.random.seed(5))
    in_children(4, hooked_child)


def hook_entropy():
    os.register_at_fork(after_in_child=np.random.seed)
    in_children(4, hooked_child)


def hook_partial():
    os.register_at_fork(after_in_child=functools.partial(np.random.seed, 5))
    in_children(4, hooked_child)


def hook_after_fork():
    in_children(1, int)
    hook()


def hook_before_numpy():
    in_children(4, hooked_child)


def hook_before_numpy_objects():
    in_children(4, lambda: say("own", objects[0].random()))


def hook_objects():
    os.register_at_fork(after_in_child=functools.partial(objects[0].seed, 5))
    os.register_at_fork(after_in_child=functools.partial(objects[1].seed, 5))
    in_children(4, lambda: say("own", objects[0].random(), objects[1].random_sample()))


def hook_pool():
    os.register_at_fork(after_in_child=functools.partial(np.random.seed, 5))
    with multi.Pool(4, meet_at, (multi.Barrier(4),)) as pool:
        pool.map(meet, range(4), chunksize=1)


def meet_at(barrier):
    global met
    met = barrier


def meet(_):
    met.wait(60)
    hooked_child()


if __name__ == "__main__":
    np.random.seed(1)
    np.random.normal()
    before = np.random.get_state()
    in_children(4, child) if not hooked else globals()[case]()
    draw("parent")
