# SPDX-License-Identifier: MIT
"""On Dask's workers: dask_setup() is run in each nanny before it makes its worker (--preload-nanny). As a
script: `shares.py WORKERS objects|children` has every worker append to TEST_OUT what it draws from a
generator object of the nanny's, or what two processes draw that a task forks: "NODE dask DRAW ..."."""
import os
import socket
import sys

import numpy as np

rng = None


def dask_setup(nanny):
    global rng
    rng = np.random.default_rng(1)


def share(draws):
    out = os.open(os.environ["TEST_OUT"], os.O_WRONLY | os.O_APPEND)
    os.write(out, ("%s dask %s\n" % (socket.gethostname(), " ".join(map(str, draws)))).encode())


def objects():
    import shares
    share(shares.rng.integers(2**31, size=4))


def children():
    np.random.seed(1)
    for _ in range(2):
        child = os.fork()
        if child == 0:
            share(np.random.randint(2**31, size=4))
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    from distributed import Client
    client = Client("tcp://hub:8786")
    client.wait_for_workers(int(sys.argv[1]), timeout=60)
    client.run({"objects": objects, "children": children}[sys.argv[2]])
