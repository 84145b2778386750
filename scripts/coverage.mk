# SPDX-License-Identifier: MIT
# `make coverage`: which lines the tests run, of the shims, the launcher and forkseed-audit. By clang, as
# its counters can lie in a file that all processes map: children that end by _exit(2) or a signal, as
# most of ours do, count as well, which gcc's (and so gcovr's) do not. COVERAGE_TESTS are the tests
# that run, on what is built here; some of them fail, as they look at what the counters change (memory,
# system calls, a parent's descriptors), and that does not matter here.

COVERAGE := $(BUILD)/coverage
COVERAGE_TESTS ?= $(TEST_SCRIPTS)
COVERAGE_FLAGS := -O1 -g -fprofile-instr-generate -fcoverage-mapping
COVERAGE_OBJECTS = $(foreach part,$(SHIM) $(CONNECTIONS) $(LOCKS) $(ADAPTERS) $(EXECS) $(LAUNCHER) $(AUDIT),$(COVERAGE)/$(notdir $(part)))

.PHONY: coverage coverage-build coverage-report
coverage-build:
	$(MAKE) -s --no-print-directory CC=clang BUILD=$(COVERAGE) JUMPS=true OPTIONAL_TESTS= \
	CFLAGS='$(COVERAGE_FLAGS) -Wno-unused-command-line-argument -mllvm -runtime-counter-relocation' \
	LDFLAGS="$$(clang -print-file-name=crtbeginS.o)" all

# The tests find what is built in build/, so there they are put.
coverage: test-programs coverage-build
	@rm -rf $(COVERAGE)/profiles $(COVERAGE)/kept && mkdir -p $(COVERAGE)/profiles $(COVERAGE)/kept
	@scripts/coverage $(BUILD) $(COVERAGE) $(COVERAGE_TESTS)
	@$(MAKE) -s --no-print-directory coverage-report

coverage-report:
	@llvm-profdata merge -sparse $(COVERAGE)/profiles/*.profraw -o $(COVERAGE)/merged
	@llvm-cov report -instr-profile=$(COVERAGE)/merged $(firstword $(COVERAGE_OBJECTS)) \
	$(foreach object,$(wordlist 2,9,$(COVERAGE_OBJECTS)),-object $(object)) -show-region-summary=false \
	-show-branch-summary=false >$(COVERAGE)/report
	@cat $(COVERAGE)/report
