#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Programs that say little about themselves: what can be had is reported, and what can't
# is said. Stripped, without line information, without unwind tables and frame pointers;
# with more stack than is recorded; and files that are no longer what they were.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"

cat >"$tmp/bug.c" <<'END'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
__attribute__((noinline)) int work(int depth)
{
	volatile char room[256] = {0};
	return depth == 0 ? rand() : work(depth - 1) + room[depth % 256];
}
__attribute__((noinline)) void spawn(int depth)
{
	if (fork() == 0)
		_exit(work(depth) & 0);
	wait(NULL);
}
int main(int count, char **words)
{
	spawn(count > 1 ? atoi(words[1]) : 0);
	return 0;
}
END
# built NAME FLAG...: the program, compiled with these flags.
built() {
	local name=$1
	shift
	"${CC:-cc}" -O1 -fno-optimize-sibling-calls "$@" -o "$tmp/$name" "$tmp/bug.c"
}

built lines -g
audited "$tmp/lines"
says "drew in work ($tmp/bug.c:7)" "with everything: function, file and line"

built plain -g0
audited "$tmp/plain"
is "$(kinds)" "1 inherited/random" "without debug information: found"
says "drew in work+0x[0-9a-f]* ($tmp/plain, no line information)" "function and offset; it says so"
says "called by spawn+0x" "and the caller"

cp "$tmp/lines" "$tmp/stripped" && strip "$tmp/stripped"
audited "$tmp/stripped"
is "$(kinds)" "1 inherited/random" "stripped: found"
says "drew in $tmp/stripped+0x[0-9a-f]* (no symbol)" "object and offset; it says so"
says "called by $tmp/stripped+0x" "and the caller: unwinding needs no symbols"

built bare -g0 -fomit-frame-pointer -fno-asynchronous-unwind-tables -fno-unwind-tables \
	-fno-exceptions
audited "$tmp/bare"
is "$(kinds)" "1 inherited/random" "without unwind tables and frame pointers: found"
says "drew in work+0x" "the place itself is named"
says '(no unwind information here)' "and that nothing lies behind it"

audited "$tmp/lines" 100
is "$(kinds)" "1 inherited/random" "a deep stack: found"
says "drew in work ($tmp/bug.c:7)" "with its place"
says '(the recorded slice of the stack ends here)' "and that the rest was not recorded"

FORKSEED_AUDIT=$tmp/later shimmed "$tmp/lines"
built lines -g -DANOTHER -O0
"$audit_program" --summary "$tmp/later" 2>"$tmp/summary"
says 'drew in 0x[0-9a-f]* (in no object that is known)\|drew in a place that is not known' \
	"a program that was built anew since is not taken for the old one"

# damaged NAME: one line, status 125.
damaged() {
	"$audit_program" --summary "$tmp/damaged" 2>"$tmp/err"
	is "$? $(wc -l <"$tmp/err") $(grep -c 'a crash' "$tmp/err")" "125 1 0" "$1: one line, 125"
	sed 's/^/# /' "$tmp/err"
}
damaged "no recording"
echo foreign >"$tmp/damaged.raw" && damaged "a foreign file"
head -c 100000 "$tmp/later.raw" >"$tmp/damaged.raw" && damaged "a recording that was cut off"
sed '1s/forkseed raw/forkseed rau/' "$tmp/later.raw" >"$tmp/damaged.raw" && damaged "another magic"
cp "$tmp/later.raw" "$tmp/damaged.raw" && printf '\377' | dd of="$tmp/damaged.raw" bs=1 seek=16 conv=notrunc status=none
damaged "another version's recording"
grep -q 'made by another version of forkseed' "$tmp/err"
ok $? "and that is said"
: >"$tmp/damaged.raw" && damaged "an empty file"
"$launcher" --audit="$tmp/lines.json" true 2>/dev/null
cp "$tmp/lines.json" "$tmp/damaged.raw" && damaged "a report in a recording's place"
ln -sf "$tmp/later.raw" "$tmp/damaged.raw" && damaged "a symbolic link"
rm "$tmp/damaged.raw" && mkdir "$tmp/damaged.raw" && damaged "a directory"

finish
