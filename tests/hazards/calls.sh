#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What each mode asks of the kernel, step by step, is exactly what docs/sandboxes.md says, by
# strace; and where a filter kills for all that a fork does not need, nobody dies.
. "$(dirname "$0")/../lib.sh"
calls=$programs/hazards/calls
module=$build/libforkseed-connections.so
locks=$build/libforkseed-locks.so
execs=$build/libforkseed-execs.so
document=$root/docs/sandboxes.md

# settings MODE: as assignments, in the array set.
settings() {
	set=(LD_PRELOAD="$shim")
	rm -f "$tmp/report.raw"
	case $1 in
	bare) set=() ;;
	--when=fork) set+=(FORKSEED_WHEN=fork) ;;
	--seed) set+=(FORKSEED_SEED=x) ;;
	--audit) set=(LD_PRELOAD="$shim:$execs" FORKSEED_AUDIT="$tmp/report") ;;
	--connections=warn)
		set=(LD_PRELOAD="$shim:$module:$execs" FORKSEED_AUDIT="$tmp/report" FORKSEED_CONNECTIONS=warn)
		;;
	--locks=*) set=(LD_PRELOAD="$shim:$locks" FORKSEED_LOCKS="${1#*=}") ;;
	--connections=*)
		set=(LD_PRELOAD="$shim:$module" FORKSEED_CONNECTIONS="${1#*=}" FORKSEED_PEERS=all)
		;;
	esac
}

# asked MODE: "STEP CALL" for each call in each step; a child's steps begin with "child".
asked() {
	local set name options=()
	settings "$1"
	for name in "${set[@]}"; do options+=(-E "$name"); done
	# A start looks at what the program inherits: let there be something, whoever runs us.
	strace -f -qq -o "$tmp/trace" "${options[@]}" "$calls" >/dev/null 9</dev/null
	awk '{ process = $1; sub(/^[0-9]+ +/, "") }
		!first { first = process; step[process] = "start" }
		/^write\(-1,/ { split($0, word, "\""); step[process] = word[2]; next }
		/^(\+\+\+|---|<\.\.\.)/ { next }
		!(process in step) { step[process] = "child" }
		{ sub(/\(.*/, ""); print step[process], $0 }' "$tmp/trace" | sort -u
}

# documented MODE: the same of what the mode adds.
documented() {
	sed -n "s/^| \`$1\` | \([a-z]*\) | \(.*\) |\$/\1 \2/p" "$document" | tr -d '`,' |
		while read -r step rest; do
			for call in $rest; do echo "$step $call"; done
		done | sort -u
}

if need strace "calls"; then
	asked bare >"$tmp/bare"
	grep -q '^fork clone' "$tmp/bare" && grep -q '^end exit_group' "$tmp/bare"
	ok $? "the steps are seen: $(cut -d' ' -f1 "$tmp/bare" | sort -u | wc -l)"
	for mode in default --when=fork --seed --audit --connections=isolate \
		--connections=isolate,eager --connections=warn --locks=heal --locks=heal,mutexes; do
		asked $mode >"$tmp/asked"
		# What libc itself asks there shows nothing: glibc 2.43 does getrandom at its start.
		# glibc before 2.34 is several files, and how many there are is read of a file; before 2.32
		# each process may have threads.
		! older_libc 2.34 || sed -i '/^start pread64$/d; /^fork membarrier$/d' "$tmp/asked"
		[[ $mode != --locks* ]] || ! older_libc 2.32 || sed -i '/^start gettid$/d' "$tmp/asked"
		is "$(comm -13 "$tmp/bare" "$tmp/asked")" "$(documented $mode | comm -13 "$tmp/bare" -)" \
			"$mode: asks the kernel for what is documented"
	done
fi

# The same filter by two ways; a draw is a question of its own.
for by in prctl seccomp; do
	for mode in bare default --when=fork --seed --audit --connections=isolate \
		--connections=isolate,eager --connections=warn --locks=heal --locks=heal,mutexes; do
		[[ $mode != --locks* ]] || ! older_libc 2.32 || continue # a process with threads, for all that it says
		settings $mode
		is "$(env "${set[@]}" "$calls" $by)" "child status 0x500" "a filter by $by, $mode: nobody dies"
	done
done
is "$(shimmed "$calls" prctl draws)" "child status 0x1f" "a late draw is deadly there"
for mode in bare --when=fork --seed; do
	settings $mode
	is "$(env "${set[@]}" "$calls" prctl draws)" "child status 0x500" "a draw there, $mode: nobody dies"
done
finish
