#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# An audit within an audit: `forkseed --check` in front of a whole run, and of a test in it.
# The outer one accuses neither the inner launcher nor what runs below it, however long it
# lives; it says who has it, and a strict one is not green.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"
cc=${CC:-cc}

cat >"$tmp/draws.c" <<'END'
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
int main(int argc, char **argv)
{
	(void)argv;
	if (fork() == 0) {
		if (argc > 1)
			random();
		sleep(1);
		_exit(0);
	}
	wait(NULL);
}
END
$cc -w -o "$tmp/draws" "$tmp/draws.c" || exit 1
# The launcher counts as ours by its file: the tests' is the one that is called.
inner="$launcher --check -- $tmp/draws"
own="^forkseed: not watched in $tmp/draws: what it does in an audit of its own"

# The outer audit's lines alone: the inner one's went elsewhere.
audited sh -c "$inner 2>$tmp/inner; :"
is "$? $(total findings) $(total unwatched)" "0 0 1" "nobody is accused of an audit of its own"
says "$own" "whose the program is, is said"
is "$(grep -c 'ran without' "$tmp/summary")" 0 "the launcher is no program that ran without the shim"
audited sh -c "$inner 2>$tmp/inner; $inner 2>$tmp/inner; :"
is "$(grep -c "$own" "$tmp/summary") $(total unwatched)" "1 1" "once, of two runs"
"$launcher" --check=7 sh -c "$inner drawn 2>$tmp/inner" >"$tmp/out" 2>"$tmp/summary"
is "$? $(grep -c '^forkseed: 1 finding' "$tmp/inner") $(grep -c '^forkseed: 0 findings' "$tmp/summary")" "99 1 1" \
	"a finding is the inner one's, and its status the command's"
"$launcher" --check=7,strict sh -c "$inner 2>$tmp/inner; :" >"$tmp/out" 2>"$tmp/summary"
is "$?" 7 "a strict check did not see it all"
says "what to do: see its own report; or" "and says where to look"
# shellcheck disable=SC2086
audited $inner
is "$(total findings) $(total unwatched)" "0 1" "the command itself may be an inner audit"

if $cc -static -w -o "$tmp/static" "$tmp/draws.c" 2>/dev/null; then
	audited sh -c "$launcher --audit sh -c 'exec $tmp/static' 2>$tmp/inner; :"
	is "$(total findings) $(grep -c 'it is statically linked' "$tmp/inner")" "0 1" "what escapes there is the inner one's finding"
	audited "$launcher" --force "$tmp/static"
	check "a launcher without an audit hides nobody" [ "$(total findings)" -ge 1 ]
else
	skip "no static libc" "what escapes there is the inner one's finding"
fi
finish
