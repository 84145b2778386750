# SPDX-License-Identifier: MIT
# What the programs here share: forked children that report one line each, "LABEL DRAW ...",
# by one write(2). Imports nothing that draws.
import os
import sys


def say(label, *draws):
    os.write(1, (" ".join([label, *map(str, draws)]) + "\n").encode())


def run_child(task, *arguments):
    status = 1
    try:
        task(*arguments)
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def fork_child(task, *arguments, fork=os.fork):
    pid = fork()
    if pid == 0:
        run_child(task, *arguments)
    return pid


def wait_for(pids):
    failed = sum(os.waitpid(pid, 0)[1] != 0 for pid in pids)
    if failed:
        sys.exit("%d of %d children failed" % (failed, len(pids)))


def in_children(count, task, *arguments, fork=os.fork):
    wait_for([fork_child(task, *arguments, fork=fork) for _ in range(count)])
