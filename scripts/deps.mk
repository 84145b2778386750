# SPDX-License-Identifier: MIT
# `make deps`, `make deps-audit`, -python and -soak, alone or in front of other goals. What
# can be built is found out while the makefiles are read, when nothing is installed yet: so
# the goals behind run in makes of their own, in the order typed, also under -j.

.PHONY: deps deps-audit deps-python deps-soak
deps:
	@scripts/deps

deps-audit:
	@scripts/deps audit

deps-python:
	@scripts/deps python

deps-soak:
	@scripts/deps soak

DEPS := $(filter deps deps-audit deps-python deps-soak,$(MAKECMDGOALS))
ifneq ($(DEPS),)
GOALS := $(filter-out $(DEPS),$(MAKECMDGOALS))
.NOTPARALLEL:
.PHONY: $(GOALS)
$(GOALS):
	+@$(MAKE) --no-print-directory $@
endif
