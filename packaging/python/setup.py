# SPDX-License-Identifier: MIT
"""What setuptools cannot be told in pyproject.toml: a wheel for one platform and any Python, and
the files that `make install` made (below tree/), which belong into the environment's prefix."""
import os

from setuptools import Distribution, setup
from wheel.bdist_wheel import bdist_wheel


class Binary(Distribution):
    """Has programs, so it is no pure Python."""

    def has_ext_modules(self):
        return True


class AnyPython(bdist_wheel):
    """They are no extension modules, so they fit every Python."""

    def get_tag(self):
        return "py3", "none", os.environ["FORKSEED_WHEEL_PLATFORM"]


FILES = [(os.path.relpath(where, "tree"), sorted(os.path.join(where, name) for name in names))
         for where, _, names in sorted(os.walk("tree")) if names]
setup(version=os.environ["FORKSEED_WHEEL_VERSION"], packages=["forkseed"], data_files=FILES,
      distclass=Binary, cmdclass={"bdist_wheel": AnyPython})
