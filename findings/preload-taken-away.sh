#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tools that preload a library of theirs into the command behind them. One expects them to leave
# in LD_PRELOAD what was there, as ld.so takes a list, and four of these five do, before or behind
# their own. Seen in glibc's memusage 2.36 (Debian 12): it puts its library in the place of the
# list, so that whatever the caller had preloaded is gone from the command, without a word.
# shellcheck disable=SC2016 # for the command
. "$(dirname "$0")/lib.bash"
packages libc-devtools=2.36-9+deb12u14 eatmydata=130-2 nocache=1.1-1+b1 faketime=0.9.10-2.1 authbind=2.1.3

# The command tells what it was given; the libraries of these tools need not exist for that.
echo '#!/bin/sh
echo "$LD_PRELOAD" >"$SEEN"' >"$tmp/tell" && chmod 755 "$tmp/tell"
cc -shared -o "$tmp/mine.so" -x c - <<<'int mine;'
export SEEN=$tmp/seen PATH=$root/usr/bin:$PATH

# list WORDS...: what of the caller's is in the list that the command behind WORDS gets.
list() {
	rm -f "$SEEN"
	LD_PRELOAD=$tmp/mine.so "$@" "$tmp/tell" >/dev/null 2>&1
	[ -e "$SEEN" ] || { echo "not run"; return; }
	if grep -q mine.so "$SEEN"; then echo kept; else echo gone; fi
}
tool() { find "$root" -type f -name "$1" -perm -u+x | head -n 1; }

seen gone memusage "$(list bash "$(tool memusage)")"
seen kept eatmydata "$(list sh "$(tool eatmydata)")"
seen kept nocache "$(list bash "$(tool nocache)")"
seen kept faketime "$(list "$(tool faketime)" 2020-01-01)"
seen kept authbind "$(list "$(tool authbind)")"
finish
