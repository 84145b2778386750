#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# What forks.h does, with Perl's rand and what draws from it. Usage: perl.pl KIND HOW [N]; the
# kinds are below, `thread-KIND` runs all of it in a thread. Also run by perl-host.c.
use strict;
use warnings;
use POSIX ();
use Time::HiRes ();

my ($kind, $how, $count) = @ARGV;
$how //= 'drawn';
my $in_thread = $kind =~ s/^thread-//;
$| = 1;

# A line of at least 64 bits.
my %draws = (
	rand => sub { join ' ', map { rand } 1 .. 2 },
	shuffle => sub { require List::Util; join ',', List::Util::shuffle(1 .. 40) },
	sample => sub { require List::Util; join ',', List::Util::sample(20, 1 .. 90) },
	mixed => sub { require List::Util; join ' ', rand, List::Util::shuffle(1 .. 40), rand(9) },
	tempfile => sub { require File::Temp; (File::Temp::tempfile('X' x 20, OPEN => 0))[1] },
	string => sub { require String::Random; String::Random->new->randregex('[a-zA-Z]{20}') },
	data => sub { require Data::Random; Data::Random::rand_chars(set => 'alpha', size => 20) },
	dns => sub {
		require Net::DNS;
		join ' ', map { my $packet = Net::DNS::Packet->new('a.example'); $packet->encode; $packet->header->id } 1 .. 5;
	},
);
my $draw = $draws{$kind} || die "no such kind: $kind\n";

sub print_draw { my $line = join '', $draw->(); POSIX::write(1, "$line\n", 1 + length $line) }

sub child_prints {
	my ($children) = @_;
	my $pid = fork;
	if (!$pid) {
		print_draw();
		child_prints(0) for 1 .. $children;
		POSIX::_exit(0);
	}
	waitpid $pid, 0;
	return;
}

sub run_children {
	srand 42 if $how eq 'seeded';
	if ($how eq 'unchosen') { srand 42; srand }
	$draw->() if $how ne 'fresh';
	child_prints($how eq 'apart' ? 2 : 0) for 1 .. ($count || 8);
	return;
}

sub run_parent {
	print srand(42), "\n";
	for (1 .. 8) {
		print_draw();
		my $pid = fork;
		if (!$pid) { $draw->(); POSIX::_exit(0) }
		waitpid $pid, 0;
	}
	return;
}

# 'h': it had to be killed.
sub end_of {
	my ($pid) = @_;
	for (1 .. 2000) {
		return $? ? 'd' : 'e' if waitpid($pid, POSIX::WNOHANG()) == $pid;
		Time::HiRes::usleep(1000);
	}
	kill 'KILL', $pid;
	waitpid $pid, 0;
	return 'h';
}

sub run_threads {
	my %ends = (h => 0, d => 0, e => 0);
	$draw->();
	threads->create(sub { while (1) { $draw->() } })->detach;
	for (1 .. ($count || 200)) {
		my $pid = fork;
		if (!$pid) { $draw->(); POSIX::_exit(0) }
		$ends{end_of($pid)}++;
	}
	print "hung=$ends{h} died=$ends{d} of ", $count || 200, "\n";
	POSIX::_exit(0);
}

sub run {
	return run_parent() if $how eq 'parent';
	return run_threads() if $how eq 'threads';
	return run_children();
}

require threads if $in_thread || $how eq 'threads';
if ($in_thread) { threads->create(\&run)->join } else { run() }
