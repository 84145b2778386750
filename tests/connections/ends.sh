#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A connection's owner ends while its child asks whether it has ended: whenever that is, and
# however long the end takes, the child goes on with what is its own by then; and an owner that
# does not end keeps its connection.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/innocent.bash"
peers=all
kept="before: yes;the child: yes;the child again: yes"

# said MODE: in one line, with what the peer answered rightly in short.
said() { sed 's/\(.*\): answer to \1$/\1: yes/' "$tmp/$1/out" | paste -sd';'; }

# ends CASE [MILLISECONDS]: the child has it, bare and isolated.
ends() {
	run bare "$built/ends" "$@"
	is "$(said bare)" "$kept" "$*: bare"
	isolated "$built/ends" "$@"
	is "$(said isolate)" "$kept" "$*: isolated, the child goes on"
}

ends later 0
ends later 100
ends busy 300
ends large

# In a container the owner's session is often one from outside of it, which has no number there.
inside=(unshare --pid --mount-proc --fork bash -c '"$@" | cat' -)
if "${inside[@]}" true 2>/dev/null; then
	is "$("${inside[@]}" python3 -c 'import os; print(os.getsid(0))')" 0 "a pid namespace: its session has no number"
	run bare "${inside[@]}" "$built/ends" later 100
	is "$(said bare)" "$kept" "a pid namespace: bare"
	isolated "${inside[@]}" "$built/ends" later 100
	is "$(said isolate)" "$kept" "a pid namespace: isolated, the child goes on"
else
	skip "no right to make a pid namespace" "an owner whose session is outside of it"
fi

# The owner ends 40 ms after the fork: in the middle of each call of the look, which strace
# makes last 80 ms. The nth of a process: not all of them are the look's.
if need strace "an owner that ends within a call"; then
	for call in kill readlinkat openat getdents64 read getsid nanosleep; do
		cut=""
		for nth in 1 2 3 4; do
			isolated strace -f -qq -o "$tmp/trace" -e trace="$call" \
				-e inject="$call:delay_enter=80000:when=$nth" "$built/ends" later 40
			[ "$(said isolate)" = "$kept" ] || cut+=" $nth"
		done
		is "$cut" "" "an owner that ends within $call(2), the 1st to 4th: isolated, the child goes on"
	done
fi

# keeps CASE: the owner has it to the end; isolated, the child has not.
keeps() {
	run bare "$built/ends" "$1"
	is "$(said bare)" "$kept;the parent at last: yes" "$1: bare"
	isolated "$built/ends" "$1"
	is "$(said isolate)" "${kept//child: yes;the child again: yes/child: EPIPE;the child again: EPIPE};the parent at last: yes" \
		"$1: isolated, the owner keeps it"
}

keeps told
keeps first_thread_ended
finish
