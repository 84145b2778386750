# SPDX-License-Identifier: MIT
# `make lint`: the checks are in scripts/lint; LINT_CC names the compilers it builds with.

.PHONY: lint
lint:
	+@MAKE='$(MAKE)' LINT_BUILD=$(BUILD)/lint scripts/lint
