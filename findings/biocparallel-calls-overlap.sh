#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# R's BiocParallel: bplapply() runs tasks in forked workers, and gives each a stream of random numbers of its own (L'Ecuyer's).
# Tasks of one call do not repeat each other, and one expects that of two calls as well. Seen in BiocParallel
# 1.32.5 and R 4.2.2 (Debian 12): where no RNGseed is given, each task of a second call draws what the same task of the first
# has drawn, but for a number or two at the beginning: of 4000 numbers of two calls with two tasks each, 2000 differ, with
# MulticoreParam() and, without a fork, with SerialParam(). The package has an internal generator; a call's streams
# begin where that stands, and it goes on by one number for each (source: R/rng.R, .rng_init_stream), so that streams
# are the same, a number on. A parameter that bpstart() has started counts on in whole streams, and an RNGseed for each call
# parts them. In children of parallel::mclapply() the internal generator is the session's, once that has used it,
# and all draw alike, whatever mc.set.seed gives them.
. "$(dirname "$0")/lib.bash"
packages r-bioc-biocparallel=1.32.5-1 r-cran-futile.logger=1.4.3-4 r-cran-futile.options=1.0.1-3 r-cran-lambda.r=1.2.4-2 \
	r-cran-formatr=1.14-1 r-cran-snow=1:0.4.4-2 r-cran-codetools=0.2-19-1 \
	r-base-core=4.2.2.20221110-2 libblas3=3.11.0-2 liblapack3=3.11.0-2 \
	libtirpc3=1.3.3+ds-1 libicu72=72.1-3+deb12u1 libgomp1=12.2.0-14+deb12u1
export R_HOME=$root/usr/lib/R EDITOR=vi PAGER=cat # as its Renviron would
export R_LIBS=$root/usr/lib/R/site-library:$root/usr/lib/R/library

# thousands NUMBERS: how many thousands of these differ, of how many
thousands() {
	run timeout 120 "$R_HOME/bin/exec/R" --vanilla --no-echo <<END 2>"$tmp/err" | tail -n 1
suppressMessages(library(BiocParallel))
call <- function(param) bplapply(1:2, function(i) runif(1000), BPPARAM = param)
started <- function(param) {
	bpstart(param)
	on.exit(bpstop(param))
	list(call(param), call(param))
}
in_children <- function() parallel::mclapply(1:4, function(i) call(SerialParam()), mc.cores = 4)
numbers <- unlist($1)
cat(round(length(unique(numbers)) / 1000), "of", length(numbers) / 1000, "\n")
END
}
is() { seen "$1 " "$2" "$(thousands "$3")"; }
is "2 of 2" "thousands of numbers that differ, one call, two tasks in workers" 'call(MulticoreParam(2))'
is "2 of 4" "two calls" 'list(call(MulticoreParam(2)), call(MulticoreParam(2)))'
is "2 of 4" "two calls with one parameter" '{ one <- MulticoreParam(2); list(call(one), call(one)) }'
is "2 of 4" "two calls with set.seed() before each" \
	'list({ set.seed(1); call(MulticoreParam(2)) }, { set.seed(2); call(MulticoreParam(2)) })'
is "2 of 8" "four calls" 'lapply(1:4, function(i) call(MulticoreParam(2)))'
is "2 of 4" "two calls with SerialParam()" 'list(call(SerialParam()), call(SerialParam()))'
is "4 of 4" "two calls with one parameter that was started" 'started(MulticoreParam(2))'
is "4 of 4" "two calls with an RNGseed each" 'lapply(1:2, function(i) call(MulticoreParam(2, RNGseed = i)))'
is "2 of 8" "a call in each of four children of mclapply()" '{ unused <- call(SerialParam()); in_children() }'
finish
