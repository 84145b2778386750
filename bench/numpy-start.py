#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Loads NumPy and ends: what a start of it costs.
import numpy.random  # noqa: F401
