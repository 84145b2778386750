# SPDX-License-Identifier: MIT
# weak.c asks what a glibc lacks: no stand-ins, and not the libdl that the common rule gives
# to every program. For arm.sh and i386.sh the shims and some programs are built for AArch64 and
# for 32-bit x86, where a compiler and a libc for it are installed; the tests skip what is missing.

TEST_FLAGS_weak := -DWITHOUT_STAND_INS -Wl,--as-needed

ARM := $(BUILD)/releases/arm
ARM_CC = $(or $(shell command -v aarch64-linux-gnu-gcc),clang --target=aarch64-linux-gnu)
ARM_FILES := libforkseed.so libforkseed-connections.so forkseed forkseed-probe \
	tests/audit/hazards tests/reproducible/tree
has_arm = echo 'int main(void){return 0;}' | $(ARM_CC) -x c - -o /dev/null >/dev/null 2>&1

# The hazards' return addresses are signed, on processors that can.
.PHONY: arm-if-possible
arm-if-possible:
	@if $(has_arm); then $(MAKE) -s --no-print-directory BUILD=$(ARM) CC='$(ARM_CC)' \
	TEST_FLAGS_hazards=-mbranch-protection=standard $(ARM_FILES:%=$(ARM)/%); fi

# With the kernel's headers, which few programs need, and a libc to link against.
I386 := $(BUILD)/releases/i386
I386_CC := gcc -m32
I386_FILES := libforkseed.so libforkseed-connections.so libforkseed-locks.so libforkseed-execs.so \
	forkseed forkseed-probe tests/launcher/probe tests/reproducible/tree tests/releases/word
has_i386 = printf '\043include <errno.h>\nint main(void){return errno;}' | \
	$(I386_CC) -x c - -o /dev/null >/dev/null 2>&1

.PHONY: i386-if-possible
i386-if-possible:
	@if $(has_i386); then $(MAKE) -s --no-print-directory BUILD=$(I386) CC='$(I386_CC)' \
	$(I386_FILES:%=$(I386)/%); fi

test-programs: arm-if-possible i386-if-possible
