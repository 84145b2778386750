<?php
# SPDX-License-Identifier: MIT
# What share.py does, with PHP's database handles. Usage: php share.php pdo_mysql|pdo_pgsql|
# mysqli. An exit runs destructors; _exit is a SIGKILL of the child by itself.
error_reporting(0);
$library = $argv[1];
$handle = null;

function setting($name) { return getenv("TEST_$name"); }

function say($who, $what) {
	fwrite(STDOUT, "$who " . substr(preg_replace('/\s+/', ' ', $what), 0, 200) . "\n");
}

function open_handle() {
	global $handle, $library;
	$port = setting('PORT');
	if ($library == 'mysqli')
		$handle = new mysqli('127.0.0.1', 'root', '', '', $port);
	elseif ($library == 'pdo_mysql')
		$handle = new PDO("mysql:host=127.0.0.1;port=$port", 'root', '');
	else
		$handle = new PDO("pgsql:host=127.0.0.1;port=$port;dbname=postgres", 'root', '');
}

function answer($text) {
	global $handle, $library;
	$result = $handle->query("SELECT '$text'");
	if ($result === false)
		throw new Exception('query failed');
	return $library == 'mysqli' ? $result->fetch_row()[0] : $result->fetchColumn();
}

function ask($who, $text) {
	try {
		$answer = answer($text);
		say($who, $answer === $text ? 'ok' : "WRONG got $answer, wanted $text");
	} catch (Throwable $error) {
		say($who, 'error ' . get_class($error) . ': ' . $error->getMessage());
	}
}

function ask_often($who) {
	for ($question = 0; $question < setting('QUERIES'); $question++)
		ask($who, getmypid() . "-$question");
}

function child($start) {
	global $handle, $inherited;
	fclose($start[1]);
	fread($start[0], 1);
	pcntl_alarm(setting('PATIENCE'));
	if (setting('USE') != 'inherited') {
		$inherited = $handle; # or its destructor would say goodbye
		open_handle();
	}
	ask_often(getmypid());
	if (setting('END') == 'close')
		$handle = null;
	if (setting('END') != 'return')
		posix_kill(getmypid(), SIGKILL);
	exit(0);
}

function await_child($pid) {
	pcntl_waitpid($pid, $status);
	if (pcntl_wifsignaled($status) && pcntl_wtermsig($status) == SIGALRM)
		say($pid, 'hung');
	elseif ($status && pcntl_wtermsig($status) != SIGKILL)
		say($pid, "error wait status $status");
}

open_handle();
ask('first', 'first');
if (setting('USE') == 'disposed')
	$handle = null;
$start = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$pids = [];
for ($i = 0; $i < setting('CHILDREN'); $i++) {
	$pid = pcntl_fork();
	if ($pid == 0)
		child($start);
	$pids[] = $pid;
}
fclose($start[1]);
if (setting('USE') == 'disposed')
	open_handle();
pcntl_alarm(setting('PATIENCE'));
ask_often('parent');
foreach ($pids as $pid)
	await_child($pid);
ask('last', 'last');
