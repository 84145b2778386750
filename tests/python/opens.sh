#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The hook of dlopen(3) does not show: the caller's RUNPATH counts, errors are the caller's, in
# programs that know nothing of Python; and threads that open libraries all the time leave
# no child of Python's behind that hangs.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/python.bash"

mkdir "$tmp/needles"
cp "$built/opens" "$tmp/opens"
bare "$tmp/opens" >"$tmp/out"
is "$(grep -c 'libneedle.so: cannot open' "$tmp/out")" 3 "without a library there is none"
"${CC:-cc}" -shared -fPIC -x c -o "$tmp/needles/libneedle.so" - <<<'extern int unused;'
same "libraries found by the program's own RUNPATH" "$tmp/opens"
is "$(grep -c 'libneedle.so: opened' "$tmp/shim.out")" 3 "they are found"
same "the same, FORKSEED_WHEN=fork" env FORKSEED_WHEN=fork "$tmp/opens"

need_module numpy "threads that open libraries" && {
	run_into "$tmp/bare" bare "$python" "$here/opening.py" 100
	is "$?, $(counted draw "$tmp/bare")" "0, 1 of 100 differ" "opening: bare, 1 of 100"
	run_into "$tmp/shim" shimmed "$python" "$here/opening.py" 100
	is "$?, $(counted draw "$tmp/shim")" "0, 100 of 100 differ" "opening: with the shim, 100 of 100"
	is "$(tail -n 1 "$tmp/shim")" "hung=0 failed=0" "opening: $(tail -n 1 "$tmp/shim")"
}
finish
