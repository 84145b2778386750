#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# R, random numbers of package dqrng in the children of parallel::mclapply(). That gives each child a
# seed of its own (mc.set.seed, true by default), and what is first drawn in a child is thought to be
# safe anyway. Seen in dqrng 0.3.0 and R 4.2.2 (Debian 12): runif() differs in eight children, dqrunif()
# beside it is one number in all of them, though the program never drew from it and never seeded it.
# mclapply() sets .Random.seed, R's own; dqrng keeps its generator in the package, which is made, seed
# and all, when it is loaded (source: src/dqrng.cpp), so that library(dqrng) before the fork is enough.
# L'Ecuyer's streams do not help; dqset.seed() in each child with a number of that child's does.
. "$(dirname "$0")/lib.bash"
packages r-cran-dqrng=0.3.0+dfsg-1+b1 r-cran-rcpp=1.0.10-1 \
	r-base-core=4.2.2.20221110-2 libblas3=3.11.0-2 liblapack3=3.11.0-2 \
	libtirpc3=1.3.3+ds-1 libicu72=72.1-3+deb12u1 libgomp1=12.2.0-14+deb12u1
export R_HOME=$root/usr/lib/R EDITOR=vi PAGER=cat # as its Renviron would
export R_LIBS=$root/usr/lib/R/site-library

# children SETUP DRAW: what 8 children of one R draw
children() {
	run "$R_HOME/bin/exec/R" --vanilla --no-echo <<END | grep "^0[.]"
$1
numbers <- unlist(parallel::mclapply(1:8, function(i) $2, mc.cores = 8))
write(format(numbers, digits = 15), "")
END
}
loaded='library(dqrng)'
seen 8 "runif: distinct numbers of 8 children" "$(children "$loaded" 'runif(1)' | distinct)"
seen 1 "dqrunif, loaded before the fork" "$(children "$loaded" 'dqrunif(1)' | distinct)"
seen 1 "dqrunif, with L'Ecuyer's streams" \
	"$(children "$loaded; RNGkind(\"L'Ecuyer-CMRG\")" 'dqrunif(1)' | distinct)"
seen 8 "dqrunif, loaded in each child" "$(children '' 'dqrng::dqrunif(1)' | distinct)"
seen 8 "dqrunif, dqset.seed() in each child, by its runif()" \
	"$(children "$loaded" '{ dqset.seed(as.integer(runif(1) * 2^31)); dqrunif(1) }' | distinct)"
finish
