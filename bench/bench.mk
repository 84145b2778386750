-include scripts/deps.mk scripts/lint.mk
# SPDX-License-Identifier: MIT
# `make bench`: builds bench/*.c and lets bench/run measure what bench/measures.py lists.
# The programs are bare; BENCH_ROUNDS and BENCH_ONLY are described in bench/run.

BENCH_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(filter-out bench/empty.c,$(wildcard bench/*.c)))
BENCH_EMPTY := $(BUILD)/bench/empty.so

$(BENCH_PROGRAMS): $(BUILD)/bench/%: bench/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MF $@.d $< -o $@ -pthread -ldl

$(BENCH_EMPTY): bench/empty.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MF $@.d -shared -fPIC $< -o $@

.PHONY: bench bench-programs
bench-programs: $(BENCH_PROGRAMS) $(BENCH_EMPTY)

bench: all bench-programs
	@rm -f $(BUILD)/bench/audit.raw
	@bench/run $(BUILD)
