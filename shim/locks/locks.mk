# SPDX-License-Identifier: MIT
# build/libforkseed-locks.so: every .c here, with one file of the shim.

LOCKS_SRC := $(wildcard shim/locks/*.c)
LOCKS_OBJ := $(LOCKS_SRC:%.c=$(BUILD)/%.o) \
	$(patsubst %,$(BUILD)/shim/%.o,recorder/elf_symbols) $(VERSION_OBJ)

# What 32-bit programs call besides.
LOCKS_WORD = '"table-$(if $(IS_64_BIT),64,32).h"'

# What begins with hooks is exported. A cancelled thread unwinds through these hooks, and
# needs the tables; but nothing is to be done on its way, so there are no landing pads.
# No jumps to code that two ways have in common: hooks-mutexes.c is straight.
NO_CROSSJUMPING := $(call if_known,-fno-crossjumping)
LOCKS_CFLAGS = -D_GNU_SOURCE -fPIC \
	-fvisibility=$(if $(findstring /hooks,$<),default,hidden) \
	-fno-stack-protector $(NO_CALLS) -fno-plt -fasynchronous-unwind-tables -fno-builtin \
	-Wno-deprecated-declarations \
	$(NO_CROSSJUMPING) -Ishim -DPROCESSOR_FILE='"core/arch/$(notdir $(call ARCH_FILE,processor))"' \
	-DTABLE_WORD=$(LOCKS_WORD)

$(BUILD)/shim/locks/%.o: shim/locks/%.c shim/locks/locks.mk
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LOCKS_CFLAGS) -c $< -o $@

# One mapping for text and one for data, as in shim.mk: each costs every fork.
$(LOCKS): $(LOCKS_OBJ)
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -nostartfiles \
	-Wl,-z,now,-z,nodelete,-z,defs -Wl,-z,noseparate-code,-z,norelro \
	-Wl,--hash-style=gnu,-O1,--build-id -Wl,-soname,libforkseed-locks.so \
	$(LOCKS_OBJ) -o $@
