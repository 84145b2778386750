# SPDX-License-Identifier: MIT
# Flags of the programs here that need other ones than the rest.

TEST_FLAGS_tree := -lutil
TEST_FLAGS_handlers-lib := -shared -fPIC -Wl,-soname,handlers-lib
TEST_FLAGS_handlers := $(BUILD)/tests/reproducible/handlers-lib -Wl,-rpath,'$$ORIGIN'
$(BUILD)/tests/reproducible/handlers: $(BUILD)/tests/reproducible/handlers-lib
TEST_FLAGS_full := $(BUILD)/tests/reproducible/handlers-lib -Wl,-rpath,'$$ORIGIN'
$(BUILD)/tests/reproducible/full: $(BUILD)/tests/reproducible/handlers-lib
