# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Reading the lines that hazard programs print ("label ... duplicates=0 hung=0 ..."): sums,
# and the lines that are not as they should be. Sourced by the tests here; not a test.

# note TEXT: a count that the reader of a test's output should see.
note() { echo "# $1"; }

# sum FIELD FILE: the total of FIELD over all lines.
sum() { grep -o " $1=[0-9]*" "$2" | awk -F= '{ n += $2 } END { print n + 0 }'; }

# none_bad FIELD FILE: the lines where FIELD is above 0, so nothing when all is well.
none_bad() { grep " $1=[1-9]" "$2"; }

# all_bad FIELD FILE: the lines where FIELD is 0: what must not be where the bug shows.
all_bad() { grep " $1=0\b" "$2"; }
