#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The fuzzers that `make fuzz` runs for hours: each is built, sees what is wrong in a child, and finds
# nothing in the inputs that it begins with.
# By check-all alone.
. "$(dirname "$0")/../lib.sh"
fuzzers=$(sed -n 's/^FUZZERS := //p' "$root/tests/fuzz/fuzz.mk")

need clang "the fuzzers" || { finish; exit; }
env -u MAKEFLAGS -u MAKELEVEL make -s -C "$root" fuzzers >"$tmp/log" 2>&1
ok $? "the fuzzers are built"
tail -n 5 "$tmp/log" | sed 's/^/# /'

# Wrong for one of its inputs.
mkdir "$tmp/corpus" && echo good >"$tmp/corpus/good" && echo wrong >"$tmp/corpus/wrong"
cat >"$tmp/planted.c" <<'END'
#include "child.h"
#include <stdlib.h>
#include <string.h>
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
static void work(const uint8_t *data, size_t size)
{
	char *copy = malloc(size);
	memcpy(copy, data, size);
	if (size && copy[0] == 'w')
		copy[size] = 0;
	free(copy);
}
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	child_run(work, data, size);
	return 0;
}
END
clang -g -O1 -fsanitize=fuzzer,address -I "$root/tests/fuzz" "$tmp/planted.c" "$root/tests/fuzz/child.c" -o "$tmp/planted"
"$tmp/planted" "$tmp/corpus/good" >"$tmp/log" 2>&1
ok $? "an input for which nothing is wrong"
(cd "$tmp" && ! "$tmp/planted" "$tmp/corpus/wrong") >"$tmp/log" 2>&1
ok $? "a byte behind the end, in a child: seen"

# In a folder of its own: what earlier runs have found is left out.
mkdir "$tmp/fuzz"
ln -s "$build"/fuzz/* "$tmp/fuzz" && rm -f "$tmp/fuzz/corpus"
for name in $fuzzers; do
	said=$("$root/tests/fuzz/run" "$tmp/fuzz" 0 "$name")
	[[ $said =~ ^$name:\ ([0-9]+)\ inputs\ run,\ ([0-9]+)\ kept,\ nothing\ found$ ]] &&
		[ "${BASH_REMATCH[2]}" -gt 0 ] && [ "${BASH_REMATCH[1]}" -ge "${BASH_REMATCH[2]}" ]
	ok $? "$said"
done

# found SEED FINDINGS: the inputs are recordings of today's.
found() {
	FUZZ_LOUD=1 "$build/fuzz/recording" "$build/fuzz/seeds/recording/$1" >"$tmp/log" 2>&1
	is "$(grep -c "^forkseed: $2," "$tmp/log")" 1 "$1: $2"
}
found inherit_random "3 findings in 1 group"
found programs "1 finding in 1 group"
found scripts "3 findings in 1 group"
finish
