# SPDX-License-Identifier: MIT
# `make coverage`: which lines the tests run, of the shims, the launcher and forkseed-audit. By clang, as
# its counters can lie in a file that all processes map: children that end by _exit(2) or a signal, as
# most of ours do, count as well, which gcc's (and so gcovr's) do not. COVERAGE_TESTS are the tests
# that run, on what is built here; some of them fail, as they look at what the counters change (memory,
# system calls, a parent's descriptors), and that does not matter here. Last comes why none of them runs
# the other lines (coverage-reasons.d).

COVERAGE := $(BUILD)/coverage
COVERAGE_TESTS ?= $(TEST_SCRIPTS) $(wildcard tests/runtimes/soak-*.sh)
export COVERAGE_STARTS ?= $(wildcard $(addsuffix .sh,$(addprefix tests/,launcher/settings launcher/locks \
	reproducible/ranks reproducible/keep reproducible/clock-seeds python/settings audit/private audit/limits \
	audit/privileged audit/private-files audit/scripts audit/unseen audit/names connections/patterns runtimes/slots \
	locks/seldom regressions/first-of-all regressions/probed \
	regressions/constructor regressions/other-libc conformance/early hazards/seccomp locks/special)))
COVERAGE_FLAGS := -O1 -g -fprofile-instr-generate -fcoverage-mapping
COVERAGE_OBJECTS = $(foreach part,$(SHIM) $(CONNECTIONS) $(LOCKS) $(ADAPTERS) $(EXECS) $(LAUNCHER) $(AUDIT),$(COVERAGE)/$(notdir $(part)))

COVERAGE_MAKE = $(MAKE) -s --no-print-directory CC=clang BUILD=$(COVERAGE) JUMPS=true \
	CFLAGS='$(COVERAGE_FLAGS) -Wno-unused-command-line-argument -mllvm -runtime-counter-relocation'
COVERAGE_OTHERS = $(filter %-connections.so %-locks.so %-adapters.so %-execs.so,$(COVERAGE_OBJECTS))

# A run that was killed could not put back what is built: programs would go on with the counters.
ifneq ($(wildcard $(COVERAGE)/kept/*),)
$(shell flock -n $(COVERAGE)/kept mv -f $(wildcard $(COVERAGE)/kept/*) $(BUILD)/)
endif

.PHONY: coverage coverage-build coverage-report
# The counters' own start asks for a handle that shims without start files have not, but the first.
coverage-build:
	$(COVERAGE_MAKE) LDFLAGS=-Wl,--defsym=__dso_handle=0 $(COVERAGE_OTHERS)
	$(COVERAGE_MAKE) $(filter-out $(COVERAGE_OTHERS),$(COVERAGE_OBJECTS))

# The tests find what is built in build/, so there they are put.
.PHONY: coverage-tools
coverage-tools:
	@for tool in clang llvm-profdata llvm-cov; do \
	command -v $$tool >/dev/null || { echo 'make coverage: install clang and llvm' >&2; exit 1; }; done

coverage: coverage-tools test-programs coverage-build
	@rm -rf $(COVERAGE)/profiles $(COVERAGE)/kept && mkdir -p $(COVERAGE)/profiles $(COVERAGE)/kept
	@scripts/coverage $(BUILD) $(COVERAGE) $(COVERAGE_TESTS)
	@$(MAKE) -s --no-print-directory coverage-report

COVERAGE_OF = -instr-profile=$(COVERAGE)/merged $(firstword $(COVERAGE_OBJECTS)) \
	$(foreach object,$(wordlist 2,9,$(COVERAGE_OBJECTS)),-object $(object))
coverage-report:
	@find $(COVERAGE)/profiles -name '*.profraw' >$(COVERAGE)/files
	@llvm-profdata merge -sparse --input-files=$(COVERAGE)/files -o $(COVERAGE)/merged
	@llvm-cov report $(COVERAGE_OF) -show-region-summary=false -show-branch-summary=false >$(COVERAGE)/report
	@llvm-cov show $(COVERAGE_OF) -show-line-counts >$(COVERAGE)/lines
	@cat $(COVERAGE)/report
	@scripts/uncovered <$(COVERAGE)/lines
