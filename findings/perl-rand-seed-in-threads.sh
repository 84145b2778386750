#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# PERL_RAND_SEED=N, since Perl 5.38, makes the seeds that Perl takes by itself repeatable. By its manual (perlrun)
# forks and threads "continue to have their own unique seed", and one expects of threads what is true of forks. Seen in
# Perl 5.40.1 (Debian 13): forked children draw numbers of their own, another one for each, the same in each run; all
# threads of a process draw one number, where they draw different ones without the variable. If the process has drawn
# nothing yet, it is the process's own first number as well. So the variable that is set to look for a fault in a
# threaded program brings in another. srand() without a number in each thread leaves it so, called twice it parts them:
# a thread inherits the seed that the process would take next, and only the one after that is of its own.
. "$(dirname "$0")/lib.bash"
from trixie
packages perl=5.40.1-6+deb13u1 perl-base=5.40.1-6+deb13u1 libperl5.40=5.40.1-6+deb13u1 perl-modules-5.40=5.40.1-6+deb13u1 \
	libcrypt1=1:4.4.38-1 libc6=2.41-12+deb13u5
linker=$(find "$root" -name 'ld-linux-*.so.*' | head -n 1)
of=$(find "$root/usr/lib" -path '*/perl-base/strict.pm' -printf '%h\n')
of=${of%/perl-base}
perl() {
	"$linker" --library-path "$libraries" "$root/usr/bin/perl" "-I$of/perl-base" "-I$of/perl/5.40" \
		"-I$root/usr/share/perl/5.40" "$@"
}
perl -e 'print "$^V\n"'

# program.pl HOW DREW SRAND: four threads or forked children draw one number each; the process had drawn if DREW, each
# calls srand() SRAND times first; then the process draws.
cat >"$tmp/program.pl" <<'END'
use POSIX ();
use threads;
my ($how, $drew, $srand) = @ARGV;
$| = 1;
rand if $drew;
sub work { srand for 1 .. $srand; print rand, "\n" }
for (1 .. 4) {
	if ($how eq "threads") { threads->create(\&work)->join; next }
	my $child = fork // die;
	if (!$child) { work(); POSIX::_exit(0) }
	waitpid $child, 0;
}
print "process ", rand, "\n" if !$drew;
END
# draws HOW DREW SRAND: how many different numbers the four draw, and whether a second run is the same
draws() {
	local first second same
	first=$(perl "$tmp/program.pl" "$@")
	second=$(perl "$tmp/program.pl" "$@")
	same="another run: other"
	[ "$first" = "$second" ] && same="another run: the same"
	echo "$(grep -v process <<<"$first" | distinct) of 4, $same"
}
unset PERL_RAND_SEED
seen "4 of 4, another run: other" "threads" "$(draws threads 0 0)"
seen "4 of 4, another run: other" "forked children" "$(draws forks 0 0)"
export PERL_RAND_SEED=42
seen "4 of 4, another run: the same" "forked children, with PERL_RAND_SEED" "$(draws forks 0 0)"
seen "4 of 4, another run: the same" "forked children, which call srand(), of a process that had drawn" "$(draws forks 1 1)"
seen "1 of 4, another run: the same" "threads, with PERL_RAND_SEED" "$(draws threads 0 0)"
seen "1 of 4, another run: the same" "threads of a process that had drawn" "$(draws threads 1 0)"
seen "1 of 4, another run: the same" "threads which call srand()" "$(draws threads 0 1)"
seen "4 of 4, another run: the same" "threads which call srand() twice" "$(draws threads 0 2)"
seen 1 "numbers of the threads and of the process itself" "$(perl "$tmp/program.pl" threads 0 0 | sed 's/process //' | distinct)"
finish
