# SPDX-License-Identifier: MIT
# The shim without its constructor and hooks, what of the runtimes needs no interpreter, and what
# of the connections needs neither,
# linked with Check: plain, under ASan and UBSan, under TSan, each by gcc, and plain by clang.

UNIT_ROOMS := generators recorder entropy core
UNIT_SRC := $(wildcard tests/unit/*.c) $(wildcard $(UNIT_ROOMS:%=shim/%/*.c)) \
	$(patsubst %,shim/runtimes/python/%.c,python_objects python_random_origin) \
	$(patsubst %,shim/connections/%.c,dead-end filter holders peers process protocols shared sockets)
UNIT_FLAGS = $(BASE) -O1 -g -D_GNU_SOURCE -Ishim -Itests/unit \
	-DPROCESSOR_FILE='"core/arch/$(notdir $(call ARCH_FILE,processor))"'
# Asked when used, not when make starts: `make deps check` installs Check in between.
CHECK_FLAGS = $(shell pkg-config --cflags --libs check 2>/dev/null)
UNIT_BUILDS := plain asan tsan clang
UNIT_CC_plain = $(CC)
UNIT_CC_asan = gcc -fsanitize=address,undefined -fno-sanitize-recover=all
UNIT_CC_tsan = gcc -fsanitize=thread
UNIT_CC_clang = clang

# Without Check or clang a build is left out, and core.sh names what it skips.
$(BUILD)/tests/unit/core-%: $(UNIT_SRC) tests/unit/unit.mk $(wildcard shim/*.h shim/*/*.h shim/*/*/*.h)
	@mkdir -p $(@D)
	@if command -v $(firstword $(UNIT_CC_$*)) && command -v pkg-config && \
	pkg-config --exists check; then set -x; \
	$(UNIT_CC_$*) $(filter-out -MMD -MP,$(UNIT_FLAGS)) $(UNIT_SRC) -o $@ -pthread \
		$(CHECK_FLAGS); fi >/dev/null

test-programs: $(UNIT_BUILDS:%=$(BUILD)/tests/unit/core-%)
