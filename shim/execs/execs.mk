# SPDX-License-Identifier: MIT
# build/libforkseed-execs.so: every .c here, with two files of the shim. Only an audit preloads
# it, so that no other process pays for its hooks.

EXECS_SRC := $(wildcard shim/execs/*.c)
EXECS_OBJ := $(EXECS_SRC:%.c=$(BUILD)/%.o) $(BUILD)/shim/recorder/elf_symbols.o \
	$(BUILD)/shim/execs/recording.o $(BUILD)/shim/execs/door.o $(VERSION_OBJ)

# system(3) is a cancellation point: a cancelled thread unwinds through its hook.
EXECS_CFLAGS = -D_GNU_SOURCE -fPIC \
	-fvisibility=$(if $(findstring /hooks,$<),default,hidden) \
	-fno-stack-protector $(NO_CALLS) -fno-plt -fexceptions -fasynchronous-unwind-tables \
	-Ishim -DPROCESSOR_FILE='"core/arch/$(notdir $(call ARCH_FILE,processor))"'

$(BUILD)/shim/execs/%.o: shim/execs/%.c shim/execs/execs.mk
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(EXECS_CFLAGS) -c $< -o $@

# How a record is appended is the shim's business; here without a section of its own.
$(BUILD)/shim/execs/recording.o $(BUILD)/shim/execs/door.o: $(BUILD)/shim/execs/%.o: shim/recorder/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(EXECS_CFLAGS) -c $< -o $@

$(EXECS): $(EXECS_OBJ) shim/execs/execs.map
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -nostartfiles \
	-Wl,--version-script=shim/execs/execs.map -Wl,-z,now,-z,nodelete,-z,defs \
	-Wl,-z,noseparate-code,-z,norelro -Wl,--hash-style=gnu,-O1,--build-id \
	-Wl,-soname,libforkseed-execs.so $(EXECS_OBJ) -o $@
