#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Perl's Parallel::ForkManager has a chapter on rand() in forked processes, which repeats, and a line against it:
# $pm->run_on_start(sub { srand }). One expects it to seed each child, and what the program drew by a seed of its own to stay
# as it was. Seen in Parallel::ForkManager 2.02 (Debian 12): run_on_start() is called in the *parent*, after each
# fork. So the first child goes on with the parent's stream, as without the line; each later one has what the parent seeded
# behind the fork before, and differs; and the parent has lost its seed: after srand(42) it draws
# other numbers in each run once it has started a child. srand in the child, behind start(), does what is wanted.
. "$(dirname "$0")/lib.bash"
packages libparallel-forkmanager-perl=2.02-1 libmoo-perl=2.005005-1 libclass-method-modifiers-perl=2.14-1 \
	librole-tiny-perl=2.002004-1 libsub-quote-perl=2.006008-1 libimport-into-perl=1.002005-2 libmodule-runtime-perl=0.016-2
# program.pl WHERE: srand(42), one draw; four children, one after the other, draw one number each; then the parent draws.
cat >"$tmp/program.pl" <<'END'
use strict;
use Parallel::ForkManager;
$| = 1;
my $where = $ARGV[0];
my $manager = Parallel::ForkManager->new(1);
$manager->run_on_start(sub { srand }) if $where eq "run_on_start";
srand 42;
rand;
for my $child (1 .. 4) {
	next if $manager->start;
	srand if $where eq "child";
	print "child $child ", rand, "\n";
	$manager->finish;
}
$manager->wait_all_children;
print "parent ", rand, "\n";
END
export PERL5LIB=$root/usr/share/perl5
unset PERL_RAND_SEED
# draws WHERE: what two runs say
draws() {
	local run
	for run in 1 2; do /usr/bin/perl "$tmp/program.pl" "$1" >"$tmp/run$run" || exit 1; done
	echo "$(grep child "$tmp/run1" | sed 's/child . //' | distinct) of 4 numbers"
	for run in "child 1" "child 2" parent; do
		echo "$run: $(grep -h "$run" "$tmp"/run? | distinct | sed 's/1/the same in two runs/; s/2/another in each run/')"
	done
}
seen "1 of 4 numbers, child 1: the same in two runs, child 2: the same in two runs, parent: the same in two runs" \
	"nothing is done" "$(draws nothing | paste -sd, | sed 's/,/, /g')"
seen "4 of 4 numbers, child 1: the same in two runs, child 2: another in each run, parent: another in each run" \
	"run_on_start(sub { srand })" "$(draws run_on_start | paste -sd, | sed 's/,/, /g')"
seen "4 of 4 numbers, child 1: another in each run, child 2: another in each run, parent: the same in two runs" \
	"srand in the child" "$(draws child | paste -sd, | sed 's/,/, /g')"
finish
