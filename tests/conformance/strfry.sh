#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 3: strfry() in the parent is libc's, on libc's one state, also when other callers
# reach libc directly. (Children: inherited.sh.)
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/same.bash"

wrong=$(WRONG=fry LD_PRELOAD=$here/wrong "$here/strfry")
is "$((${wrong% misses} > 500))" 1 "a strfry that is not libc's is noticed (${wrong} of 1993)"
same "strfry draws from libc's own state" "$here/strfry"
same "also with FORKSEED_WHEN=fork" env FORKSEED_WHEN=fork "$here/strfry"
finish
