# SPDX-License-Identifier: MIT
# tests/locks: tables of functions, each linked into the program that runs them.

LOCK_TESTS := $(BUILD)/tests/locks
LOCK_CPLUSPLUS := $(LOCK_TESTS)/cplusplus.so
HAS_CPLUSPLUS := $(shell command -v $(CXX) 2>/dev/null)
TEST_PROGRAMS := $(filter-out $(LOCK_TESTS)/table $(LOCK_TESTS)/strange-module,$(TEST_PROGRAMS)) \
	$(if $(HAS_CPLUSPLUS),$(LOCK_CPLUSPLUS))
TEST_FLAGS_functions := tests/locks/table.c
TEST_FLAGS_mutexes := tests/locks/functions.c
TEST_FLAGS_forking := -lutil
TEST_FLAGS_strange := -rdynamic
$(LOCK_TESTS)/stays $(LOCK_TESTS)/forking $(LOCK_TESTS)/held $(LOCK_TESTS)/strange $(LOCK_TESTS)/seldom: tests/locks/special.h
$(LOCK_TESTS)/functions: tests/locks/table.c tests/locks/functions.h
$(LOCK_TESTS)/mutexes: tests/locks/functions.c tests/locks/functions.h

$(LOCK_CPLUSPLUS): tests/locks/cplusplus.cc
	@mkdir -p $(@D)
	$(CXX) -O2 -g -shared -fPIC -pthread $< -o $@
