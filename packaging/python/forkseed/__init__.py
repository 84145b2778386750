# SPDX-License-Identifier: MIT
"""forkseed is a command: `forkseed python3 simulation.py`, or `python3 -m forkseed ...`. There is
nothing to import; launcher() says where the command is."""
import importlib.metadata
import os


def launcher():
    """The path of the forkseed that was installed with this package, or None."""
    for file in importlib.metadata.files("forkseed") or ():
        if file.name == "forkseed" and file.parent.name == "bin":
            return os.path.abspath(str(file.locate()))
    return None
