# SPDX-License-Identifier: MIT
# What forks.h does, with R's random numbers. Usage: Rscript r.R KIND HOW [N]; the kinds are
# below; lapply-KIND forks by mclapply(), with mc.set.seed = FALSE.
words <- commandArgs(TRUE)
kind <- words[1]
how <- words[2]
by_lapply <- startsWith(kind, "lapply-")
kind <- sub("^lapply-", "", kind)
count <- if (length(words) > 2) as.integer(words[3]) else 8L

# A line of at least 64 bits.
text <- function(numbers) paste(format(numbers, digits = 15), collapse = " ")
normals <- function(generator) function() {
	if (RNGkind()[2] != generator) RNGkind(normal.kind = generator)
	text(rnorm(3))
}
of_kind <- function(generator) function() {
	if (RNGkind()[1] != generator) RNGkind(generator)
	text(c(runif(2), rnorm(2)))
}
draws <- list(
	runif = function() text(runif(2)),
	sample = function() paste(sample(40), collapse = ","),
	normal = normals("Inversion"), boxmuller = normals("Box-Muller"),
	restored = function() {
		before <- .GlobalEnv$.Random.seed
		first <- runif(2)
		if (!is.null(before)) assign(".Random.seed", before, .GlobalEnv)
		text(runif(2))
	},
	simulated = function() {
		if (exists(".Random.seed", .GlobalEnv)) simulate(lm(dist ~ speed, cars), 1, seed = 3)
		text(runif(2))
	},
	wichmann = of_kind("Wichmann-Hill"), marsaglia = of_kind("Marsaglia-Multicarry"),
	super = of_kind("Super-Duper"), knuth = of_kind("Knuth-TAOCP"), knuth2002 = of_kind("Knuth-TAOCP-2002"),
	lecuyer = of_kind("L'Ecuyer-CMRG")
)
draw <- draws[[kind]]
if (is.null(draw)) quit(status = 2)

in_child <- function(act) parallel::mccollect(parallel::mcparallel(act(), mc.set.seed = FALSE))[[1]]
all_children <- function(count, act) {
	if (by_lapply) return(unlist(parallel::mclapply(seq_len(count), function(i) act(), mc.cores = count, mc.set.seed = FALSE)))
	unlist(lapply(seq_len(count), function(i) in_child(act)))
}

run_children <- function() {
	if (how == "seeded") set.seed(42)
	if (how == "unchosen") { set.seed(42); set.seed(NULL) }
	if (how != "fresh") draw()
	act <- if (how == "apart") function() c(draw(), in_child(draw), in_child(draw)) else draw
	writeLines(all_children(count, act))
}

run_parent <- function() {
	set.seed(42)
	for (i in 1:8) {
		writeLines(draw())
		in_child(draw)
	}
	writeLines(paste(.Random.seed, collapse = " "))
}

if (how == "parent") run_parent() else run_children()
