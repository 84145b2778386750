# SPDX-License-Identifier: MIT
# build/forkseed-audit: every .c here in one link, with elfutils' libdw. Where that is not
# installed everything else is built, and one line says what is missing.

# Stacks of processes that live take libunwind's ptrace interface; the rest goes without.
UNWIND_LIBS := $(shell printf '\043include <libunwind-ptrace.h>\n' | $(CC) -E -x c - \
	>/dev/null 2>&1 && echo -lunwind-ptrace -lunwind-generic -lunwind)
STACK := $(if $(UNWIND_LIBS),audit/stuck/stack.c,audit/stuck/none/stack.c)
AUDIT_SRC := $(wildcard audit/*.c audit/outside/*.c) $(filter-out %/stack.c,$(wildcard audit/stuck/*.c)) $(STACK)

# How the shim reads an interpreter's frames, once more: of another process, in audit/outside/.
OUTSIDE_OBJ := $(patsubst %,$(BUILD)/audit/shim/%.o,recorder/scripts_text \
	runtimes/python/python_frames runtimes/python/python_frames_layouts \
	runtimes/python/python_frames_text adapters/perl_frames adapters/php/frames_walk)
AUDIT_OBJ := $(AUDIT_SRC:%.c=$(BUILD)/%.o) $(BUILD)/audit/template.o \
	$(BUILD)/launcher/recording.o $(BUILD)/launcher/printable.o $(BUILD)/launcher/memory.o $(BUILD)/launcher/roots.o $(OUTSIDE_OBJ) $(VERSION_OBJ)
AUDIT_LIBS = -ldw -lelf

$(BUILD)/audit/%.o: audit/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(CPPFLAGS) -D_GNU_SOURCE -fPIE -c $< -o $@

$(BUILD)/audit/outside/%.o: ALL_CFLAGS += $(AS_IN_SHIM)
$(BUILD)/audit/shim/%.o: shim/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(AS_IN_SHIM) -fPIE -c $< -o $@

# Which runtimes make keys is in the shim's table.
$(BUILD)/audit/groups.o: ALL_CFLAGS += -Ishim

# What helps in the program is the doctor's knowledge.
$(BUILD)/audit/advice.o: $(FIELD_TABLE)
$(BUILD)/audit/advice.o: ALL_CFLAGS += -I$(BUILD)/launcher

# The page is one file with its style and its script; @DATA@ is filled in at run time.
PAGE := $(BUILD)/audit/report.html
PAGE_SCRIPTS := audit/report.js audit/report-picture.js audit/report-list.js

$(PAGE): audit/report.html audit/report.css $(PAGE_SCRIPTS)
	@mkdir -p $(@D)
	cat $(PAGE_SCRIPTS) >$(@D)/report.js
	sed -e '/@STYLE@/{r audit/report.css' -e 'd;}' \
		-e '/@SCRIPT@/{r $(@D)/report.js' -e 'd;}' audit/report.html >$@

$(BUILD)/audit/main.o: Makefile
$(BUILD)/audit/template.o: audit/template.S $(PAGE)
	$(CC) $(CFLAGS) -DPAGE='"$(PAGE)"' -c $< -o $@

$(AUDIT): $(AUDIT_OBJ)
	$(CC) $(CFLAGS) $(LDFLAGS) $(WRAPPED) -pie $(AUDIT_OBJ) $(AUDIT_LIBS) $(UNWIND_LIBS) -o $@

# Asked when used, not when make starts: `make deps check` installs it in between. Linked,
# as a compiler for another processor has the headers of this one.
has_libdw = printf '\043include <elfutils/libdwfl.h>\nint main(void){return 0;}' | \
	$(CC) -x c - $(AUDIT_LIBS) -o /dev/null >/dev/null 2>&1

# By a make of its own: what the launcher has as well is there before, or both would write it.
.PHONY: audit-if-possible
audit-if-possible: $(LAUNCHER) $(FIELD_TABLE) $(VERSION_OBJ)
	@if $(has_libdw); then $(MAKE) -s --no-print-directory $(AUDIT); else \
	echo 'make: without libdw-dev there is no forkseed-audit, and no --audit: make deps-audit'; fi
