# SPDX-License-Identifier: MIT
# A WSGI application, loaded by a server before it forks its workers. It answers with the
# worker's pid and what it drew at its first request: "PID STREAM DRAW ...\nPID default_rng ...".
import os
import random
import time

import numpy as np

np.random.normal()
objects = [np.random.default_rng(), random.Random()]
answers = {}


def first_draws():
    return {
        "stream": [*np.random.random(4), np.random.normal()],
        "default_rng": objects[0].random(4),
        "Random": [objects[1].random() for _ in range(4)],
    }


def application(environ, start_response):
    draws = answers.setdefault(os.getpid(), None) or first_draws()
    answers[os.getpid()] = draws
    time.sleep(0.02)  # busy for a while, so that the other workers get requests too
    start_response("200 OK", [("Content-Type", "text/plain")])
    lines = (" ".join([str(os.getpid()), name, *map(str, draws[name])]) for name in draws)
    return [("\n".join(lines) + "\n").encode()]
