<?php
// SPDX-License-Identifier: MIT
// A child that waits on a word that is taken, as libc's locks are (2), and on nobody's. Its
// number is printed once it has hung for a while.
class Logger
{
	static function line(FFI $libc, string $text)
	{
		$word = $libc->new("unsigned[1]");
		$word[0] = 2;
		$number = php_uname("m") == "x86_64" ? 202 : 98;
		$libc->syscall($number, FFI::addr($word), 128, 2, null, null, 0); // line 12
	}
}
$libc = FFI::cdef("long syscall(long, void *, int, int, void *, void *, int);");
function child($libc)
{
	array_map(
		fn($text) => Logger::line($libc, $text), // line 19
		["x"]); // line 20
}
$child = pcntl_fork();
if ($child == 0) {
	child($libc); // line 24
	exit(0);
}
usleep(300000);
if (pcntl_waitpid($child, $status, WNOHANG) == 0)
	echo "$child\n";
pcntl_waitpid($child, $status);
