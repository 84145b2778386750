#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# A daemon that connects first and leaves its parent's session afterwards, as many do: the
# connection is then the daemon's alone. Asks before and after; prints lines as share.py does.
# Usage: daemon.py LIBRARY twice|daemon|orphan: by two forks, by daemon(3), or by one fork of a
# parent that ends without a word.
import ctypes
import os
import sys

import clients
import share


def leave_behind():
    if os.fork():
        os._exit(0)


def detach(way):
    if way == "daemon":
        ctypes.CDLL(None).daemon(1, 1)
        return
    parent = os.getpid()
    leave_behind()
    if way == "twice":
        os.setsid()
        leave_behind()
    else:
        while os.getppid() == parent:
            pass


client = getattr(clients, sys.argv[1])(share.number("PORT"))
share.ask(client, "first", "first")
detach(sys.argv[2])
share.ask_often(client, os.getpid())
share.ask(client, "last", "last")
