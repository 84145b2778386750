#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1: std::rand() of a C++ program is libc's; exceptions thrown in its children are
# caught under the shim as bare.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/heals.bash"

stdrand=$programs/programs/stdrand

if [ -x "$stdrand" ]; then
	heals "std::rand" "$stdrand"
	same "std::srand in the child" "$stdrand" seeded
else
	lacks g++ "std::rand"
fi
finish
