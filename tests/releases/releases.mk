# SPDX-License-Identifier: MIT
# weak.c asks what a glibc lacks: no stand-ins, and not the libdl that the common rule gives
# to every program. For arm.sh both shims and some programs are built for AArch64, where a
# compiler and a libc for it are installed; arm.sh skips what is missing.

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

test-programs: arm-if-possible
