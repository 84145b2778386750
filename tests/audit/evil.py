# SPDX-License-Identifier: MIT
"""Children draw in a script whose file and functions are called as the argument says."""
import os
import random
import sys
import types

evil = sys.argv[1]
names = {"os": os, "made": random.Random()}
exec(compile("""
def work():
    return made.random()

def spawn():
    for _ in range(2):
        if os.fork() == 0:
            work()
            os._exit(0)
        os.wait()
""", evil, "exec"), names)


def renamed(function):
    code = function.__code__.replace(co_name=evil)
    if hasattr(code, "co_qualname"):
        code = code.replace(co_qualname=evil)
    return types.FunctionType(code, names, evil)


names["work"] = renamed(names["work"])
renamed(names["spawn"])()
