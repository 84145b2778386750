# SPDX-License-Identifier: MIT
# Objects to preload or to link with, and values.c in two more builds: one that is linked at a
# fixed address, and one that has functions of its own under the names of libc's.

REGRESSIONS := $(BUILD)/tests/regressions

TEST_FLAGS_constructor := -shared -fPIC -lutil
TEST_FLAGS_early-call := -shared -fPIC -Ishim
TEST_FLAGS_early-fork := -shared -fPIC
TEST_FLAGS_left-keys := -Ishim -DWITHOUT_STAND_INS
TEST_FLAGS_null-seed48 := -shared -fPIC
TEST_FLAGS_seeds := -lm
VARIANT_FLAGS_values-fixed := -fno-pie -no-pie
VARIANT_FLAGS_values-own := -DOWN_REENTRANT

VARIANTS := $(REGRESSIONS)/values-fixed $(REGRESSIONS)/values-own
TEST_PROGRAMS += $(VARIANTS)

$(VARIANTS): tests/regressions/values.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MF $@.d $< -o $@ $(VARIANT_FLAGS_$(@F))
