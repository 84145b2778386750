# SPDX-License-Identifier: MIT
# A child that waits on a word that is taken, as libc's locks are (2), and on nobody's. Its
# number is printed once it has hung for a while.
use strict;
use POSIX ();

sub futex { return (POSIX::uname())[4] eq "x86_64" ? 202 : 98 }

sub waits {
	my $word = pack "L", 2;
	syscall futex(), $word, 128, 2, 0, 0, 0;    # line 11
}

package Logger {
	sub line { main::waits() for 1 }            # line 15
}

my $child = fork;
if ($child == 0) {
	require "./tests/stuck/script-part.pl";     # line 20
	POSIX::_exit(0);
}
select undef, undef, undef, 0.3;
$| = 1;
print "$child\n" if waitpid($child, POSIX::WNOHANG) == 0;
waitpid $child, 0;
