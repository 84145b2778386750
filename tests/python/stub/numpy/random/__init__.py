# SPDX-License-Identifier: MIT
# See ../__init__.py.
from numpy.random.mtrand import *  # noqa: F401,F403
