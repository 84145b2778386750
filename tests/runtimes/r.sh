#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# R in a few seconds: children differ, seeds stay; and what is an R by its names alone is
# left alone. All of it is in soak-r.sh.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/runtimes.bash"
if need Rscript R; then
	script=(Rscript --vanilla "$root/tests/runtimes/r.R" lapply-runif)
	repeats mclapply "${script[@]}"
	is "$(limited "$launcher" "${script[@]}" drawn | distinct)" "8 of 8" "mclapply: healed"
	is "$(limited "$launcher" "${script[@]}" seeded | distinct)" "1 of 8" "mclapply: seeded by the program, as bare"
fi

cat >"$tmp/r.c" <<'EOF2'
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>
typedef void *SEXP;
struct entry { const char *name; SEXP (*function)(SEXP, SEXP, SEXP, SEXP); int code, how, arguments, grammar[3]; };
int state = 7, is_there, numbers[4] = {10400, 5, 6, 7};
SEXP R_GlobalEnv, R_NilValue, R_UnboundValue;
SEXP nothing(SEXP a, SEXP b, SEXP c, SEXP d) { return a ? b : c ? d : a; }
struct entry R_FunTab[] = {{FIRST, nothing}, {"while", nothing}, {"set.seed", nothing, 0, 11, COUNT}, {"RNGkind", nothing, 0, 11, 3}, {0}};
double norm_rand(void) { return 0; }
SEXP Rf_findVarInFrame(SEXP a, SEXP b) { return !is_there ? R_UnboundValue : a ? b : numbers; }
SEXP Rf_install(const char *a) { return (SEXP)a; }
int TYPEOF(SEXP a) { return a ? 13 : 0; }
int LENGTH(SEXP a) { return a ? 4 : 0; }
int *INTEGER(SEXP a) { return a; }
SEXP CAR(SEXP a) { return a; }
SEXP CDR(SEXP a) { return a; }
int Rf_asInteger(SEXP a) { return a ? 1 : 0; }
void GetRNGstate(void) { state = numbers[1]; }
void PutRNGstate(void) { numbers[1] = state, is_there = 1; }
int run(void)
{
	for (int i = 0; i < 8; i++) {
		if (i == 0 || fork() == 0) {
			GetRNGstate();
			state = state * 69069 + 1;
			PutRNGstate();
			if (i && printf("%d\n", state))
				return 0;
		}
		wait(0);
	}
	return 0;
}
EOF2
# judge WHAT WANTED WORDS: $tmp/r, of whose seven children so many are distinct.
judge() {
	is "$(limited "$launcher" --check --audit="$tmp/report" "$tmp/r" 2>"$tmp/said" | distinct)" "$2 of 7" "$1"
	is "$(grep -c "$3" "$tmp/said")" "$(($2 == 1))" "$1: told or not"
}
# is_an_r WHAT WANTED FIRST COUNT
is_an_r() {
	"${CC:-cc}" -w -shared -fPIC -DFIRST="$3" -DCOUNT="$4" "$tmp/r.c" -o "$tmp/r.so" || return
	echo 'int run(void); int main(void) { return run(); }' >"$tmp/main.c"
	"${CC:-cc}" -w "$tmp/main.c" -o "$tmp/r" "$tmp/r.so" || return
	judge "$1" "$2" 'set.seed() was not found in its table'
}
is_an_r "as R has it: healed" 7 '"if"' 4
is_an_r "another table: left alone" 1 '"for"' 4
is_an_r "another set.seed(): left alone" 1 '"if"' 9
"${CC:-cc}" -w -rdynamic -DFIRST='"if"' -DCOUNT=4 "$tmp/main.c" "$tmp/r.c" -o "$tmp/r"
judge "no library: left alone" 1 'an R without libR.so'
finish
