#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# PHP's sem_acquire() in a parent and sem_release() in its forked child, as of a task that is handed to a worker. A
# System V semaphore belongs to no process, so one expects the release to hold. Seen in PHP 8.2.36 (Debian 12): it holds
# as long as the child lives; when that ends, the semaphore is taken again, and nobody has it. PHP sets SEM_UNDO for
# what it takes *and* for what it gives back (source: ext/sysvsem/sysvsem.c), and when a process ends the kernel undoes
# all that it did so, a release too. So whether others are let in depends on whether the child is still there. The
# parent's own sem_release(), after the child has ended, says true and frees it.
. "$(dirname "$0")/lib.bash"
packages php8.2-cli=8.2.36-1~deb12u1 php8.2-common=8.2.36-1~deb12u1
extensions=$(dirname "$(find "$root/usr/lib/php" -name sysvsem.so)")

# What somebody else, a process of its own, is told at each point; and at the end the semaphore is removed.
cat >"$tmp/program.php" <<'END'
<?php
$key = ftok($argv[0], "s");
function other() {
	global $argv, $command;
	return trim(shell_exec($command . " -r " . escapeshellarg('$s = sem_get(ftok("' . $argv[0] .
		'", "s"), 1, 0600); echo sem_acquire($s, true) ? "let in" : "kept out";')));
}
$command = $argv[1];
$semaphore = sem_get($key, 1, 0600);
sem_acquire($semaphore);
echo "taken: ", other(), "\n";
[$here, $there] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
$child = pcntl_fork();
if ($child == 0) {
	fwrite($there, sem_release($semaphore) ? "1" : "0");
	fread($there, 1);
	exit(0);
}
echo "the child's release: ", fread($here, 1) == "1" ? "true" : "false", "\n";
echo "while the child lives: ", other(), "\n";
fwrite($here, "x");
pcntl_waitpid($child, $status);
echo "when it has ended: ", other(), "\n";
echo "the parent's release: ", sem_release($semaphore) ? "true" : "false", "\n";
echo "after it: ", other(), "\n";
sem_remove($semaphore);
END
php=("$root/usr/bin/php8.2" -n -d "extension_dir=$extensions" -d extension=sysvsem.so)
if [ "$("${php[@]}" -r 'echo function_exists("pcntl_fork") ? 1 : 0;')" != 1 ]; then
	"${php[@]}" -v
	exit 77
fi
"${php[@]}" "$tmp/program.php" "${php[*]}" >"$tmp/said"
for line in "taken: kept out" "the child's release: true" "while the child lives: let in" \
	"when it has ended: kept out" "the parent's release: true" "after it: let in"; do
	seen "${line##*: }" "${line%: *}" "$(sed -n "s/^${line%: *}: //p" "$tmp/said")"
done
finish
