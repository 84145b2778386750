# SPDX-License-Identifier: MIT
# build/libforkseed-musl.so: the shim for programs of musl, where there is musl-gcc (or, by
# MUSL_CC=, another compiler for it): musl's own generators (shim/musl) on the common ground.
# What the headers here say comes before musl's and before ours.

MUSL := $(BUILD)/libforkseed-musl.so
# What the doctor runs in place of a program of musl.
MUSL_PROBE := $(BUILD)/libforkseed-musl-probe
MUSL_CC ?= musl-gcc
MUSL_SRC := $(wildcard shim/musl/*.c shim/musl/hooks/*.c) shim/hooks/drand48.c \
	shim/hooks/fork.c shim/starting.c \
	shim/recorder/elf_symbols.c \
	$(filter-out %/libc.c %/glibc.c %/permutation.c,$(wildcard shim/generators/*.c)) \
	$(wildcard shim/entropy/*.c shim/core/*.c)
MUSL_OBJ := $(MUSL_SRC:shim/%.c=$(BUILD)/musl/%.o)

# musl-gcc is for the processor that this machine has, whatever CC is for.
MUSL_MACHINE := $(firstword $(subst -, ,$(shell $(MUSL_CC) -dumpmachine 2>/dev/null)))
has_musl := $(if $(filter $(ARCH),$(MUSL_MACHINE)),$(shell printf '\043include <stdlib.h>' | \
	$(MUSL_CC) -E -x c - 2>/dev/null | grep -q initstate && echo yes))

# On AArch64 atomic operations would be calls of gcc's library, which is glibc's there.
INLINE_ATOMICS = $(if $(filter aarch64,$(ARCH)),-mno-outline-atomics)
MUSL_CFLAGS = -Ishim/musl/include -Ishim/musl $(SHIM_CFLAGS) $(INLINE_ATOMICS)
$(BUILD)/musl/%.o: shim/%.c shim/musl/musl.mk shim/shim.mk
	@mkdir -p $(@D)
	$(MUSL_CC) $(ALL_CFLAGS) $(MUSL_CFLAGS) -c $< -o $@

# Linked with nothing: glibc's ld.so, which loads it into what musl programs start, would look
# for musl's libc.so. That this has all that it asks for is seen by linking it with it first.
MUSL_LDFLAGS := -shared -nostdlib -Wl,--version-script=shim/musl/musl.map -Wl,-z,nodelete \
	-Wl,-z,noseparate-code,-z,norelro,--hash-style=gnu,-O1,--build-id \
	-Wl,-soname,libforkseed-musl.so -Wl,-T,shim/far.ld

$(MUSL): $(MUSL_OBJ) $(VERSION_OBJ) shim/musl/musl.map shim/far.ld
	$(MUSL_CC) $(CFLAGS) $(LDFLAGS) $(MUSL_LDFLAGS) -Wl,-z,defs $(MUSL_OBJ) $(VERSION_OBJ) -lc -o $@.whole && rm $@.whole
	$(MUSL_CC) $(CFLAGS) $(LDFLAGS) $(MUSL_LDFLAGS) $(MUSL_OBJ) $(VERSION_OBJ) -o $@

$(MUSL_PROBE): launcher/probe/probe.c $(VERSION_OBJ) shim/musl/musl.mk
	@mkdir -p $(@D)
	$(MUSL_CC) $(ALL_CFLAGS) -MF $@.d $(LDFLAGS) $< $(VERSION_OBJ) -o $@

.PHONY: musl musl-if-possible
musl: $(MUSL) $(MUSL_PROBE)
musl-if-possible: $(if $(has_musl),musl)
