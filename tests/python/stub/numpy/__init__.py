# SPDX-License-Identifier: MIT
# Not NumPy: the few names by which its global stream is found, in plain Python, for
# interpreters that have no NumPy and for layouts that nobody has seen. See random/mtrand.py.
