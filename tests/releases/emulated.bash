# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2154
# A build for another processor under qemu-user, which before version 11 has no wiped page: it is
# the detector by hooks that works. Backtraces are made by this machine's forkseed-audit. Sourced
# by arm.sh and soak-riscv64.sh after lib.sh; not a test.
# The caller has set: there, the build; sysroot, its libc's place; emulator.
. "$root/tests/reproducible/streams.bash"
tree=("$there/tests/reproducible/tree" after 1 "fork,_Fork,clone" "fork,clone")
unset LD_PRELOAD

# Settings are taken from the environment; libc is named by where it is here.
emulated() { "$emulator" -L "$sysroot" -E LD_LIBRARY_PATH="$sysroot/lib" "$@"; }
healed() { emulated -E LD_PRELOAD="$there/libforkseed.so" "$@"; }

# 10 processes, of which each has three streams. (No daemon: qemu-user adopts no orphans.)
heals_emulated() {
	emulated "${tree[@]}" >"$tmp/bare"
	is "$(lines "$tmp/bare") streams, $(different "$tmp/bare") different" \
		"30 streams, 3 different" "bare, all processes draw alike"
	healed "${tree[@]}" >"$tmp/shim" 2>"$tmp/err"
	is "$? $(cat "$tmp/err")" "0 " "the shim runs, and says nothing"
	all_different "children draw apart" "$tmp/shim" 30
	is "$(head -n 2 "$tmp/shim")" "$(head -n 2 "$tmp/bare")" "the parent draws what it draws bare"
	FORKSEED=off healed "${tree[@]}" >"$tmp/off"
	is "$(different "$tmp/off")" 3 "FORKSEED=off: as bare"
	FORKSEED_SEED=text repeatable 3 "FORKSEED_SEED" healed "${tree[@]}"
	all_different "FORKSEED_SEED: children draw apart" "$tmp/first.all" 30
	FORKSEED_CONNECTIONS=isolate FORKSEED_PEERS=all \
		emulated -E LD_PRELOAD="$there/libforkseed.so:$there/libforkseed-connections.so" \
		"${tree[@]}" >"$tmp/both" 2>"$tmp/err"
	is "$? $(cat "$tmp/err")" "0 " "with the second shim as well"
	all_different "with the second shim: children draw apart" "$tmp/both" 30
}

# frames MEMBER: the functions of the first finding's backtrace, the innermost first.
frames() {
	sed -n "/\"type\":\"finding\"/{s/.*\"$1\":\[\([^]]*\)\].*/\1/p;q;}" "$tmp/report" |
		grep -o '"function":"[^"]*"' | cut -d'"' -f4 | xargs
}

# leads MEMBER PATTERN NAME: the backtrace's functions match an extended regular expression.
leads() {
	grep -qE "$2" <<<"$(frames "$1")"
	ok $? "$3"
	grep -qE "$2" <<<"$(frames "$1")" ||
		echo "#   got: $(frames "$1"), $(grep -o "\"$1_ended\":\"[^\"]*\"" "$tmp/report" | sort | uniq -c | xargs)"
}

# audited CPU: into $tmp/out, report and summary. By hand a child may read no more of the
# emulator's stack than the rest of a page (docs/audit.md): how much that is hangs on the size
# of the environment, so others are tried, and that is said.
audited() {
	local size
	for size in 1 800 1600 2400 3200; do
		rm -f "$tmp/report"*
		FORKSEED_AUDIT=$tmp/report healed -E ROOM="$(printf "%${size}s" | tr ' ' x)" -cpu "$1" \
			"$there/tests/audit/hazards" inherit_random >"$tmp/out"
		[ -x "$build/forkseed-audit" ] || return
		"$build/forkseed-audit" "$tmp/report" >"$tmp/summary" 2>&1
		[[ $(frames draw) != *_start ]] || return
		echo "# $1: no whole place with $size bytes more: $(grep -o '"draw_ended":"[^"]*"' "$tmp/report" | sort -u | xargs)"
	done
}

fork_place='fork .*inherit_random .*main .*_start$'
fork_end=it
# audits CPU...: not the seeding's place, since no fork has shown yet how far the emulator's stack
# can be read.
audits() {
	local cpu
	for cpu; do
		audited "$cpu"
		is "$(sort -u "$tmp/out" | wc -l)" 3 "$cpu: audited by hand, children draw apart"
		if [ ! -x "$build/forkseed-audit" ]; then
			lacks libdw-dev "$cpu: backtraces"
			continue
		fi
		is "$(grep -c '"kind":"inherited"' "$tmp/report")" 3 "$cpu: three findings"
		leads draw '^draw .*inherit_random .*main .*_start$' "$cpu: from the draw to the program's start"
		leads fork "$fork_place" "$cpu: from the fork to $fork_end"
	done
}
