/* SPDX-License-Identifier: MIT */
/*
 * Forks from code that libc calls while it is inside: a name service module, a library's
 * constructor, fork handlers that fork; a thread that is cancelled in getaddrinfo(3); and
 * threads that wait for a condition, whose mutexes a fork takes for a moment: nobody else
 * may be let in by that. strange.sh builds the module and the library, which are
 * strange-module.c.
 */
#define _GNU_SOURCE
#include "special.h"

#include <netdb.h>
#include <nss.h>
#include <pwd.h>

static int hung, slow;

/* Called by the module and by the constructor, too. */
void fork_and_use_time(void);
void fork_and_use_time(void)
{
	double took;
	hung += child_of(fork, use_time, &took);
	slow += took >= SLOW;
}

void stay_for_ever(void);
void stay_for_ever(void)
{
	phase = 1;
	pause();
}

/* Bare, one that hangs is enough. */
static bool has_shown(void)
{
	return patience < 1000 && hung;
}

static void report(const char *what)
{
	printf("%s: hung=%d slow=%d\n", what, hung, slow > 1);
}

static void from_module(void)
{
	int found = 0;
	__nss_configure_lookup("passwd", "forktest");
	start(keep_busy), start(keep_busy);
	for (int i = 0; i < 50 && !has_shown(); i++)
		found += getpwnam("forktest") != NULL;
	printf("found=%d ", found);
	report("module");
}

static void from_constructor(void)
{
	start(keep_busy), start(keep_busy);
	for (int i = 0; i < 50 && !has_shown(); i++) {
		void *library = dlopen(getenv("FORKTEST_LIBRARY"), RTLD_NOW);
		if (!library || dlclose(library))
			printf("%s\n", dlerror());
	}
	report("constructor");
}

static __thread int depth;

static void fork_again(void)
{
	if (depth++ == 0)
		fork_and_use_time();
	depth--;
}

static void from_fork_handlers(void)
{
	pthread_atfork(fork_again, fork_again, NULL);
	start(keep_busy), start(keep_busy);
	for (int i = 0; i < 30 && !has_shown(); i++)
		fork_and_use_time();
	report("fork handlers");
}

static void *look_up(void *unused)
{
	struct addrinfo *found;
	getaddrinfo("forktest", NULL, NULL, &found);
	return unused;
}

static void cancelled(void)
{
	__nss_configure_lookup("hosts", "forktest");
	pthread_t thread = start(look_up);
	wait_for_phase();
	usleep(20000);
	pthread_cancel(thread);
	pthread_join(thread, NULL);
	for (int i = 0; i < 5; i++)
		fork_and_use_time();
	report("cancelled");
}

/* In memory of this process or of several. */
static struct shared {
	pthread_mutex_t mutex;
	pthread_cond_t condition;
	atomic_int inside, together, waits;
} * shared;

static void *wait_again_and_again(void *unused)
{
	pthread_mutex_lock(&shared->mutex);
	while (!stop) {
		struct timespec until;
		clock_gettime(CLOCK_REALTIME, &until);
		until.tv_nsec = (until.tv_nsec + 100000) % 1000000000;
		pthread_cond_signal(&shared->condition);
		pthread_cond_timedwait(&shared->condition, &shared->mutex, &until);
		shared->together += shared->inside++ > 0;
		for (volatile int i = 0; i < 300; i++)
			;
		shared->inside--;
		shared->waits++;
	}
	pthread_mutex_unlock(&shared->mutex);
	return unused;
}

static void use_condition(void)
{
	if (shared->waits == -1)
		return;
	pthread_mutex_lock(&shared->mutex);
	pthread_mutex_unlock(&shared->mutex);
}

static void use_nothing(void)
{
}

static void conditions(const char *what, int sharing, int type, void (*need)(void))
{
	pthread_mutexattr_t attributes;
	pthread_t threads[4];
	double took;
	shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, sharing | MAP_ANONYMOUS, -1, 0);
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, type);
	pthread_mutex_init(&shared->mutex, &attributes);
	pthread_cond_init(&shared->condition, NULL);
	for (int i = 0; i < 4; i++)
		threads[i] = start(wait_again_and_again);
	for (int i = 0; i < 100 && !has_shown(); i++) {
		hung += child_of(fork, need, &took);
		slow += took >= SLOW;
	}
	int before = shared->waits;
	for (int i = 0; i < 1000 && shared->waits < before + 4; i++)
		usleep(1000);
	printf("together=%d lost=%d ", shared->together, shared->waits < before + 4);
	stop = 1;
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	report(what);
}

static void normal(void)
{
	conditions("normal", MAP_PRIVATE, PTHREAD_MUTEX_NORMAL, use_condition);
}

static void recursive(void)
{
	conditions("recursive", MAP_PRIVATE, PTHREAD_MUTEX_RECURSIVE, use_condition);
}

static void checking(void)
{
	conditions("checking", MAP_PRIVATE, PTHREAD_MUTEX_ERRORCHECK, use_condition);
}

/* A child that gives back what it was kept from must not do so for its parent. */
static void in_shared_memory(void)
{
	conditions("shared", MAP_SHARED, PTHREAD_MUTEX_NORMAL, use_nothing);
}

const struct special_case cases[] = {
	{"module", from_module},
	{"constructor", from_constructor},
	{"handlers", from_fork_handlers},
	{"cancelled", cancelled},
	{"normal", normal},
	{"recursive", recursive},
	{"checking", checking},
	{"shared", in_shared_memory},
	{NULL, NULL},
};
