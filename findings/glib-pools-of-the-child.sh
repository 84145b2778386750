#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# GLib's thread pools in a forked child. The threads of the parent's pool are not there, and the rule is to make what one
# needs behind the fork; so one expects a pool of the parent's to do nothing in a child, and one that the child
# makes to work. Seen in GLib 2.74.6 (Debian 12): neither. The parent's works where it has fewer threads than it may have,
# as a push starts another one. The *child's own* does nothing where a thread of the parent's pool was idle at the fork:
# GLib keeps idle threads of all pools for the next one that wants any, and counts them in memory that the child has a
# copy of, so that its new pool is served by a thread that is not there (source: glib/gthreadpool.c,
# g_thread_pool_start_thread). Each idle one takes a thread of a new pool in this way: of two that it may have, one is left.
# Nothing fails and nothing is told. g_thread_pool_set_max_unused_threads(0) in the parent, or
# g_thread_pool_stop_unused_threads() first thing in the child, makes both work.
. "$(dirname "$0")/lib.bash"
packages libglib2.0-0=2.74.6-2+deb12u9 libglib2.0-dev=2.74.6-2+deb12u9
glib=$(find "$root" -name glibconfig.h -printf '%h')

# program USED MAY WHOSE HOW: the parent's pool may have MAY threads, and has done USED jobs one after the other; when they
# have been idle for a second and a half it forks, and the child gives four jobs to WHOSE pool (parent, child).
compile -I"$root/usr/include/glib-2.0" -I"$glib" -l:libglib-2.0.so.0 <<'END' || exit 1
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static int done;
static void job(void *data, void *unused) { g_atomic_int_inc(&done); }
static void wait_for(int jobs)
{
	for (int i = 0; i < 100 && g_atomic_int_get(&done) < jobs; i++) g_usleep(10000);
}
int main(int argc, char **argv)
{
	int may = argv[2][0] - '0';
	GThreadPool *pool;
	if (strcmp(argv[4], "keep none") == 0) g_thread_pool_set_max_unused_threads(0);
	pool = g_thread_pool_new(job, NULL, may, FALSE, NULL);
	if (argv[1][0] == '1') {
		g_thread_pool_push(pool, &done, NULL);
		wait_for(1);
	}
	g_usleep(1500000);
	if (fork() == 0) {
		done = 0;
		if (strcmp(argv[4], "stop") == 0) g_thread_pool_stop_unused_threads();
		if (strcmp(argv[3], "child") == 0) pool = g_thread_pool_new(job, NULL, may, FALSE, NULL);
		for (int i = 0; i < 4; i++) g_thread_pool_push(pool, &done, NULL);
		wait_for(4);
		printf("%d of 4\n", g_atomic_int_get(&done));
		fflush(stdout);
		_exit(0);
	}
	wait(NULL);
	return 0;
}
END
jobs_done() { run timeout 20 "$tmp/program" "$@"; }
seen "4 of 4" "the parent's pool of one thread, not used before the fork" "$(jobs_done 0 1 parent nothing)"
seen "0 of 4" "the parent's pool of one thread, idle at the fork" "$(jobs_done 1 1 parent nothing)"
seen "4 of 4" "the parent's pool of two threads, of which it has one" "$(jobs_done 1 2 parent nothing)"
seen "4 of 4" "a pool of the child's, and the parent's was not used" "$(jobs_done 0 1 child nothing)"
seen "0 of 4" "a pool of the child's of one thread, and one of the parent's was idle" "$(jobs_done 1 1 child nothing)"
seen "4 of 4" "a pool of the child's of two threads, and one of the parent's was idle" "$(jobs_done 1 2 child nothing)"
seen "4 of 4" "the parent's, which keeps no idle threads" "$(jobs_done 1 1 parent "keep none")"
seen "4 of 4" "the child's, and the parent keeps no idle threads" "$(jobs_done 1 1 child "keep none")"
seen "4 of 4" "the child's, after g_thread_pool_stop_unused_threads()" "$(jobs_done 1 1 child stop)"
finish
