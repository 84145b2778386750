# SPDX-License-Identifier: MIT
"""A Celery application: its broker, at TEST_REDIS, hands tasks to workers on several nodes, whose
pools were forked from processes that have one seed. As a script: hands out as many tasks as its
argument says, each of which waits until all are running, and so has a child of a pool for itself;
each appends a line to TEST_OUT: "NODE celery DRAW ..."."""
import os
import socket
import sys
import time

import numpy as np
from celery import Celery, group

url = os.environ["TEST_REDIS"]
app = Celery("tasks", broker=url, backend=url)
app.conf.task_acks_late = True  # with a prefetch multiplier of 1 no node takes more tasks than it has children
np.random.seed(1)


def met(count):
    client = app.backend.client
    client.incr("running")
    for _ in range(3000):
        if int(client.get("running")) >= count:
            return True
        time.sleep(0.02)
    return False


@app.task(name="share")
def share(count):
    if not met(count):
        raise RuntimeError("not all are running")
    line = "%s celery %s\n" % (socket.gethostname(), " ".join(map(str, np.random.randint(2**31, size=4))))
    out = os.open(os.environ["TEST_OUT"], os.O_WRONLY | os.O_APPEND)
    os.write(out, line.encode())


if __name__ == "__main__":
    count = int(sys.argv[1])
    group(share.s(count) for _ in range(count)).delay().get(timeout=60)
