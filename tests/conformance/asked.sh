#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 4: a child that seeds itself, or goes on with a saved state, gets exactly libc's
# stream for that seed.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/same.bash"
asked=$here/asked

bare "$asked" "$tmp/state" >"$tmp/libc"
shimmed "$here/inherited" 0 >"$tmp/unasked"
is "$(sed -n "s/^array in use: unique //p" "$tmp/unasked")" 8 \
	"children that do not ask are reseeded"
is "$(($(sed 's/.*: //' "$tmp/libc" | sort -u | wc -l) > 30))" 1 \
	"the oracle gives different seeds different streams"
same "children that ask get libc's stream" "$asked" "$tmp/state"
same "also with FORKSEED_WHEN=fork" env FORKSEED_WHEN=fork "$asked" "$tmp/state"
same "also with FORKSEED_SEED=text" env FORKSEED_SEED=text "$asked" "$tmp/state"
finish
