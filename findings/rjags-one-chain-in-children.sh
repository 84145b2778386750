#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# R's rjags (JAGS, Markov chains): a chain in each child of parallel::mclapply(), as one saves time. That gives each child
# a seed of its own, and set.seed() before it makes a run repeatable, so one expects both of the chains. Seen in JAGS
# 4.3.1, rjags 4-13 and R 4.2.2 (Debian 12): neither. All eight children compute one chain, which is the session's next,
# too: of 800 draws 100 differ, and the chains agree as well as a test of convergence can wish. set.seed() leaves
# them another one in each run. rjags takes seeds from JAGS, which counts them up from the second in which its
# library was loaded (source: JAGS' modules/base/rngs/BaseRNGFactory.cc); a child counts on from its parent's. To load
# rjags in each child is no better within a second. Four chains of one model differ. What helps is .RNG.name and
# .RNG.seed in each child's inits, the seed by sample.int(): then set.seed() with L'Ecuyer's streams repeats the run.
. "$(dirname "$0")/lib.bash"
packages r-cran-rjags=1:4-13-1 jags=4.3.1-1 r-cran-coda=0.19-4-1 r-cran-lattice=0.20-45-3 libltdl7=2.4.7-7~deb12u1 \
	r-base-core=4.2.2.20221110-2 libblas3=3.11.0-2 liblapack3=3.11.0-2 \
	libtirpc3=1.3.3+ds-1 libicu72=72.1-3+deb12u1 libgomp1=12.2.0-14+deb12u1
export R_HOME=$root/usr/lib/R EDITOR=vi PAGER=cat # as its Renviron would
export R_LIBS=$root/usr/lib/R/site-library:$root/usr/lib/R/library
modules=$(find "$root" -name 'modules-4' -type d)

# draws BEFORE CHAINS: one line for each chain, its 100 draws
draws() {
	run timeout 120 "$R_HOME/bin/exec/R" --vanilla --no-echo <<END 2>"$tmp/err" | sed -n 's/^chain //p'
options(jags.moddir = "$modules")
$1
model <- "model { for (i in 1:3) { y[i] ~ dnorm(mu, 1) } mu ~ dnorm(0, 0.01) }"
sampled <- function(chains = 1, inits = NULL) {
	data <- list(textConnection(model), list(y = 1:3), n.chains = chains, quiet = TRUE)
	made <- do.call(rjags::jags.model, if (is.null(inits)) data else c(data, list(inits = inits)))
	lapply(rjags::coda.samples(made, "mu", 100, progress.bar = "none"), as.vector)
}
in_children <- function(inits = function() NULL)
	parallel::mclapply(1:8, function(i) sampled(inits = inits())[[1]], mc.cores = 8)
seeded <- function() list(.RNG.name = "base::Mersenne-Twister", .RNG.seed = sample.int(1e9, 1))
for (chain in $2) writeLines(paste("chain", paste(format(chain, digits = 15), collapse = " ")))
END
}
chains() { draws "$@" | distinct; }
loaded="invisible(loadNamespace('rjags'))"
streams="$loaded; RNGkind(\"L'Ecuyer-CMRG\")"
seen 4 "distinct chains of 4, of one model in one process" "$(chains "$loaded" 'sampled(4)')"
draws "$loaded" 'in_children()' >"$tmp/chains"
seen 1 "of 8, in children of mclapply()" "$(distinct <"$tmp/chains")"
seen "100 of 800" "their draws, distinct of all" "$(tr ' ' '\n' <"$tmp/chains" | distinct) of $(tr ' ' '\n' <"$tmp/chains" | grep -c .)"
seen 1 "of 8 and one of the session's afterwards" "$(chains "$loaded" 'c(in_children(), sampled())')"
seen 1 "of 8, the session had sampled" "$(chains "$loaded" '{ unused <- sampled(); in_children() }')"
seen 1 "of 8, L'Ecuyer's streams" "$(chains "$streams" 'in_children()')"
# Children that load it in different seconds differ, so there may be two or three.
seen "some repeat" "of 8, which load rjags themselves" \
	"$(draws '' 'in_children()' >"$tmp/chains"; uniq -d <(sort "$tmp/chains") | grep -q . && echo "some repeat")"
# runs BEFORE CHAINS: how many first chains two runs have, a second and more apart
runs() {
	for _ in 1 2; do
		draws "$@" | head -n 1
		sleep 2
	done | distinct
}
seen 2 "first chains of two runs, set.seed()" "$(runs "$streams; set.seed(1)" 'in_children()')"
seen 8 "of 8, .RNG.seed by sample.int() in each child" "$(chains "$loaded" 'in_children(seeded)')"
seen 1 "first chains of two runs, set.seed() and .RNG.seed" "$(runs "$streams; set.seed(1)" 'in_children(seeded)')"
finish
