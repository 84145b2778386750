# SPDX-License-Identifier: MIT
# build/forkseed, the launcher: every .c here and in doctor/ in one link.
# Static, so that a start costs little; with musl's libc where there is one (static.mk).

LAUNCHER_SRC := $(wildcard launcher/*.c launcher/doctor/*.c)
# $(call launcher_objects,FOLDER): in BUILD; what the audit and the tests are linked with is in launcher/.
launcher_objects = $(LAUNCHER_SRC:launcher/%.c=$(BUILD)/$(1)/%.o) $(patsubst %,$(BUILD)/$(1)/%.o,recording peers sockets)
LAUNCHER_OBJ := $(call launcher_objects,launcher)
# $(call of_launcher,NAMES): the objects of these names, in each folder.
of_launcher = $(foreach folder,launcher launcher-musl,$(1:%=$(BUILD)/$(folder)/%.o))

# $(call launcher_rules,FOLDER,COMPILER). The file that an audit records into is the shim's; the launcher makes
# it. So are the peers' forms, which the launcher judges, and what the kernel tells of sockets, for --doctor.
define launcher_rules
$(BUILD)/$(1)/%.o: launcher/%.c
	@mkdir -p $$(@D)
	$(2) -fPIE -c $$< -o $$@
$(BUILD)/$(1)/recording.o: shim/recorder/recording.c
	@mkdir -p $$(@D)
	$(2) -fPIE -c $$< -o $$@
$(BUILD)/$(1)/peers.o $(BUILD)/$(1)/sockets.o: $(BUILD)/$(1)/%.o: shim/connections/%.c
	@mkdir -p $$(@D)
	$(2) -fPIE -c $$< -o $$@
endef
$(eval $(call launcher_rules,launcher,$$(CC) $$(ALL_CFLAGS)))
$(eval $(call launcher_rules,launcher-musl,$$(MUSL_CC) $$(ALL_CFLAGS) $$(MUSL_LAUNCHER_CFLAGS)))

AS_IN_SHIM = -D_GNU_SOURCE -Ishim \
	-DPROCESSOR_FILE='"core/arch/$(notdir $(call ARCH_FILE,processor))"'
$(call of_launcher,recording peers sockets): ALL_CFLAGS += $(AS_IN_SHIM)

$(call of_launcher,options parts): Makefile

# The runtimes' table is the shim's.
$(call of_launcher,list-runtimes options-table): ALL_CFLAGS += -Ishim

# What the doctor knows of the field: what is healed, the shim's table says.
FIELD_TABLE := $(BUILD)/launcher/doctor/field-table.h
$(FIELD_TABLE): launcher/doctor/field.awk shim/runtimes/runtimes.h launcher/doctor/field.txt
	@mkdir -p $(@D)
	awk -f $^ >$@.new && mv $@.new $@

$(call of_launcher,doctor/field): $(FIELD_TABLE)
$(call of_launcher,doctor/field): ALL_CFLAGS += -I$(BUILD)/launcher -Ishim \
	-DRELOCATIONS_FILE='"core/arch/$(notdir $(call ARCH_FILE,relocations))"'

# The table of functions that take a lock is the third shim's.
$(call of_launcher,doctor/locks): ALL_CFLAGS += -DTABLE_WORD=$(LOCKS_WORD)

# memory.c says what becomes of the program where one fails.
WRAPPED = $(foreach function,malloc calloc realloc strdup strndup,-Wl,--wrap=$(function))

include launcher/static.mk

# What --doctor runs: a program like any other, so without our flags for the launcher.
$(PROBE): launcher/probe/probe.c $(VERSION_OBJ)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CPPFLAGS) -MF $@.d $(LDFLAGS) $< $(VERSION_OBJ) -o $@ -ldl

# The same for people.
.PHONY: docs
docs:
	awk -f launcher/doctor/page.awk shim/runtimes/runtimes.h tests/field/programs.txt launcher/doctor/field-head.md \
		launcher/doctor/field-tail.md launcher/doctor/field.txt >docs/field.md
