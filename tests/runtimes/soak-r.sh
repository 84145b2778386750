#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# R: forked children draw numbers of their own where parallel does not see to it; where it
# does, and where the program seeded, nothing changes.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
if ! need Rscript R; then
	finish
	exit
fi
r=(Rscript --vanilla)
script=("${r[@]}" "$root/tests/runtimes/r.R")

for kind in runif sample lapply-runif; do
	heals r $kind "${script[@]}" $kind
	keeps_seeds $kind "${script[@]}" $kind
	keeps_parent $kind "${script[@]}" $kind
done
for kind in normal boxmuller restored simulated wichmann marsaglia super knuth knuth2002 lecuyer; do
	repeats $kind "${script[@]}" $kind 2>/dev/null
	is "$(limited "$launcher" "${script[@]}" $kind drawn 2>/dev/null | distinct)" "8 of 8" "$kind: healed"
	is "$(limited "$launcher" "${script[@]}" $kind seeded 2>/dev/null)" \
		"$(limited "${script[@]}" $kind seeded 2>/dev/null)" "$kind: seeded by the program, as bare"
done
is "$(limited "$launcher" "${script[@]}" boxmuller drawn | awk '{ print $1 }' | distinct)" "8 of 8" "boxmuller: the second of a pair is not the parent's"
is "$(limited "$launcher" "${script[@]}" runif unchosen | distinct)" "8 of 8" "set.seed(NULL) is no choice"

# says CODE: bare, and healed, where a child runs it, its parent having drawn.
says() { limited "${@:2}" "${r[@]}" -e "library(parallel); invisible(runif(1)); writeLines(format(mccollect(mcparallel({$1}, mc.set.seed = FALSE))[[1]], digits = 15))"; }
as_bare() { is "$(says "$1" "$launcher")" "$(says "$1")" "$2"; }
as_bare 'set.seed(7); runif(3)' "a child's own seed counts"
as_bare 'set.seed(7, "Knuth-TAOCP-2002"); runif(3)' "also one with another kind"
as_bare '.Random.seed <<- { set.seed(3); s <- .Random.seed; set.seed(NULL); s }; runif(3)' "and a state that it puts there"
as_bare 'before <- .Random.seed + 0L; x <- .Random.seed; set.seed(1); y <- runif(1); identical(before, x)' "a saved state is not written to"
restores='invisible(runif(1)); writeLines(unlist(parallel::mclapply(1:8, function(i) { old <- .Random.seed; set.seed(1); runif(1); .Random.seed <<- old; format(runif(1), digits = 15) }, mc.cores = 8, mc.set.seed = FALSE)))'
is "$(limited "${r[@]}" -e "$restores" | distinct)" "1 of 8" "a child seeds, and puts the parent's state back: bare, one number"
is "$(limited "$launcher" "${r[@]}" -e "$restores" | distinct)" "8 of 8" "healed"

asks='invisible(runif(1)); writeLines(format(unlist(parallel::mclapply(1:8, function(i) { RNGkind(); runif(1) }, mc.cores = 8, mc.set.seed = FALSE)), digits = 15))'
is "$(limited "$launcher" "${r[@]}" -e "$asks" | distinct)" "8 of 8" "a child that asks for the kind first"

# R asks a function of the user's, whose state is not R's.
cat >"$tmp/own.c" <<'END'
double *user_unif_rand(void)
{
	static double number = 0.5;
	number = number * 3.7 * (1 - number);
	return &number;
}
END
if "${CC:-cc}" -shared -fPIC "$tmp/own.c" -o "$tmp/own.so" 2>/dev/null; then
	own="invisible(dyn.load('$tmp/own.so')); invisible(RNGkind('user-supplied')); invisible(runif(1)); "'library(parallel); for (i in 1:8) writeLines(format(mccollect(mcparallel(runif(2), mc.set.seed = FALSE))[[1]], digits = 15))'
	is "$(limited "$launcher" "${r[@]}" -e "$own" | xargs)" "$(limited "${r[@]}" -e "$own" | xargs)" "a generator of the user's: as bare"
	if [ -x "$build/forkseed-audit" ]; then
		limited "$launcher" --check --audit="$tmp/report" "${r[@]}" -e "$own" >/dev/null 2>"$tmp/said"
		is "$? $(grep -c 'its state is of a kind that is not known' "$tmp/said")" "99 1" "and told of"
	fi
fi

# parallel's own way: streams by L'Ecuyer, and else each child begins by itself.
streams='library(parallel); RNGkind("L'\''Ecuyer-CMRG"); set.seed(1); for (i in 1:2) writeLines(format(unlist(mclapply(1:8, function(i) runif(1), mc.cores = 8)), digits = 15)); writeLines(paste(.Random.seed, collapse = " "))'
is "$(limited "$launcher" "${r[@]}" -e "$streams")" "$(limited "${r[@]}" -e "$streams")" "mc.set.seed = TRUE: streams are as bare"
is "$(limited "$launcher" --seed x "${r[@]}" -e "$streams")" "$(limited "${r[@]}" -e "$streams")" "also under --seed"
streams='library(parallel); invisible(runif(1)); writeLines(format(unlist(mclapply(1:8, function(i) runif(1), mc.cores = 8)), digits = 15))'
is "$(limited "$launcher" --seed x "${r[@]}" -e "$streams")" "$(limited "$launcher" --seed x "${r[@]}" -e "$streams")" \
	"mc.set.seed = TRUE: with no streams, under --seed repeatable"
is "$(limited "$launcher" --check "${r[@]}" -e "$streams" >"$tmp/out" 2>&1; echo $?)" 0 "and no finding"

audited r runif "forked in .*parallel.so" "${script[@]}" runif
check "and where it drew" grep -q "drew in .*stats.so" "$tmp/said"
audited r seeded "seeded by set.seed(42)" "${r[@]}" -e 'set.seed(42); invisible(parallel::mccollect(parallel::mcparallel(runif(1), mc.set.seed = FALSE)))'
check "that it was seeded is why it is not healed" grep -q 'the program gave it a seed' "$tmp/said"
finish
