# SPDX-License-Identifier: MIT
# Flags of the hazard programs that need other ones than the rest.

TEST_FLAGS_ways := -lutil
# The shim must find the clock that the program itself defines.
TEST_FLAGS_seccomp := -lutil -rdynamic
TEST_FLAGS_unique := -lm
# Binding a name at its first call would take more stack than the call.
TEST_FLAGS_small-stacks = -Wl,-z,now
# No errno, no canary: neither is there without a thread pointer.
TEST_FLAGS_odd-clones = -fno-stack-protector -Wl,-z,now
TEST_FLAGS_faults = -Wl,-z,now
TEST_FLAGS_interrupted := $(BUILD)/tests/reproducible/handlers-lib -Wl,-rpath,'$$ORIGIN/../reproducible'
$(BUILD)/tests/hazards/interrupted: $(BUILD)/tests/reproducible/handlers-lib
