#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --locks where few programs come: a handler on a stack of its own inside a call, a filter that
# refuses membarrier(2) later than the start, a mutex that a fork gave up and that is held anew;
# children's children and threads, and other forms of a function, which are warned of; libraries that find
# others by the RPATH of whoever needs them.
# By check-all alone.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/locks.bash"
seldom=$programs/locks/seldom
cc=${CC:-cc}

# hangs CASE: a child does, bare.
hangs() {
	said=$(runs 60 "$seldom" "$1" 300)
	[[ $said = *hung=[1-9]* ]]
}
for case in other_stack late_filter; do
	sees hangs $case
	ok $? "$case: bare, a child hangs: $said"
	is "$(runs 60 "$launcher" --locks="heal$patient" "$seldom" $case)" "${case/_/ }: hung=0" "$case: none with the gate"
done
sees hangs given_up
ok $? "given_up: bare, a child hangs: $said"
is "$(runs 60 "$launcher" --locks=heal,mutexes,wait=1000 "$seldom" given_up)" "given up: hung=0" \
	"given_up: none, though the fork before gave it up"
# Children of each kind begin anew, with what the shim knew of mutexes.
is "$(runs 60 "$launcher" --locks="heal,mutexes$patient" "$programs/locks/forking" ways | grep -c 'hung=0$')" 5 \
	"however they were made, when mutexes count"

# warned CASE PATTERN: a child hangs as bare, and that is told in these words. So is one whose
# parent's thread was inside as well, but had not taken the lock yet: two, by chance.
warned() {
	local status
	for _ in 1 2 3 4 5; do # chance may spare all children
		runs 60 "$launcher" --check --locks=warn --audit="$tmp/report" "$seldom" "$1" >"$tmp/out"
		status=$?
		grep -q 'hung=0' "$tmp/out" || break
	done
	is "$status $(grep -o 'hung=.*' "$tmp/out") $(grep -o '"kind":"[^"]*"' "$tmp/report" | sort -u)" \
		'99 hung=1 "kind":"lock-inherited"' "$1: warned of"
	grep -q "$2" "$tmp/out"
	ok $? "$1: $2"
}
if [ -x "$build/forkseed-audit" ]; then
	for case in grandchild threads crowd formats; do
		sees hangs $case
		ok $? "$case: bare, a child hangs: $said"
	done
	warned grandchild '^ *dl_iterate_phdr(): at the fork thread [0-9]* was in dl_iterate_phdr()'
	warned threads '^ *dl_iterate_phdr(): at the fork thread [0-9]* was in dl_iterate_phdr()'
	warned crowd '^ *dl_iterate_phdr(): at the fork thread [0-9]* was in dl_iterate_phdr()'
	warned formats '^ *strftime_l(): at the fork thread [0-9]* was in strftime_l()'
else
	skip "forkseed-audit is not built without libdw-dev (make deps)" "--locks=warn"
fi

# The one that asks has no folder of its own: the one that needs it has.
mkdir "$tmp/there"
echo 'int answer(void) { return 42; }' >"$tmp/found.c"
cat >"$tmp/asker.c" <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
void *by_name(void) { return dlopen("libfound.so", RTLD_NOW); }
void *by_space(void) { return dlmopen(LM_ID_BASE, "libfound.so", RTLD_NOW); }
END
cat >"$tmp/program.c" <<'END'
#include <dlfcn.h>
#include <stdio.h>
int main(int count, char **words)
{
	void *user = dlopen(words[1], RTLD_NOW);
	void *(*ask)(void) = (void *(*)(void))dlsym(user, words[count - 1]);
	void *found = ask();
	int (*answer)(void) = found ? (int (*)(void))dlsym(found, "answer") : NULL;
	printf("%d %d\n", answer ? answer() : -1, dlopen("libfound.so", RTLD_NOW) == found);
	return 0;
}
END
$cc -shared -fPIC -o "$tmp/there/libfound.so" "$tmp/found.c"
$cc -shared -fPIC -o "$tmp/there/libasker.so" "$tmp/asker.c" -ldl
$cc -shared -fPIC -Wl,--no-as-needed,--disable-new-dtags,-rpath,"$tmp/there" -o "$tmp/user.so" \
	-x c /dev/null -x none "$tmp/there/libasker.so"
$cc -o "$tmp/program" "$tmp/program.c" -ldl
for ask in by_name by_space; do
	program=("$tmp/program" "$tmp/user.so" "$ask")
	is "$(bare "${program[@]}")" "42 1" "another's RPATH, $ask: bare, it serves whom that one needs"
	is "$(bare env LD_PRELOAD="$build/libforkseed-locks.so" "${program[@]}")" "42 1" "the module without a mode"
	for mode in --locks=heal --audit="$tmp/report"; do
		is "$("$launcher" "$mode" "${program[@]}" 2>/dev/null)" "42 1" "with ${mode%=/*}, too"
	done
done
finish
