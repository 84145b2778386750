# SPDX-License-Identifier: MIT
# Which libc the launcher is linked with, statically. A start of glibc's asks the processor 43 times what it is
# (init_cpu_features(), sysdeps/x86/cpu-features.c), and each time leaves the virtual machine, where there is one.
# musl's asks nothing: where the shim for musl's programs can be built, the launcher is musl's too. Else it is
# glibc's, and dynamic where that has no static one. docs/performance.md says what each takes.

# musl-gcc finds glibc's start files when it is asked for one: it says itself which it links with.
MUSL_LIBC := $(if $(has_musl),$(shell $(MUSL_CC) -\#\#\# -x c /dev/null 2>&1 | tr -d '"' | tr ' ' '\n' | \
	sed -n 's|/S\{0,1\}crt1\.o$$||p' | head -n 1))

# musl-gcc's own -static-pie is a dynamic program (musl 1.2.3's specs): what makes one is said in full.
MUSL_LAUNCHER_LDFLAGS = -static -nostartfiles -Wl,-pie,--no-dynamic-linker,-z,text,-z,relro,-z,now \
	$(MUSL_LIBC)/rcrt1.o $(MUSL_LIBC)/crti.o

# Sanitizers and counters are for the libc of CC; musl-gcc may not know all that CC does.
ALL_FLAGS = $(CFLAGS) $(LDFLAGS)
INSTRUMENTED = $(strip $(foreach flag,-fsanitize -fprofile --coverage,$(findstring $(flag),$(ALL_FLAGS))) $(filter -pg,$(ALL_FLAGS)))
MUSL_LINKS = $(shell printf 'int main(void) { return 0; }' | $(MUSL_CC) -L$(MUSL_LIBC) $(ALL_FLAGS) -x c - -x none \
	$(MUSL_LAUNCHER_LDFLAGS) $(MUSL_LIBC)/crtn.o -o /dev/null 2>/dev/null && echo yes)
LAUNCHER_IS_OF_MUSL := $(and $(MUSL_LIBC),$(wildcard $(MUSL_LIBC)/rcrt1.o),$(wildcard $(MUSL_LIBC)/libc.a),\
	$(wildcard launcher/arch/handle_$(ARCH).h),$(if $(INSTRUMENTED),,yes),$(MUSL_LINKS))
LAUNCHER_PARTS := $(if $(LAUNCHER_IS_OF_MUSL),$(call launcher_objects,launcher-musl),$(LAUNCHER_OBJ))

# The programs that it judges are CC's.
MUSL_LAUNCHER_CFLAGS := -Ishim/musl/include $(if $(filter-out __GLIBC__,$(lastword $(shell \
	printf '\043include <stdlib.h>\n__GLIBC__' | $(CC) -E -P -x c - 2>/dev/null))),-DFOR_GLIBC) \
	-DHANDLE_FILE='"arch/handle_$(ARCH).h"'

# $(call link_launcher,OUTPUT,INPUTS); of two attempts the second also shows what went wrong.
ifneq ($(LAUNCHER_IS_OF_MUSL),)
link_launcher = $(MUSL_CC) -L$(MUSL_LIBC) $(CFLAGS) $(LDFLAGS) $(WRAPPED) $(MUSL_LAUNCHER_LDFLAGS) $(2) $(MUSL_LIBC)/crtn.o -o $(1)
else
link_launcher = $(CC) $(CFLAGS) $(LDFLAGS) $(WRAPPED) -static-pie $(2) -o $(1) 2>/dev/null || \
	$(CC) $(CFLAGS) $(LDFLAGS) $(WRAPPED) -pie $(2) -o $(1)
endif

# Linked anew where it was of the other.
LAUNCHER_LIBC := $(BUILD)/launcher/libc-$(if $(LAUNCHER_IS_OF_MUSL),of-musl,of-cc)
$(LAUNCHER_LIBC):
	@mkdir -p $(@D) && rm -f $(@D)/libc-of-* && touch $@

$(LAUNCHER): $(LAUNCHER_PARTS) $(LAUNCHER_LIBC)
	$(call link_launcher,$@,$(LAUNCHER_PARTS))
