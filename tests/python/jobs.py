# SPDX-License-Identifier: MIT
# A Celery application whose broker and results are a redis server, and its client. As a
# script: hands out one task for each of 4 workers and prints "celery DRAW ..." and
# "objects DRAW ..." for each. TEST_REDIS: its address.
import os
import random
import sys
import time

import numpy as np
from celery import Celery, group

url = os.environ["TEST_REDIS"]
app = Celery("jobs", broker=url, backend=url)
np.random.normal()
objects = [np.random.default_rng(), random.Random()]


def met(count):
    """True once that many tasks run at the same time, so each in a worker of its own."""
    client = app.backend.client
    client.incr("running")
    for _ in range(1000):
        if int(client.get("running")) >= count:
            return True
        time.sleep(0.02)
    return False


@app.task(name="draw")
def draw(count):
    if not met(count):
        return []
    lines = [["celery", *np.random.random(4), np.random.normal()]]
    lines.append(["objects", objects[0].random(), objects[1].random()])
    return [" ".join(map(str, line)) for line in lines]


if __name__ == "__main__":
    count = int(sys.argv[1])
    app.backend.client.delete("running")
    for lines in group(draw.s(count) for _ in range(count)).delay().get(timeout=60):
        print("\n".join(lines))
