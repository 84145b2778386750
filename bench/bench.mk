-include scripts/lint.mk
# SPDX-License-Identifier: MIT
# `make bench`: builds bench/*.c and lets bench/run measure what bench/measures.py lists.
# The programs are bare; BENCH_ROUNDS, BENCH_ONLY and BASELINE=DIR are described in bench/run.

BENCH_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(filter-out bench/empty.c bench/least-%.c,\
	$(wildcard bench/*.c)))
# A draw with glibc's flag of threads: of 2.32 and later.
LEAST_DRAW := $(if $(wildcard /usr/include/sys/single_threaded.h),least-draw.so calls.so)
BENCH_EMPTY := $(BUILD)/bench/empty.so
BENCH_OBJECTS := $(BENCH_EMPTY) $(addprefix $(BUILD)/bench/,least-gate.so jumps.so beside.so mapped.so mapped-too.so \
	least-recorder.so least-tree.so $(LEAST_DRAW))

$(BENCH_PROGRAMS): $(BUILD)/bench/%: bench/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MF $@.d $< -o $@ -pthread -ldl

$(BENCH_EMPTY): bench/empty.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MF $@.d -shared -fPIC $< -o $@

# Preloaded beside the shim: as few mappings as the other two have.
$(BUILD)/bench/beside.so: bench/empty.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MF $@.d -shared -fPIC -nostartfiles \
	-Wl,-z,now,-z,noseparate-code,-z,norelro $< -o $@

$(BUILD)/bench/mapped.so $(BUILD)/bench/mapped-too.so: bench/least-mappings.c
$(BUILD)/bench/least-recorder.so: bench/least-recorder.c
$(BUILD)/bench/least-tree.so: bench/least-tree.c
$(addprefix $(BUILD)/bench/,mapped.so mapped-too.so least-recorder.so least-tree.so): shim/far.ld
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(if $(findstring too,$@),-DSECOND) -MF $@.d -shared -fPIC -nostartfiles \
	-Wl,-z,now,-z,noseparate-code,-z,norelro,--hash-style=gnu -T shim/far.ld $(filter %.c,$^) -o $@

$(BUILD)/bench/least-gate.so $(BUILD)/bench/jumps.so: bench/least-gate.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(if $(findstring jumps,$@),-DJUMPS) -MF $@.d -shared -fPIC -fno-plt \
	-Wl,-z,now $< -o $@ -ldl

$(BUILD)/bench/least-draw.so $(BUILD)/bench/calls.so: bench/least-draw.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(if $(findstring calls,$@),-DCALLS) -MF $@.d -shared -fPIC -fno-plt \
	-fcf-protection=none -falign-functions=32 -Wl,-z,now,-Bsymbolic $< -o $@

.PHONY: bench bench-programs bench-page
bench-programs: $(BENCH_PROGRAMS) $(BENCH_OBJECTS)

bench: all bench-programs
	@BASELINE='$(BASELINE)' bench/run $(BUILD)

# docs/performance.md's tables and pictures, of one run: ten minutes at most, the machine to itself.
bench-page: export BENCH_ROUNDS ?= 7
bench-page: bench
	@bench/page.py $(BUILD)/bench/bench.json docs
