# SPDX-License-Identifier: MIT
# The C++ program of tests/programs; left out, and its test skipped, without a C++ compiler.

ifneq ($(shell command -v $(CXX) 2>/dev/null),)
TEST_PROGRAMS += $(BUILD)/tests/programs/stdrand
endif

$(BUILD)/tests/programs/stdrand: tests/programs/stdrand.cc
	@mkdir -p $(@D)
	$(CXX) -std=c++17 -Wall -Wextra -Werror $(CXXFLAGS) -MMD -MP -MF $@.d $< -o $@
