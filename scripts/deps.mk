# SPDX-License-Identifier: MIT
# `make deps`, alone or in front of other goals. Under -j make starts all goals at once, and
# everything (compiling the unit tests too) may need what deps installs: so when deps is
# among several goals this run of make is serial, and goals run in the order typed.

.PHONY: deps
deps:
	@scripts/deps

ifneq ($(filter deps,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif
