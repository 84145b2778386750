# SPDX-License-Identifier: MIT
# forkseed's build. Each directory says in its own .mk file what it builds; this file holds
# the flags they share and the targets that people type. `make help` lists those.

# By `make -f .../Makefile`, from anywhere: the same as by `make -C`.
HERE := $(patsubst %/,%,$(dir $(realpath $(lastword $(MAKEFILE_LIST)))))
ifneq ($(HERE),$(CURDIR))
all $(filter-out all,$(MAKECMDGOALS)): elsewhere ;
.PHONY: all elsewhere $(MAKECMDGOALS)
elsewhere:
	@$(MAKE) --no-print-directory -C '$(HERE)' $(MAKECMDGOALS) \
	$(if $(DESTDIR),$(if $(filter /%,$(firstword $(DESTDIR))),,DESTDIR='$(CURDIR)/$(DESTDIR)'))
else

BUILD   := build
VERSION := 0.1.0
SHIM    := $(BUILD)/libforkseed.so
CONNECTIONS := $(BUILD)/libforkseed-connections.so
LOCKS   := $(BUILD)/libforkseed-locks.so
ADAPTERS := $(BUILD)/libforkseed-adapters.so
EXECS   := $(BUILD)/libforkseed-execs.so
LAUNCHER := $(BUILD)/forkseed
PROBE   := $(BUILD)/forkseed-probe
AUDIT   := $(BUILD)/forkseed-audit

CFLAGS  ?= -O2 -g
WARN    := -Wall -Wno-psabi -Wextra -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes
# _FORTIFY_SOURCE stays off: __*_chk symbols would tie the shim to one libc.
BASE    := -std=gnu11 -U_FORTIFY_SOURCE -DFORKSEED_VERSION='"$(VERSION)"' $(WARN) -MMD -MP
ALL_CFLAGS = $(BASE) $(CFLAGS)

.DEFAULT_GOAL := all
.PHONY: all demo deps deps-audit deps-python deps-soak check check-all soak bench lint install uninstall clean help

include scripts/deps.mk
ifeq ($(DEPS),)
all: $(SHIM) $(CONNECTIONS) $(LOCKS) $(ADAPTERS) $(EXECS) $(LAUNCHER) $(PROBE) musl-if-possible audit-if-possible

# Which version they are of: not loaded, but read by `forkseed --version`.
VERSION_OBJ := $(BUILD)/shim/version.o

include shim/shim.mk shim/musl/musl.mk shim/connections/connections.mk shim/locks/locks.mk shim/adapters/adapters.mk shim/execs/execs.mk launcher/launcher.mk audit/audit.mk
-include demo/demo.mk tests/tests.mk bench/bench.mk scripts/scripts.mk scripts/coverage.mk packaging/packaging.mk

clean:
	rm -rf $(BUILD)

help:
	@echo 'make            the shim, the launcher and forkseed-audit, in build/'
	@echo 'make demo       the bug and its cure, side by side; needs a C compiler only'
	@echo 'make deps       install the Debian packages that tests and benchmarks use'
	@echo '                deps-audit: only what --check needs'
	@echo '                deps-python: only what the demos of NumPy and joblib need'
	@echo '                deps-soak: only the large ones, which nothing but make soak uses'
	@echo 'make check      the tests, under 5 minutes; check-all: with every part that there is'
	@echo 'make healed     measures what is healed, and writes the table of README.md'
	@echo 'make soak       the long runs     make bench    the measurements [BASELINE=DIR BENCH_ONLY= BENCH_ROUNDS=]'
	@echo 'make bench-page the measurements, and docs/performance.md with them'
	@echo 'make fuzz [FUZZ_SECONDS=N]        make coverage    scripts/suites: see docs/trust.md'
	@echo 'make lint       format, warnings, shell    make install [PREFIX= DESTDIR= LIBDIR=]'
	@echo 'make deb        Debian packages             make wheel      a Python wheel'

# Not below build/releases: there are whole systems (tests/releases), with a build of their own.
# Not of the copies that packages are built in: one that failed is left to be looked at.
-include $(shell find $(BUILD) \( -path $(BUILD)/releases -o -path $(BUILD)/suites -o -path '$(BUILD)/deb*' -o -path '$(BUILD)/wheel*' \) -prune -o -type f -name '*.d' -print 2>/dev/null)
endif
endif
