#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# An audit records a place while memory around it goes: the stack of a coroutine above, by
# the child itself or by another thread; a library, by another thread. Each crashed once.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../audit/common.bash"
unmapped=$programs/regressions/unmapped
"${CC:-cc}" -shared -fPIC -x c -o "$tmp/library.so" - <<'END'
int lib_function(int x);
int lib_function(int x) { return x + 1; }
static char big[1 << 16] = {1};
char *lib_data(void);
char *lib_data(void) { return big; }
END

# survives NAME FINDINGS ARGUMENT...: as bare, and nothing of it is lost.
survives() {
	local name=$1 findings=$2
	shift 2
	is "$(bare timeout 60 "$unmapped" "$@")" "0 bad" "$name: bare"
	audited timeout 60 "$unmapped" "$@"
	is "$? $(cat "$tmp/out")" "0 0 bad" "$name: audited, the same"
	is "$(kinds)" "$findings inherited/random" "$name: each child's draw is found"
	says 'forked in fork_once (' "$name: and where it was forked"
}
survives "a child unmaps a coroutine's stack" 1 mapped
survives "a child frees a coroutine's stack" 1 malloc
survives "another thread unmaps it" 300 neighbour
survives "another thread closes a library" 600 dlopen "$tmp/library.so"
finish
