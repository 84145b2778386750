#!/usr/bin/perl
# SPDX-License-Identifier: MIT
# What share.py does, with Perl's DBI. Usage: share.pl mysql|Pg|mysql_cached|Pg_cached; the
# latter ask connect_cached() for their handle each time, as web applications do.
use strict;
use warnings;
use DBI;
use POSIX ();

my ($driver, $cached) = $ARGV[0] =~ /^([A-Za-z]+?)(_cached)?$/ or die "which driver?";
my ($queries, $use, $end) = @ENV{qw(TEST_QUERIES TEST_USE TEST_END)};
my $source = "dbi:$driver:host=127.0.0.1;port=$ENV{TEST_PORT};database="
	. ($driver eq 'Pg' ? 'postgres' : '');
my $handle;

sub say_line {
	my ($who, $what) = @_;
	$what =~ s/\s+/ /g;
	syswrite STDOUT, "$who " . substr($what, 0, 200) . "\n";
}

sub open_handle {
	my $open = $cached ? 'connect_cached' : 'connect';
	$handle = DBI->$open($source, 'root', '', { RaiseError => 1, PrintError => 0 });
}

sub ask {
	my ($who, $text) = @_;
	my $answer = eval {
		open_handle() if $cached || !$handle;
		($handle->selectrow_array("SELECT '$text'"))[0];
	};
	return say_line($who, "error DBI: $@") if $@;
	$answer //= 'nothing';
	say_line($who, $answer eq $text ? 'ok' : "WRONG got $answer, wanted $text");
}

sub ask_often {
	my ($who) = @_;
	ask($who, "$$-$_") for 1 .. $queries;
}

sub child {
	my ($start, $forked) = @_;
	close $forked;
	sysread $start, my $nothing, 1;
	alarm $ENV{TEST_PATIENCE};
	if ($use eq 'own') {
		$handle->{InactiveDestroy} = 1 if $handle;
		DBI->install_driver($driver)->{CachedKids} = {};
		open_handle();
	}
	ask_often($$);
	eval { $handle->disconnect } if $end eq 'close';
	POSIX::_exit(0) if $end ne 'return';
	exit 0;
}

sub await_child {
	my ($pid) = @_;
	waitpid $pid, 0;
	say_line($pid, 'hung') if $? == POSIX::SIGALRM;
	say_line($pid, "error wait status $?") if $? && $? != POSIX::SIGALRM;
}

open_handle();
ask('first', 'first');
if ($use eq 'disposed') {
	$handle->disconnect;
	undef $handle;
}
pipe my $start, my $forked or die;
my @pids;
for (1 .. $ENV{TEST_CHILDREN}) {
	my $pid = fork() // die;
	child($start, $forked) if !$pid;
	push @pids, $pid;
}
close $forked;
alarm $ENV{TEST_PATIENCE};
ask_often('parent');
await_child($_) for @pids;
ask('last', 'last');
