# SPDX-License-Identifier: MIT
# build/libforkseed.so: every .c below shim/ in one link.

ROOMS := hooks generators runtimes runtimes/python recorder entropy core
SHIM_SRC := shim/start.c shim/starting.c $(wildcard $(ROOMS:%=shim/%/*.c))
SHIM_OBJ := $(SHIM_SRC:%.c=$(BUILD)/%.o)

# What differs between processors is a file each; the generic one serves any other, and
# 32-bit code, whatever processor the compiler names (-m32, -mx32).
IS_64_BIT := $(filter 8,$(shell echo __SIZEOF_POINTER__ | $(CC) $(CFLAGS) -E -P -x c -))
ARCH := $(if $(IS_64_BIT),$(firstword $(subst -, ,$(shell $(CC) -dumpmachine))),generic)
ARCH_FILE = $(firstword $(wildcard shim/core/arch/$(1)_$(ARCH).h) shim/core/arch/$(1)_generic.h)

# if_known FLAG: where this compiler knows it (clang does not know all of gcc's).
if_known = $(shell $(CC) -Werror $(1) -E -x c /dev/null >/dev/null 2>&1 && echo $(1))

# Hooks are what the shim exports; everything else stays inside. Only the draws are worth
# the room that -O2 takes: every page of text is a page more in each program's memory. No
# loop becomes a call of memcpy (gcc): in a child that is one more page of libc to fault in.
VISIBILITY = $(if $(filter shim/hooks/% shim/musl/hooks/%,$<),default,hidden)
SMALL = $(if $(filter %/additive.c %/lcg48.c %/hooks/rand.c %/hooks/drand48.c %/blake2s.c %/expand.c %/sites.c %/settled.c,$<),,-Os)
NO_CALLS := $(call if_known,-fno-tree-loop-distribute-patterns)
# Nothing unwinds through the shim, which calls back only into a child's start function: the
# tables stay in the debug information, 5 KB less to load. Only an audit reads them, from the
# file: who strips it keeps .debug_frame.
# Last, so that they count whatever CFLAGS says: objcopy knows no LTO objects, and without
# sibling calls there are no jumps (core/compiler.h).
SHIM_CFLAGS = -fno-lto -foptimize-sibling-calls -D_GNU_SOURCE -fPIC -fvisibility=$(VISIBILITY) -fno-stack-protector \
	$(NO_CALLS) -fcf-protection=none -fno-plt $(SMALL) -fno-asynchronous-unwind-tables \
	-fno-unwind-tables -Ishim \
	-DPROCESSOR_FILE='"core/arch/$(notdir $(call ARCH_FILE,processor))"'

# A draw may be made on a stack that no function's frame was aligned for (a coroutine's).
ANY_STACK := $(or $(call if_known,-mincoming-stack-boundary=3),$(call if_known,-mstackrealign))
$(foreach d,shim musl,$(addprefix $(BUILD)/$(d)/entropy/,blake2s.o expand.o entropy_keyed.o)): SHIM_CFLAGS += $(ANY_STACK)

# Code that most programs never run; far.ld says why it lies apart.
FAR := core/lock core/bias runtimes/adapters runtimes/choice hooks/asan hooks/atfork hooks/fork hooks/record hooks/strfry generators/arrays generators/clock_seed \
	generators/additive_note entropy/blake2s entropy/expand entropy/entropy_keyed entropy/rank entropy/reproduce \
	$(patsubst shim/%.c,%,$(filter-out %/elf_symbols.c,$(wildcard shim/recorder/*.c))) \
	$(patsubst shim/%.c,%,$(wildcard shim/runtimes/python/*.c))
OBJCOPY ?= $(shell $(CC) -print-prog-name=objcopy)
# Flags for constants alone: given any, objcopy 2.35 forgets a section's relocations.
FAR_FLAGS := far_text,alloc,load,readonly,code,contents
move_away = $(OBJCOPY) --rename-section .text=far_text \
	--rename-section .text.unlikely=far_text \
	$(foreach section,.rodata .rodata.str1.1 .rodata.str1.8 .rodata.cst4 .rodata.cst8 .rodata.cst16 .rodata.cst32,\
	--rename-section $(section)=$(FAR_FLAGS))

# The marks of runtimes.h as numbers.
MARKS := $(BUILD)/shim/marks.h
$(MARKS): shim/runtimes/runtimes.h shim/runtimes/marks.awk
	@mkdir -p $(@D)
	awk -f shim/runtimes/marks.awk $< >$@.new && mv $@.new $@

$(BUILD)/shim/runtimes/runtimes.o: $(MARKS)
$(BUILD)/shim/runtimes/runtimes.o: ALL_CFLAGS += -I$(BUILD)/shim

$(BUILD)/shim/%.o: shim/%.c shim/shim.mk
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(SHIM_CFLAGS) -c $< -o $@
	$(if $(filter $(FAR:%=shim/%.c),$<),$(move_away) $@)

# No start files: what they add (profiling, transactional memory, C++ destructors) is not ours.
# Each mapping is paid at every fork: one for text, one for data, the wiped page, text that is
# far. RELRO would split the data, and protect little: the pointers worth having (struct next)
# are data as well. tests/hazards/mappings.sh counts them.
SHIM_LDFLAGS := -shared -nostartfiles -Wl,--version-script=shim/forkseed.map \
	-Wl,-z,now,-z,nodelete \
	-Wl,-z,defs,-z,noseparate-code,-z,norelro,--hash-style=gnu,-O1,--build-id \
	-Wl,-soname,libforkseed.so -Wl,-T,shim/far.ld

# What a call must not become (coverage does without).
JUMPS ?= shim/jumps.sh
OBJDUMP ?= $(shell $(CC) -print-prog-name=objdump)

# Made anew when the Makefile names another version.
$(VERSION_OBJ): shim/version.S Makefile
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -DFORKSEED_VERSION='"$(VERSION)"' -c $< -o $@

$(SHIM): $(SHIM_OBJ) $(VERSION_OBJ) shim/forkseed.map shim/far.ld shim/jumps.sh
	$(CC) $(CFLAGS) $(LDFLAGS) $(SHIM_LDFLAGS) $(SHIM_OBJ) $(VERSION_OBJ) -o $@
	@OBJDUMP='$(OBJDUMP)' $(JUMPS) $@ dlopen dlmopen fork || { rm -f $@; false; }
