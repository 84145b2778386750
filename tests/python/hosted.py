# SPDX-License-Identifier: MIT
# What the hosts that hold an interpreter run: a parent that has drawn, and children that
# report "host DRAW ..." from NumPy's global stream and from three objects.
import random

import numpy as np

from children import say

np.random.normal()
objects = [np.random.default_rng(), np.random.RandomState(), random.Random()]


def report():
    say("stream", *np.random.random(4), np.random.normal())
    say("default_rng", *objects[0].random(4))
    say("RandomState", *objects[1].random_sample(4))
    say("Random", *(objects[2].random() for _ in range(4)))
