# SPDX-License-Identifier: MIT
# build/libforkseed-connections.so: every .c here, with three files of the shim.

CONNECTIONS_SRC := $(wildcard shim/connections/*.c)
CONNECTIONS_OBJ := $(CONNECTIONS_SRC:%.c=$(BUILD)/%.o) \
	$(patsubst %,$(BUILD)/shim/%.o,recorder/elf_symbols core/lineage core/settings) \
	$(VERSION_OBJ)

# Unlike the shim's, these hooks have libc's cancellation points behind them: a cancelled
# thread unwinds through them, and needs the tables.
CONNECTIONS_CFLAGS = -fno-lto -foptimize-sibling-calls -D_GNU_SOURCE -fPIC \
	-fvisibility=$(if $(findstring /hooks,$<),default,hidden) \
	-fno-stack-protector $(NO_CALLS) -fno-plt -fexceptions -fasynchronous-unwind-tables \
	-Ishim -DPROCESSOR_FILE='"core/arch/$(notdir $(call ARCH_FILE,processor))"'

$(BUILD)/shim/connections/%.o: shim/connections/%.c shim/connections/connections.mk
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CONNECTIONS_CFLAGS) -c $< -o $@

# One mapping for text and one for data, as in shim.mk: each costs every fork.
$(CONNECTIONS): $(CONNECTIONS_OBJ) shim/connections/connections.map shim/connections/connections.ld shim/jumps.sh
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -nostartfiles \
	-Wl,--version-script=shim/connections/connections.map -Wl,-z,now,-z,nodelete,-z,defs -Wl,-z,noseparate-code,-z,norelro \
	-Wl,--hash-style=gnu,-O1,--build-id -Wl,-soname,libforkseed-connections.so \
	-Wl,-T,shim/connections/connections.ld \
	$(CONNECTIONS_OBJ) -o $@
	@OBJDUMP='$(OBJDUMP)' $(JUMPS) $@ syscall vfork || { rm -f $@; false; }
