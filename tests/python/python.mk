# SPDX-License-Identifier: MIT
# Programs with an interpreter inside, for Debian's Python; without its headers `embed` is
# left out, and its test skipped. `late-python` opens libpython itself and needs none.

PYTHON_CONFIG := $(wildcard /usr/bin/python3-config)
PYTHON_TESTS := $(BUILD)/tests/python

TEST_FLAGS_forker := -shared -fPIC
TEST_FLAGS_free-threaded := -rdynamic
ifeq ($(PYTHON_CONFIG),)
TEST_PROGRAMS := $(filter-out $(PYTHON_TESTS)/embed,$(TEST_PROGRAMS))
else
TEST_FLAGS_embed = $(patsubst -I%,-isystem%,$(shell $(PYTHON_CONFIG) --includes)) \
	$(shell $(PYTHON_CONFIG) --embed --ldflags)
endif
