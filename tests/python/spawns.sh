#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# vfork, posix_spawn, system and subprocess(user=...): nothing of ours runs between the new
# process and its execve (strace is the witness). preexec_fn is code of the program's in a
# forked child: there generators are healed. random's own reseeding is not done twice.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"
export OPENBLAS_NUM_THREADS=1 # threads would count as children

# child_calls PRELOAD COMMAND...: each child's system calls up to its execve, from strace.
child_calls() {
	local preload=$1
	shift
	timeout -k 5 90 strace -f -qq -o "$tmp/trace" ${preload:+-E LD_PRELOAD="$preload"} "$@" \
		>/dev/null 2>&1 || echo "status $?"
	awk 'NR == 1 { parent = $1 }
		$1 == parent || done[$1] || $2 ~ /^(---|\+\+\+|<\.\.\.)/ { next }
		{ call = $2; sub(/\(.*/, "", call); print call }
		$2 ~ /^execve/ { done[$1] = 1 }' "$tmp/trace"
}

# as_bare WAY: the calls of its child, as bare.
as_bare() {
	child_calls "" "$python" "$here/spawns.py" "$1" >"$tmp/calls"
	grep -q '^execve$' "$tmp/calls"
	ok $? "$1: strace sees the child of a bare run"
	is "$(child_calls "$shim" "$python" "$here/spawns.py" "$1" | xargs)" "$(xargs <"$tmp/calls")" \
		"$1: $(wc -l <"$tmp/calls") system calls until execve, as bare"
}

# entropy PRELOAD PROGRAM: how often a forked child asks for entropy.
entropy() { child_calls "$1" "$python" -S -c "$2" | grep -c '^getrandom$'; }

need_module numpy "programs run by Python" && {
	if need strace "vfork and posix_spawn"; then
		for way in vfork posix_spawn user system popen; do as_bare $way; done
		forks="import os, random; (os.fork() and os.wait()) or os._exit(0)"
		is "$(entropy "$shim" "$forks")" "$(entropy "" "$forks")" \
			"random: reseeded by CPython alone, $(entropy "" "$forks") getrandom in a child"
	fi
	heals 8 preexec "$python" "$here/spawns.py" preexec
	heals 8 between "$python" "$here/spawns.py" between
}
finish
