# SPDX-License-Identifier: MIT
# weak.c asks what a glibc lacks: no stand-ins, and not the libdl that the common rule gives
# to every program.

TEST_FLAGS_weak := -DWITHOUT_STAND_INS -Wl,--as-needed
