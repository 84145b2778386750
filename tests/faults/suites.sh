#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# scripts/suites tells of a test that goes otherwise under the shim, in the table as well, and is
# content with one that does not. In a copy, whose docs/trust.md it may write.
. "$(dirname "$0")/../lib.sh"
tree=$tmp/tree
mkdir -p "$tree/build" "$tree/tests"
cp -r "$root/scripts" "$root/docs" "$tree"
cp -r "$root/tests/suites" "$tree/tests"
ln -s "$launcher" "${launcher%/*}"/libforkseed*.so "$build/forkseed-audit" "$tree/build"
before=$(<"$tree/docs/trust.md")
suites() { "$tree/scripts/suites" "CPython test_pty" >"$tmp/out" 2>&1; }

suites
status=$?
if grep -q "is not installed" "$tmp/out"; then
	lacks "libpython$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')-testsuite" "scripts/suites"
	finish
	exit
fi
is "$status $(sed 's/([0-9]* results)/(N results)/' "$tmp/out")" "0 CPython test_pty (N results): shim: equal; audit: equal" \
	"a suite whose tests go as bare"
is "$(grep -c '^| CPython test_pty | [0-9]* passed.* | equal | equal |$' "$tree/docs/trust.md")" 1 "the table says so"
is "$(grep -v '^| CPython test_pty ' "$tree/docs/trust.md")" "$(grep -v '^| CPython test_pty ' <<<"$before")" \
	"and of the others what it said before"

# A shim that does harm: what was kept is not of it.
rm -r "$tree/build/libforkseed.so"
cat >"$tmp/planted.c" <<'END'
#include <errno.h>
int openpty(void);
int openpty(void)
{
	errno = EIO;
	return -1;
}
END
"${CC:-cc}" -shared -fPIC -o "$tree/build/libforkseed.so" "$tmp/planted.c"
suites
is $? 1 "a test that goes otherwise"
grep -q 'shim: \*\*differs: .*test_openpty' "$tmp/out"
ok $? "is named"
grep -q '^| CPython test_pty .*\*\*differs: .*test_openpty' "$tree/docs/trust.md"
ok $? "in the table, too"
finish
