# SPDX-License-Identifier: MIT
# Flags of the hazard programs that need other ones than the rest.

TEST_FLAGS_ways := -lutil
# The shim must find the clock that the program itself defines.
TEST_FLAGS_seccomp := -lutil -rdynamic
TEST_FLAGS_unique := -lm
