# SPDX-License-Identifier: MIT
# `make deps`, `make deps-audit` and `make deps-python`, alone or in front of other goals. Under
# -j make starts all goals at once, and everything (compiling the unit tests too) may need what
# deps installs: so when one is among several goals this run of make is serial, and goals run
# in the order typed.

.PHONY: deps deps-audit deps-python
deps:
	@scripts/deps

deps-audit:
	@scripts/deps audit

deps-python:
	@scripts/deps python

ifneq ($(filter deps deps-audit deps-python,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif
