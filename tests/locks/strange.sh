#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --locks=heal where libc calls others' code while it is inside, and that forks; where a
# thread is cancelled in a look-up; where threads wait for a condition during a fork, in
# memory of their own or of several processes.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/locks.bash"
strange=$programs/locks/strange
cc=${CC:-cc}

$cc -shared -fPIC "$root/tests/locks/strange-module.c" -o "$tmp/libnss_forktest.so.2"
$cc -DLIBRARY -shared -fPIC "$root/tests/locks/strange-module.c" -o "$tmp/library.so"
export LD_LIBRARY_PATH=$tmp FORKTEST_LIBRARY=$tmp/library.so

# bare CASE: one of its children hangs.
bare() {
	sees one_hangs "$1"
	ok $? "$1: bare, children hang: $got"
}
one_hangs() {
	got=$(runs 60 "$strange" "$1" 100)
	[[ $got != *hung=0* ]]
}

# healed CASE MODE WANTED
healed() { is "$(runs 60 "$launcher" --locks="$2$patient" "$strange" "$1")" "$3" "$1: with --locks=$2"; }

# Before 2.36 glibc runs fork handlers under a lock of its own: one that forks never comes back.
handlers=(handlers)
! older_libc 2.36 || handlers=()
for case in module constructor "${handlers[@]}" normal recursive checking; do
	bare "$case"
done
healed module heal "found=50 module: hung=0 slow=0"
healed constructor heal "constructor: hung=0 slow=0"
for case in "${handlers[@]}"; do healed "$case" heal "fork handlers: hung=0 slow=0"; done
healed cancelled heal "cancelled: hung=0 slow=0"
for case in normal recursive checking shared; do
	healed $case heal,mutexes "together=0 lost=0 $case: hung=0 slow=0"
done
for other in /usr/lib/*/libjemalloc.so.2; do
	[ -e "$other" ] || continue
	is "$(MALLOC_CONF=background_thread:true runs 60 env LD_PRELOAD="$other" "$launcher" \
		--locks="heal,mutexes$patient" "$strange" normal)" "together=0 lost=0 normal: hung=0 slow=0" \
		"beside jemalloc, whose own thread waits as well"
done
finish
