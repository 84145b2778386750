# SPDX-License-Identifier: MIT
# build/libforkseed-adapters.so: every .c here and below, with four files of the shim.

ADAPTERS_SRC := $(wildcard shim/adapters/*.c shim/adapters/*/*.c)
ADAPTERS_OBJ := $(ADAPTERS_SRC:%.c=$(BUILD)/%.o) \
	$(patsubst %,$(BUILD)/shim/%.o,recorder/elf_symbols recorder/scripts_text core/lock core/life) $(VERSION_OBJ)

# What is called in a library may end in a cancellation or an exception, which unwinds
# through these hooks.
ADAPTERS_CFLAGS = -fno-lto -D_GNU_SOURCE -fPIC -fvisibility=hidden -fno-stack-protector \
	$(NO_CALLS) -fno-plt -fexceptions -fasynchronous-unwind-tables -Ishim \
	-DPROCESSOR_FILE='"core/arch/$(notdir $(call ARCH_FILE,processor))"' \
	-DRELOCATIONS_FILE='"core/arch/$(notdir $(call ARCH_FILE,relocations))"'

$(BUILD)/shim/adapters/%.o: shim/adapters/%.c shim/adapters/adapters.mk
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(ADAPTERS_CFLAGS) -c $< -o $@

$(BUILD)/shim/adapters/marked.o: $(MARKS)
$(BUILD)/shim/adapters/marked.o: ADAPTERS_CFLAGS += -I$(BUILD)/shim

# One mapping for text and one for data, as in shim.mk: each costs every fork.
$(ADAPTERS): $(ADAPTERS_OBJ) shim/adapters/adapters.map shim/adapters/whole.ld
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -nostartfiles \
	-Wl,--version-script=shim/adapters/adapters.map -Wl,-z,now,-z,nodelete,-z,defs -Wl,-z,noseparate-code,-z,norelro \
	-Wl,--hash-style=gnu,-O1,--build-id -Wl,-soname,libforkseed-adapters.so \
	-Wl,-T,shim/adapters/whole.ld \
	$(ADAPTERS_OBJ) -o $@
