#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# A child that has a connection of its own, beside its parent's, has children itself: each
# connection is its opener's, and nobody else's. Lines as share.py has them: what each asked
# by its own is "PID ...", by another's "other ...". Usage: generations.py LIBRARY
import os
import sys

import clients
import share

library = getattr(clients, sys.argv[1])


def fork(what, *arguments):
    pid = os.fork()
    if pid == 0:
        what(*arguments)
        os._exit(0)
    return pid


def grandchild(*others):
    for other in others:
        share.ask(other, "other", str(os.getpid()))


def child(parents):
    own = library(share.number("PORT"))
    share.ask(own, os.getpid(), "own")
    pids = [fork(grandchild, own, parents) for _ in range(3)]
    share.ask_often(own, os.getpid())
    for pid in pids:
        os.waitpid(pid, 0)
    share.ask(own, os.getpid(), "own")
    share.ask(parents, "other", "parents")


client = library(share.number("PORT"))
share.ask(client, os.getpid(), "first")
os.waitpid(fork(child, client), 0)
share.ask(client, "last", "last")
