# SPDX-License-Identifier: MIT
# What the programs of tests/conformance need beyond one compiler call: objects to preload,
# to open and to link with are built as shared libraries by the common rule.

CONFORMANCE := $(BUILD)/tests/conformance
SHARED_OBJECT := -shared -fPIC
# The path as it is in NEEDED would be relative to the working directory.
LINKED_OBJECT = $(SHARED_OBJECT) -Wl,-soname,$(1)
LINKS_OBJECT = $(CONFORMANCE)/$(1) -Wl,-rpath,'$$ORIGIN'

TEST_FLAGS_plugin := $(SHARED_OBJECT)
TEST_FLAGS_wrong := $(SHARED_OBJECT)
TEST_FLAGS_empty := $(SHARED_OBJECT)
TEST_FLAGS_faulty := $(SHARED_OBJECT) -Wl,--no-as-needed -lm
TEST_FLAGS_early-lib := $(call LINKED_OBJECT,early-lib)
TEST_FLAGS_own-lib := $(call LINKED_OBJECT,own-lib)
TEST_FLAGS_early := $(call LINKS_OBJECT,early-lib)
TEST_FLAGS_own := $(call LINKS_OBJECT,own-lib)

$(CONFORMANCE)/early: $(CONFORMANCE)/early-lib
$(CONFORMANCE)/own: $(CONFORMANCE)/own-lib

SANITIZED := $(CONFORMANCE)/replay-asan $(CONFORMANCE)/inherited-asan
TEST_PROGRAMS += $(SANITIZED)

$(SANITIZED): $(CONFORMANCE)/%-asan: tests/conformance/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fsanitize=address,undefined -MF $@.d $< -o $@ -pthread -ldl
