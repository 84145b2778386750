#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 3 in processes whose threads libc does not know of: all of 600 000 numbers are the
# stream's; bare, glibc 2.41 and later lose some. And threads that make the first drand48() draws do not restart the stream.
. "$(dirname "$0")/../lib.sh"
threads=$programs/hazards/unseen-threads
all=600000
# Any library with a libc of its own will do, as each namespace has one.
libc=$(ldd "$threads" | awk '/libc\.so/ { print $3 }')

# On a busy machine two tasks seldom meet.
lost=0
for ((runs = 0; runs < 30 && lost == 0; runs++)); do
	[ "$(bare timeout 60 "$threads" unlocked)" = $all ] || lost=1
done
[ $lost -gt 0 ]
ok $? "without any lock numbers get lost, in $runs runs"
ways=(clone __clone namespace)
bare "$threads" namespace "$libc" >/dev/null 2>&1 || {
	skip "this libc's threads are another library's, which makes none there" "in another namespace"
	ways=(clone __clone)
}
for how in "${ways[@]}"; do
	echo "# $how: bare, $(bare timeout 60 "$threads" "$how" "$libc") of $all are the stream's"
	got=$(for _ in 1 2 3; do shimmed timeout 60 "$threads" "$how" "$libc"; done | sort -u)
	is "$got" $all "$how: with the shim, three times of three"
done

# Two or three of a hundred did, on two idle processors.
end=$((SECONDS + 5)) restarts=0
for ((runs = 0; runs < 400 && SECONDS < end; runs++)); do
	[ "$(shimmed timeout 60 "$programs/hazards/first-draws")" = 0 ] || restarts=$((restarts + 1))
done
is "$restarts" 0 "drand48: $runs programs whose threads draw first, no restart"
finish
