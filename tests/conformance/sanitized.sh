#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 3: a program built with AddressSanitizer and UBSan works under the shim as bare
# (libasan first in LD_PRELOAD), and its children draw their own numbers.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/same.bash"
libasan=$(ldd "$here/replay-asan" | awk '/libasan/ { print $3 }')
preload=${libasan:+$libasan:}$shim

traced() { cmp -s "$tmp/bare" "$tmp/shim" && [ ! -s "$tmp/err" ]; }

is "$(bare "$here/inherited-asan" 64 | head -n 1)" "array in use: unique 1" "bare, children repeat"
is "$(LD_PRELOAD=$preload "$here/inherited-asan" 64 | head -n 1)" "array in use: unique 8" \
	"with the shim, 8 of 8 differ"
for mode in d dtf; do
	bare "$here/replay-asan" $mode 1 300 >"$tmp/bare" 2>"$tmp/err"
	LD_PRELOAD=$preload "$here/replay-asan" $mode 1 300 >"$tmp/shim" 2>"$tmp/err"
	check "$(wc -l <"$tmp/bare") traces as bare, no report (mode $mode)" traced
	head -n 5 "$tmp/err" | sed 's/^/#   /'
done
finish
