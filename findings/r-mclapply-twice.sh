#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# R, parallel::mclapply(), which runs a function in forked children. One expects a second call to
# draw other numbers than the first, whatever the generator. Seen in R 4.2.2 (Debian 12): so it is
# with the default generator, where set.seed() has no effect on the children; after
# RNGkind("L'Ecuyer-CMRG") it has, but two calls one after another draw the very same numbers, as
# each call starts the children's streams at the session's seed and leaves that seed as it was
# (mc.reset.stream of the package). One draw in the parent between the calls parts them.
. "$(dirname "$0")/lib.bash"
packages r-base-core=4.2.2.20221110-2 libblas3=3.11.0-2 liblapack3=3.11.0-2 \
	libtirpc3=1.3.3+ds-1 libicu72=72.1-3+deb12u1 libgomp1=12.2.0-14+deb12u1
export R_HOME=$root/usr/lib/R EDITOR=vi PAGER=cat # as its Renviron would

# calls KIND BETWEEN: a line for each of two calls, 4 draws in 2 children.
calls() {
	run "$R_HOME/bin/exec/R" --vanilla --no-echo <<END | grep "^0[.]"
RNGkind("$1")
set.seed(42)
children <- function() cat(unlist(parallel::mclapply(1:4, function(i) runif(1), mc.cores = 2)), "\n")
children()
$2
children()
END
}
seen 1 "L'Ecuyer-CMRG: distinct rows of two calls" "$(calls "L'Ecuyer-CMRG" '' | distinct)"
seen 1 "the same in two runs of R" \
	"$({ calls "L'Ecuyer-CMRG" ''; calls "L'Ecuyer-CMRG" ''; } | distinct)"
seen 2 "L'Ecuyer-CMRG, and the parent draws between" \
	"$(calls "L'Ecuyer-CMRG" 'unused <- runif(1)' | distinct)"
seen 2 "the default generator: distinct rows of two calls" "$(calls Mersenne-Twister '' | distinct)"
seen 4 "the same in two runs of R" \
	"$({ calls Mersenne-Twister ''; calls Mersenne-Twister ''; } | distinct)"
finish
