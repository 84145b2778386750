#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A thread of a process waits at a condition variable, as idle ones of a pool do, and another forks. A waiter holds
# nothing, its mutex is free, and the child does not have it: so one expects that the child's own threads can use the
# condition as they like. Seen in glibc 2.36 (Debian 12): it counts those who wait, in the condition itself, and
# the one who is not there as well (source: nptl/pthread_cond_common.c, __condvar_quiesce_and_switch_g1). In the child the
# first signal wakes who waits, and the second, with another one waiting, nobody. musl 1.2.3 gives the first signal to
# the absent one, and goes on one behind. With both, a barrier for two takes an absent waiter for one that has come.
# pthread_cond_init(3) in the child mends it.
. "$(dirname "$0")/lib.bash"
packages libc6=2.36-9+deb12u14 musl=1.2.3-1 musl-dev=1.2.3-1

# program WHO DOES: the parent's second thread waits at WHO (cond, barrier, nothing), and the child DOES.
cat >"$tmp/program.c" <<'END'
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static const char *who;
static int begun, woken;
static void *waiter(void *data)
{
	if (strcmp(who, "barrier") == 0) {
		begun = 1;
		pthread_barrier_wait(&barrier);
		return data;
	}
	pthread_mutex_lock(&mutex);
	begun++;
	if (strcmp(who, "cond") == 0) pthread_cond_wait(&cond, &mutex);
	woken++;
	pthread_mutex_unlock(&mutex);
	if (data) pause();
	return data;
}
static void one_more_waits(void *data) /* and has let go of the mutex, when this returns */
{
	pthread_t thread;
	int before = begun, now = before;
	pthread_create(&thread, NULL, waiter, data);
	while (now == before) {
		usleep(1000);
		pthread_mutex_lock(&mutex);
		now = begun;
		pthread_mutex_unlock(&mutex);
	}
	if (strcmp(who, "barrier") == 0) usleep(500000);
}
static void two_rounds(void)
{
	who = "cond";
	woken = 0;
	for (int i = 0; i < 2; i++) {
		int before = woken;
		one_more_waits(NULL);
		pthread_mutex_lock(&mutex);
		pthread_cond_signal(&cond);
		pthread_mutex_unlock(&mutex);
		for (int j = 0; j < 700 && woken == before; j++) usleep(1000);
		printf(" %d", woken);
	}
}
int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	who = argv[1];
	pthread_barrier_init(&barrier, NULL, 2);
	one_more_waits(&barrier);
	if (fork() == 0) {
		if (strcmp(argv[2], "init") == 0) pthread_cond_init(&cond, NULL);
		if (strcmp(argv[2], "arrive") == 0) pthread_barrier_wait(&barrier), printf(" passes");
		else two_rounds();
		_exit(0);
	}
	wait(NULL);
	_exit(0);
}
END
compile_for_both -w

says() { "with_$libc" "$@" | sed 's/^ //'; }
for libc in glibc musl; do
	rounds="1 1"
	[ $libc = glibc ] || rounds="0 1"
	seen "1 2" "$libc, nobody waits at the fork: how many are awake after each signal in the child" "$(says nothing signal)"
	seen "$rounds" "$libc, a thread waits at the fork: the same" "$(says cond signal)"
	seen "1 2" "$libc, the same, after pthread_cond_init() in the child" "$(says cond init)"
	seen passes "$libc, a barrier for two, a thread waits at it at the fork: the child's thread" "$(says barrier arrive)"
done
finish
