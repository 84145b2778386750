# SPDX-License-Identifier: MIT
# tests/locks: the table of functions is linked into the program that runs them.

LOCK_TESTS := $(BUILD)/tests/locks
TEST_PROGRAMS := $(filter-out $(LOCK_TESTS)/table,$(TEST_PROGRAMS))
TEST_FLAGS_functions := tests/locks/table.c
$(LOCK_TESTS)/functions: tests/locks/table.c tests/locks/functions.h
