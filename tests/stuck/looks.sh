#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --doctor --pid of a child that waits in one way: it is told to be stuck where only what it has
# not got could end that, and of nothing else: not of a word that another process may reach, of a
# deadlock of its own, of a computation. Also where a debugger has it, without a symbol, and from
# outside its mount namespace.
# By check-all alone.
. "$(dirname "$0")/../lib.sh"
if [ ! -x "$build/forkseed-audit" ]; then
	skip "forkseed-audit is not built without libdw-dev (make deps)" "--doctor --pid"
	finish
	exit 0
fi
looks=$programs/stuck/looks

# child COMMAND...: begins it, and waits until it says which is the child.
child() {
	: >"$tmp/said"
	"$@" >"$tmp/said" 2>/dev/null &
	parent=$!
	until [ -s "$tmp/said" ] || ! kill -0 $parent 2>/dev/null; do sleep 0.05; done
	child=$(cat "$tmp/said")
}
end() { { kill -9 "$child" $parent; wait; } 2>/dev/null; }

# look PATTERN: into "$tmp/told", again until it is there: on a busy machine the child may have a
# step to go before it waits.
look() {
	local i
	for ((i = 0; i < 10; i++)); do
		"$launcher" --doctor --pid "$child" >"$tmp/told" 2>&1
		! grep -Eq "^stuck: $1" "$tmp/told" || return 0
		sleep 0.5
	done
	sed -n 's/^stuck: /# stuck: /p' "$tmp/told"
	return 1
}

# told PATTERN NAME COMMAND...
told() {
	local pattern=$1 name=$2
	shift 2
	child "$@"
	look "$pattern"
	ok $? "$name"
	end
}
nobody='no thread of this process holds'
of_parent='its owner, thread [0-9]+, does not exist in this process'
told "yes: it waits for mutex in looks \(a mutex\): $of_parent" "a mutex that a thread of the parent's holds" "$looks" mutex
told "yes: it spins on a lock that $nobody" "a spin lock" "$looks" spin
told "yes: it waits for .*libc[.-].*: $nobody" "a stream" "$looks" stream
told 'not known to be' "a mutex that it locked itself" "$looks" twice
told 'not known to be' "a mutex with priority inheritance that its own thread holds" "$looks" inheriting
told 'not known to be' "a futex as among processes" "$looks" as-if-shared
told 'not known to be' "a semaphore, where the parent has one thread" "$looks" no-threads
told 'not known to be' "a computation" "$looks" computes
# Since glibc 2.43 the word that is waited for is not the thread's number.
joins="yes: .*the thread whose end it waits for does not exist in this process"
[ "$(printf '%s\n' 2.43 "$(getconf GNU_LIBC_VERSION | cut -d' ' -f2)" | sort -V | head -n 1)" != 2.43 ] ||
	joins="$joins|not known to be"
told "$joins" "a thread of the parent's that it joins" "$looks" join

strip -o "$tmp/stripped" "$looks"
told "yes: it waits for stripped\+0x[0-9a-f]+ \(a mutex\): $of_parent" "a mutex without a name" "$tmp/stripped" mutex

# A second tracer is refused: what is told is what the memory says.
for kind in traced threads-traced; do
	child "$looks" $kind
	look "yes: .* waits for mutex in looks \(a mutex\): $of_parent"
	ok $? "$kind: it is known where a debugger has the child"
	is "$(grep -c '^stuck: no stack: ptrace(2) is not permitted here' "$tmp/told") $(grep -c '^stuck: in ' "$tmp/told")" \
		"1 0" "$kind: without a stack, which is said"
	end
done
# shellcheck disable=SC2016 # the inner shell expands it
"$launcher" --check --stuck=1 bash -c '"$0" traced >"$1" & sleep 8; kill -9 $! "$(cat "$1")"' "$looks" "$tmp/traced" \
	>/dev/null 2>"$tmp/err"
is "$?" 99 "an audit finds it"
grep -q '^    (no stack: ptrace(2) is not permitted here)' "$tmp/err"
ok $? "and says why there is no stack"

# A child whose parent has ended, and which the launcher has adopted: it hangs no less.
cat >"$tmp/gone.sh" <<'END'
"$1" mutex >"$2" &
until [ -s "$2" ]; do sleep 0.1; done
[ "$3" = alive ] || kill -9 $!
sleep 8
kill -9 $! "$(cat "$2")"
END
for parent in alive gone; do
	"$launcher" --check --stuck=1 bash "$tmp/gone.sh" "$looks" "$tmp/pid-$parent" $parent >/dev/null 2>&1
	is "$?" 99 "its parent is $parent: a finding"
done

# Where forkseed-audit may not look, the launcher ends what waits for a lock of the parent's, not
# what has locked its own twice.
mkdir "$tmp/bin" && cp "$launcher" "$build"/libforkseed*.so "$tmp/bin"
# shellcheck disable=SC2016 # the script that is written expands them
printf '#!/bin/sh\ncase $1 in --stuck=*) exit 125 ;; esac\nexec "%s" "$@"\n' "$build/forkseed-audit" \
	>"$tmp/bin/forkseed-audit" && chmod +x "$tmp/bin/forkseed-audit"
cat >"$tmp/lives.sh" <<'END'
"$1" "$2" >"$3" &
for i in 1 2 3 4 5 6 7 8; do
	sleep 5
	[ "$4" = ended ] && grep -qs '^State:.[RS]' "/proc/$(cat "$3")/status" || break
done
grep -qs '^State:.[RS]' "/proc/$(cat "$3")/status" && echo lives || echo ended
kill -9 $! "$(cat "$3")" 2>/dev/null
END
# lives FORKSEED KIND WANTED: what a child is under --stuck-action=kill after five seconds, or more if it is to end.
lives() { "$1" --audit --stuck=1 --stuck-action=kill bash "$tmp/lives.sh" "$looks" "$2" "$tmp/pid-$2" "$3" 2>/dev/null; }
for case in "bin mutex ended" "bin twice lives" "build spin ended" "build computes lives"; do
	read -r folder kind wanted <<<"$case"
	[ "$folder" = bin ] && with=$tmp/bin/forkseed || with=$launcher
	lives "$with" "$kind" "$wanted" >"$tmp/lives-$kind" &
done
wait
for case in "mutex ended" "twice lives" "spin ended" "computes lives"; do
	is "$(cat "$tmp/lives-${case% *}")" "${case#* }" "--stuck-action=kill: ${case% *}: ${case#* }"
done

[ "$(id -u)" -eq 0 ] && map_root=() || map_root=(-r)
if unshare -m "${map_root[@]}" true 2>/dev/null; then
	child unshare -m "${map_root[@]}" "$looks" mutex
	look "yes: it waits for mutex in looks \(a mutex\): $of_parent"
	ok $? "from outside its mount namespace"
	is "$(sed -n 's/^stuck: in \(main\|run\) .*/\1/p' "$tmp/told" | xargs)" "run main" "with its stack"
	end
else
	skip "no mount namespaces here" "from outside its mount namespace"
fi
finish
