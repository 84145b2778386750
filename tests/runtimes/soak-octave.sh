#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Octave: forked children draw numbers of their own, from each of its distributions.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
if ! need octave-cli Octave; then
	finish
	exit
fi
octave=(octave-cli --quiet --no-init-file --no-history "$root/tests/runtimes/octave.m")
for kind in rand mixed; do
	heals octave $kind "${octave[@]}" $kind
	keeps_seeds $kind "${octave[@]}" $kind
	keeps_parent $kind "${octave[@]}" $kind
done
for kind in matrix normal exponential gamma poisson integers permutation; do
	repeats $kind "${octave[@]}" $kind
	is "$(limited "$launcher" "${octave[@]}" $kind drawn | distinct)" "8 of 8" "$kind: healed"
	is "$(limited "$launcher" "${octave[@]}" $kind seeded)" "$(limited "${octave[@]}" $kind seeded)" "$kind: seeded by the program, as bare"
done
for column in 1 2 3 4 5; do
	is "$(limited "$launcher" "${octave[@]}" mixed drawn | awk "{ print \$$column }" | distinct)" "8 of 8" "mixed: each number, $column"
done
is "$(limited "$launcher" "${octave[@]}" rand unchosen | distinct)" "8 of 8" "rand(\"state\", \"reset\") is no choice"

# says CODE: in a child, its parent having drawn.
says() {
	printf '1;\nrand(); pid = fork();\nif (pid == 0)\n%s\nfflush(stdout); kill(getpid(), 9);\nend\nwaitpid(pid);\n' "$1" >"$tmp/says.m"
	limited "${@:2}" octave-cli --quiet --no-init-file --no-history "$tmp/says.m"
}
as_bare() { is "$(says "$1" "$launcher")" "$(says "$1")" "$2"; }
as_bare 'rand("state", 7); printf("%.17g\n", rand(1, 3))' "a child's own seed counts"
as_bare 'rand("twister", 7); s = rand("state"); rand(); rand("state", s); printf("%.17g\n", rand())' "and a state that it puts back"
as_bare 'rand("seed", 7); printf("%.17g\n", rand(1, 3))' "the old generators are as bare"
is "$(says 's = rand("state"); a = rand(); rand("state", s); printf("%d\n", a == rand())' "$launcher" | wc -l)" 1 \
	"a state that is inherited can be read and put back"

audited octave rand "drew in .*liboctave" "${octave[@]}" rand
sed -i 's/^rand();/rand("state", 42); rand();/' "$tmp/says.m"
audited octave seeded "seeded by rand(42)" octave-cli --quiet --no-init-file --no-history "$tmp/says.m"
check "that it was seeded is why it is not healed" grep -q 'the program gave it a seed' "$tmp/said"
finish
