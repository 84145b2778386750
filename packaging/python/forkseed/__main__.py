# SPDX-License-Identifier: MIT
"""`python3 -m forkseed ...`: becomes the forkseed that was installed with this package."""
import os
import sys

from forkseed import launcher


def fail(path, why):
    """One line, and the status of forkseed's own errors."""
    print("forkseed: cannot execute %s: %s" % (path, why), file=sys.stderr)
    sys.exit(125)


PATH = launcher()
if PATH is None:
    fail("forkseed", "it is not among the package's files: install it again")
try:
    os.execv(PATH, ["forkseed", *sys.argv[1:]])
except PermissionError as error:
    fail(PATH, "%s (is its file system mounted noexec?)" % error.strerror)
except OSError as error:
    fail(PATH, error.strerror)
