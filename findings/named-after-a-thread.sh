#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tools that look for processes by a program's name, and a worker that a *thread* of the program has forked. It is the same
# program, and one expects pgrep to find it as it finds its parent. Seen in procps 4.0.2, psmisc 23.6, sysvinit-utils
# 3.06 and dpkg 1.21.23 (Debian 12): where the thread had a name (pthread_setname_np(3); Qt and GLib give threads names
# by themselves), the child is called by that until it executes something, and pgrep, pkill, "ps -C", killall
# and start-stop-daemon --name pass it over, without a word. So a service that is stopped by name goes on with its
# workers. By the command line (pgrep -f, pidof) or the file that it runs (killall PATH, start-stop-daemon --exec) it is
# found. What a kernel calls a process's name is the thread's, and a child's first thread is a copy of the one that forked.
. "$(dirname "$0")/lib.bash"
packages procps=2:4.0.2-3 libproc2-0=2:4.0.2-3 psmisc=23.6-1 sysvinit-utils=3.06-4 dpkg=1.21.23 libmd0=1.0.4-2
cat >"$tmp/program.c" <<'END'
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static void *work(void *name)
{
	pid_t child;
	if (*(char *)name) pthread_setname_np(pthread_self(), name);
	child = fork();
	if (child == 0) {
		sleep(60);
		_exit(0);
	}
	printf("%d\n", child);
	fflush(stdout);
	return NULL;
}
int main(int argc, char **argv)
{
	pthread_t thread;
	pthread_create(&thread, NULL, work, argv[1]);
	pthread_join(thread, NULL);
	wait(NULL);
	return 0;
}
END
name=forkfind$((RANDOM % 9000 + 1000)) # 12 letters, and nobody else's
cc -O1 -pthread -o "$tmp/$name" "$tmp/program.c" || exit 1
file=$tmp/$name
# with THREAD: begins the program, whose thread has that name, if any, and forks; $parent, $child
with() {
	: >"$tmp/pid"
	"$file" "$1" >"$tmp/pid" &
	parent=$!
	for _ in $(seq 100); do
		[ ! -s "$tmp/pid" ] || break
		sleep 0.1
	done
	child=$(cat "$tmp/pid")
}
# finds TOOL...: which of the two TOOL names
finds() {
	local found
	found=$(run "$@" 2>&1 | grep -oE '[0-9]+' | sort -u)
	grep -qx "$parent" <<<"$found" && echo parent
	grep -qx "$child" <<<"$found" && echo child
}
# tool WANTED TOOL WORD...: the same, seen
tool() {
	local words=${*:2}
	words=${words//$tmp\//./}
	seen "$1" "$of: ${words//$name/NAME}" "$(finds "$root/$(cd "$root" && find . -path "*bin/$2" | head -n 1)" "${@:3}" | paste -sd,)"
}
by_name() {
	tool "$1" pgrep "$name"
	tool "$1" ps -C "$name" -o pid=
	tool "$1" killall -0 -v "$name"
	tool "$1" start-stop-daemon --stop --test --verbose --name "$name"
}
with ""
of="forked by a thread without a name"
by_name parent,child
kill "$parent" "$child"
with worker-3
of="forked by a thread with a name"
by_name parent
tool child pgrep worker-3
tool parent,child pgrep -f "$name"
tool parent,child pidof "$name"
tool parent,child killall -0 -v "$file"
tool parent,child start-stop-daemon --stop --test --verbose --exec "$file"
kill "$parent" "$child"
finish
