# SPDX-License-Identifier: MIT
# What forks.h does, with gawk's rand(), after an extension was loaded that has fork().
# Usage: gawk -l fork -v how=HOW -f gawk.awk
function draw(	i, line)
{
	for (i = 0; i < 3; i++)
		line = line sprintf("%.17g ", rand())
	return line
}
function child_prints(children)
{
	if (fork() == 0) {
		print draw()
		fflush()
		while (children-- > 0)
			child_prints(0)
		exit
	}
	wait()
}
function run_parent(	i)
{
	srand(42)
	for (i = 0; i < 8; i++) {
		print draw()
		fflush()
		if (fork() == 0) {
			draw()
			exit
		}
		wait()
	}
}
BEGIN {
	if (how == "parent") {
		run_parent()
		exit
	}
	if (how == "seeded" || how == "unchosen")
		srand(42)
	if (how == "unchosen")
		srand()
	if (how != "fresh")
		rand()
	for (i = 0; i < 8; i++)
		child_prints(how == "apart" ? 2 : 0)
}
