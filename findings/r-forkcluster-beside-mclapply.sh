#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# R's package parallel has two ways to work in forked children: mclapply(), which forks for each call, and makeForkCluster(),
# whose children stay for many. The first gives each child a seed of its own, whatever the session's was, so one expects
# it of the second. Seen in R 4.2.2 (Debian 12): that depends on whether the session has drawn anything, or has called
# set.seed(). If it has, the four nodes all draw the same numbers, which are the session's own next ones; if not, there
# is no seed yet that they could inherit, and all differ. Both fork by one function, and it is mclapply() alone
# that asks for seeds (sources: library/parallel/R/unix/forkCluster.R, newForkNode; mclapply.R, mc.set.seed).
# clusterSetRNGStream() parts the nodes.
. "$(dirname "$0")/lib.bash"
packages r-base-core=4.2.2.20221110-2 libblas3=3.11.0-2 liblapack3=3.11.0-2 \
	libtirpc3=1.3.3+ds-1 libicu72=72.1-3+deb12u1 libgomp1=12.2.0-14+deb12u1
export R_HOME=$root/usr/lib/R EDITOR=vi PAGER=cat # as its Renviron would

# numbers BEFORE [AFTER]: what four children of each kind draw, and the session itself then. The nodes' port is chosen
# by chance, and may be taken.
numbers() { draw "$@" || draw "$@" || draw "$@"; }
draw() {
	run "$R_HOME/bin/exec/R" --vanilla --no-echo <<END >"$tmp/out" 2>"$tmp/err"
library(parallel)
$1
nodes <- makeForkCluster(4)
${2-}
cat("cluster", unlist(clusterEvalQ(nodes, sample(1e9, 1))), "\n")
stopCluster(nodes)
cat("mclapply", unlist(mclapply(1:4, function(i) sample(1e9, 1), mc.cores = 4)), "\n")
cat("session", sample(1e9, 1), "\n")
END
}
those() { sed -n "s/^$1 //p" "$tmp/out" | tr ' ' '\n' | grep .; }
# children NAME CLUSTER BEFORE [AFTER]
children() {
	numbers "${@:3}"
	seen "$2" "$1; distinct numbers of 4 nodes of makeForkCluster()" "$(those cluster | distinct)"
	seen 4 "$1; distinct numbers of 4 children of mclapply()" "$(those mclapply | distinct)"
}
children "the session drew nothing" 4 ''
children "it drew a number" 1 'unused <- runif(1)'
children "it called set.seed()" 1 'set.seed(1)'
seen "$(those cluster | sort -u)" "the session's own next number, and the nodes'" "$(those session)"
children "it called set.seed(), and clusterSetRNGStream()" 4 'set.seed(1)' 'clusterSetRNGStream(nodes, 1)'
finish
