# SPDX-License-Identifier: MIT
"""What every rank of a job runs: it has one seed, forks 4 processes, and each appends a line to
TEST_OUT: "RANK/CHILD numpy DRAW ...". The rank is only told, by whatever tells it; mpi: by mpi4py."""
import multiprocessing
import os
import sys

import numpy as np

RANKS = ("OMPI_COMM_WORLD_RANK", "SLURM_ARRAY_TASK_ID", "SLURM_PROCID", "PARALLEL_SEQ", "JOB_COMPLETION_INDEX", "NODE")


def rank():
    if "mpi" in sys.argv:
        from mpi4py import MPI
        MPI.COMM_WORLD.Barrier()
        return MPI.COMM_WORLD.Get_rank()
    return next((os.environ[name] for name in RANKS if name in os.environ), "none")


def share(name):
    line = "%s numpy %s\n" % (name, " ".join(map(str, np.random.randint(2**31, size=4))))
    out = os.open(os.environ["TEST_OUT"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(out, line.encode())


if __name__ == "__main__":
    me = rank()
    np.random.seed(1)
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=share, args=("%s/%d" % (me, i),)) for i in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sys.exit(any(worker.exitcode for worker in workers))
