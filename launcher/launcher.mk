# SPDX-License-Identifier: MIT
# build/forkseed, the launcher: every .c here and in doctor/ in one link.
# Static where the compiler has a static libc: exec + start-up took 1.68 of running the
# program directly, against 1.91 as a dynamic program (-z lazy or -no-pie made no difference).

LAUNCHER_SRC := $(wildcard launcher/*.c launcher/doctor/*.c)
LAUNCHER_OBJ := $(LAUNCHER_SRC:%.c=$(BUILD)/%.o) $(BUILD)/launcher/recording.o \
	$(BUILD)/launcher/peers.o $(BUILD)/launcher/sockets.o

$(BUILD)/launcher/%.o: launcher/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fPIE -c $< -o $@

$(BUILD)/launcher/options.o $(BUILD)/launcher/parts.o: Makefile

# The runtimes' table is the shim's.
$(BUILD)/launcher/list-runtimes.o $(BUILD)/launcher/options-table.o: ALL_CFLAGS += -Ishim

# What the doctor knows of the field: what is healed, the shim's table says.
FIELD_TABLE := $(BUILD)/launcher/doctor/field-table.h
$(FIELD_TABLE): launcher/doctor/field.awk shim/runtimes/runtimes.h launcher/doctor/field.txt
	@mkdir -p $(@D)
	awk -f $^ >$@.new && mv $@.new $@

$(BUILD)/launcher/doctor/field.o: $(FIELD_TABLE)
$(BUILD)/launcher/doctor/field.o: ALL_CFLAGS += -I$(BUILD)/launcher -Ishim \
	-DRELOCATIONS_FILE='"core/arch/$(notdir $(call ARCH_FILE,relocations))"'

# The table of functions that take a lock is the third shim's.
$(BUILD)/launcher/doctor/locks.o: ALL_CFLAGS += -DTABLE_WORD=$(LOCKS_WORD)

AS_IN_SHIM = -D_GNU_SOURCE -Ishim \
	-DPROCESSOR_FILE='"core/arch/$(notdir $(call ARCH_FILE,processor))"'

# The file that an audit records into is the shim's; the launcher makes it.
$(BUILD)/launcher/recording.o: shim/recorder/recording.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(AS_IN_SHIM) -fPIE -c $< -o $@

# So are the peers' forms, which the launcher judges, and what the kernel tells of sockets,
# for --doctor.
$(BUILD)/launcher/peers.o $(BUILD)/launcher/sockets.o: $(BUILD)/launcher/%.o: shim/connections/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(AS_IN_SHIM) -fPIE -c $< -o $@

# memory.c says what becomes of the program where one fails.
WRAPPED = $(foreach function,malloc calloc realloc strdup strndup,-Wl,--wrap=$(function))

# $(call link_launcher,OUTPUT,INPUTS); the second attempt also shows what went wrong.
link_launcher = $(CC) $(CFLAGS) $(LDFLAGS) $(WRAPPED) -static-pie $(2) -o $(1) 2>/dev/null || \
	$(CC) $(CFLAGS) $(LDFLAGS) $(WRAPPED) -pie $(2) -o $(1)

$(LAUNCHER): $(LAUNCHER_OBJ)
	$(call link_launcher,$@,$(LAUNCHER_OBJ))

# What --doctor runs: a program like any other, so without our flags for the launcher.
$(PROBE): launcher/probe/probe.c $(VERSION_OBJ)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CPPFLAGS) -MF $@.d $(LDFLAGS) $< $(VERSION_OBJ) -o $@ -ldl

# The same for people.
.PHONY: docs
docs:
	awk -f launcher/doctor/page.awk shim/runtimes/runtimes.h tests/field/programs.txt launcher/doctor/field-head.md \
		launcher/doctor/field-tail.md launcher/doctor/field.txt >docs/field.md
