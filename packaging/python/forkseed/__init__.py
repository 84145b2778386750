# SPDX-License-Identifier: MIT
"""forkseed is a command: `forkseed python3 simulation.py`, or `python3 -m forkseed ...`. There is
nothing to import; launcher() says where the command is."""
import csv
import importlib.metadata
import os


def launcher():
    """The path of the forkseed that was installed with this package, or None. From the list itself:
    since Python 3.12 importlib.metadata.files() leaves out what is gone."""
    package = importlib.metadata.distribution("forkseed")
    for name, *_ in csv.reader((package.read_text("RECORD") or "").splitlines()):
        if os.path.basename(os.path.dirname(name)) == "bin" and os.path.basename(name) == "forkseed":
            return os.path.abspath(str(package.locate_file(name)))
    return None
