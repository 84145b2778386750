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

# parsed CLASS: what is made of a log of such a suite.
parsed() {
	mkdir -p "$tmp/log-of"
	cat >"$tmp/log-of/log"
	/usr/bin/python3 - "$1" "$tmp/log-of" <<END
import sys
sys.path.insert(0, "$root/tests/suites")
import interpreters
found = getattr(interpreters, sys.argv[1])("a suite", "files").results(sys.argv[2])
print(", ".join("%s: %s" % one for one in found.items()))
END
}
is "$(parsed Perl <<'END'
op/one.t .. 
1..5
ok 1 - a name # 7
not ok 2
ok 3 # skip no threads
not ok 4 - not yet # TODO some day
io/other.t ....... 
ok 1
END
)" "op/one.t 1: passed, op/one.t 2: failed, op/one.t 3: skipped, op/one.t 4: passed, io/other.t 1: passed" \
	"Perl's tests, one by one"
is "$(parsed Ruby <<'END'
[1/4] TestOne#test_a = 0.00 s
[2/4] TestOne#test_b = 0.12 s
  1) Failure:
TestOne#test_b [test/one.rb:4]:
Expected 1.
[3/4] TestOne#test_c = 0.12 s
  2) Error:
TestOne#test_c:
NoMethodError: none
[4/4] TestOne#test_d = 0.00 s
  3) Skipped:
TestOne#test_d [test/one.rb:9]:
END
)" "TestOne#test_a: passed, TestOne#test_b: failed, TestOne#test_c: error, TestOne#test_d: skipped" "Ruby's"

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
