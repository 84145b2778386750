# SPDX-License-Identifier: MIT
# Every tests/GROUP/NAME.c becomes build/tests/GROUP/NAME; every executable
# tests/GROUP/NAME.sh is a test (soak-NAME.sh: only in make soak; one that says "# By
# check-all alone." not in make check); other scripts are sourced.
# A program that needs other flags has TEST_FLAGS_NAME. tests/unit is linked with Check.

TEST_GROUPS := conformance hazards programs launcher reproducible regressions audit python releases \
	connections locks stuck runtimes packages field machines faults bench
TEST_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(wildcard $(TEST_GROUPS:%=tests/%/*.c)))
SCRIPTS := $(sort $(shell find $(TEST_GROUPS:%=tests/%) tests/unit -name '*.sh' -perm -u+x))
SOAK_SCRIPTS := $(foreach script,$(SCRIPTS),$(if $(filter soak-%,$(notdir $(script))),$(script)))
TEST_SCRIPTS := $(filter-out $(SOAK_SCRIPTS),$(SCRIPTS))
LATER_SCRIPTS := $(shell grep -lx '\# By check-all alone\.' $(TEST_SCRIPTS))

$(BUILD)/tests/%: tests/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MF $@.d $< -o $@ $(TEST_FLAGS_$(notdir $*)) -pthread -ldl

-include tests/*/*.mk

.PHONY: test-programs
test-programs: all demo-programs bench-programs $(TEST_PROGRAMS)

check: test-programs
	@tests/run $(filter-out $(LATER_SCRIPTS),$(TEST_SCRIPTS))

# All of them, and a skip is a failure here, but for a package that this release does not have.
check-all: test-programs
	@tests/run --skips-fatal $(TEST_SCRIPTS)

# The table of README.md: of all runtimes whose packages are here.
.PHONY: healed
healed: test-programs
	@scripts/healed

# Hours: what was ended goes on where it was, as long as what is built is the same. What has
# passed is a row of docs/trust.md, whatever else fails. SOAK: those whose names contain it.
SOAKING = $(foreach script,$(SOAK_SCRIPTS),$(if $(findstring $(SOAK),$(script)),$(script)))
soak: test-programs
	@scripts/deps --lacking || :
	@status=0; FORKSEED_TEST_LIMIT=7200 tests/run --keep $(BUILD)/soak/passed \
		$(if $(SOAK),$(SOAKING),$(SOAK_SCRIPTS)) || status=$$?; \
	scripts/soaked && exit $$status
