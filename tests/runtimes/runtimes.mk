# SPDX-License-Identifier: MIT
# Programs that draw from a library: each is left out, and its test skipped, where the
# library's headers are not installed. A line each: the program, and the flags that it takes
# (from pkg-config, or found by a header).

# packaged PKG-CONFIG-NAMES: their flags, or nothing.
packaged = $(patsubst -I%,-isystem%,$(shell pkg-config --cflags --libs $(1) 2>/dev/null))
# with HEADER FLAGS: the flags where the compiler finds the header.
with = $(if $(shell echo '\#include <$(1)>' | $(CC) $(CFLAGS) -E -x c - >/dev/null 2>&1 && echo y),$(2))

define runtime_test
TEST_FLAGS_$(1) := $(2)
RUNTIMES_MISSING += $(if $(2),,$(BUILD)/tests/runtimes/$(1))
endef

$(eval $(call runtime_test,nss,$(call packaged,nss)))
$(eval $(call runtime_test,mbedtls,$(call with,mbedtls/ctr_drbg.h,-lmbedcrypto)))
$(eval $(call runtime_test,glib,$(call packaged,glib-2.0)))

TEST_PROGRAMS := $(filter-out $(RUNTIMES_MISSING),$(TEST_PROGRAMS))
