#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 1: a child that a needed library's constructor makes, before the shim's own has
# run and in a way that passes no hook. What starts the shim that early does not disturb a
# program that is profiled, nor cost a system call.
. "$(dirname "$0")/../lib.sh"
source=$root/tests/regressions/constructor.c
cc=${CC:-cc}

cp "$programs/regressions/constructor" "$tmp/libearly.so" &&
	$cc -w -DPROGRAM "$source" -o "$tmp/early" "$tmp/libearly.so" -Wl,-rpath,"$tmp"
ok $? "the program builds"
expected=$(MAKE_CHILD=fork bare "$tmp/early" | sort -u)
for how in fork clone forkpty; do
	export MAKE_CHILD=$how
	is "$(bare "$tmp/early" | sort | uniq -c | xargs)" "2 $expected" "$how: bare, parent and child draw alike"
	shimmed "$tmp/early" >"$tmp/shim"
	is "$(sort -u "$tmp/shim" | wc -l) $(grep -cx "$expected" "$tmp/shim")" "2 1" \
		"$how: with the shim the child draws apart, the parent as bare"
	is "$(tr ' ' '\n' <"$tmp/shim" | sort -u | wc -l)" 8 "$how: each of their numbers differs"
	is "$(FORKSEED=off shimmed "$tmp/early" | sort | uniq -c | xargs)" "2 $expected" "$how: FORKSEED=off"
	"$launcher" --check "$tmp/early" >/dev/null 2>"$tmp/err"
	is "$? $(grep -c 'random stream that it inherited (healed)' "$tmp/err")" "99 1" "$how: an audit tells of it"
done
unset MAKE_CHILD
LD_DEBUG=libs shimmed "$tmp/early" 2>&1 >/dev/null | grep -o 'calling init: .*' >"$tmp/inits"
is "$(grep -o 'libearly\|libforkseed' "$tmp/inits" | head -n 2 | xargs)" "libearly libforkseed" \
	"that constructor did run before the shim's"

# gmon.out has the program's name for it by way of GMON_OUT_PREFIX.
if $cc -w -pg -x c -o "$tmp/profiled" - 2>"$tmp/err" <<<'#include <stdlib.h>
int main(void) { long sum = 0; for (int i = 0; i < 1000; i++) sum += random(); return sum == 0; }'; then
	GMON_OUT_PREFIX=$tmp/bare bare "$tmp/profiled"
	GMON_OUT_PREFIX=$tmp/shim shimmed "$tmp/profiled"
	is "$(stat -c %s "$tmp"/shim.*)" "$(stat -c %s "$tmp"/bare.*)" "a profiled program writes its profile"
else
	skip "cc can't profile: $(head -n 1 "$tmp/err")" "a profiled program writes its profile"
fi

if need strace "system calls of a start"; then
	calls() {
		strace -o "$tmp/trace" -E LD_PRELOAD="$shim" -E FORKSEED="$1" /bin/true
		sed 's/(.*//' "$tmp/trace" | sort
	}
	calls off >"$tmp/off"
	calls on >"$tmp/shim"
	is "$(diff "$tmp/off" "$tmp/shim" | sed -n 's/^> //p' | xargs)" "madvise madvise" \
		"a start beyond FORKSEED=off: two advices"
fi
finish
