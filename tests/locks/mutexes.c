/* SPDX-License-Identifier: MIT */
/*
 * Mutexes of the program's own and of libraries, each as functions.c runs them. Libraries
 * are opened when they are there: -2 in the list says that one is not. The C++ part is
 * in cplusplus.cc, whose object FORKTEST_CPLUSPLUS names.
 */
#define _GNU_SOURCE
#include "functions.h"
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

static pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER, recursive, checking, robust,
		       shared, condition_mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static mtx_t c11;
static volatile unsigned work;

static void hold_on(void)
{
	for (int i = 0; i < 300; i++)
		work++;
}

/* clang-format off */
#define DO(name, ...) static void name(void) { __VA_ARGS__ }
DO(do_plain, pthread_mutex_lock(&plain); hold_on(); pthread_mutex_unlock(&plain);)
DO(do_trylock, while (pthread_mutex_trylock(&plain)) sched_yield(); hold_on(); pthread_mutex_unlock(&plain);)
static const struct timespec ever = {4000000000, 0};
DO(do_timedlock, if (pthread_mutex_timedlock(&plain, &ever) == 0) { hold_on(); pthread_mutex_unlock(&plain); })
DO(do_recursive, pthread_mutex_lock(&recursive); pthread_mutex_lock(&recursive); hold_on(); pthread_mutex_unlock(&recursive); pthread_mutex_unlock(&recursive);)
DO(do_checking, pthread_mutex_lock(&checking); if (pthread_mutex_lock(&checking) != EDEADLK) _exit(9); hold_on(); pthread_mutex_unlock(&checking); )
DO(do_robust, int e = pthread_mutex_lock(&robust); if (e == EOWNERDEAD) pthread_mutex_consistent(&robust); hold_on(); pthread_mutex_unlock(&robust);)
DO(do_shared, pthread_mutex_lock(&shared); hold_on(); pthread_mutex_unlock(&shared);)
DO(do_write, pthread_rwlock_wrlock(&rwlock); hold_on(); pthread_rwlock_unlock(&rwlock);)
DO(do_read, pthread_rwlock_rdlock(&rwlock); hold_on(); pthread_rwlock_unlock(&rwlock);)
DO(do_c11, mtx_lock(&c11); hold_on(); mtx_unlock(&c11);)
static int turn;
DO(do_condition, pthread_mutex_lock(&condition_mutex); turn++; pthread_cond_signal(&condition);
	struct timespec t; clock_gettime(CLOCK_REALTIME, &t); t.tv_nsec += 200000; if (t.tv_nsec >= 1000000000) t.tv_nsec -= 1000000000, t.tv_sec++;
	pthread_cond_timedwait(&condition, &condition_mutex, &t); hold_on(); pthread_mutex_unlock(&condition_mutex);)
DO(need_condition, pthread_mutex_lock(&condition_mutex); pthread_mutex_unlock(&condition_mutex);)

static void *sqlite, *dbus, *gnutls, *crypto, *pam, *cplusplus;
#define CALL(library, name, type, ...) do { static type (*f)(); if (!f) f = (type (*)())dlsym(library, name); f(__VA_ARGS__); } while (0)
#define GET(library, name, type, ...) ({ static type (*f)(); if (!f) f = (type (*)())dlsym(library, name); f(__VA_ARGS__); })
#pragma GCC diagnostic ignored "-Wstrict-prototypes"
DO(do_sqlite_random, char b[16]; CALL(sqlite, "sqlite3_randomness", void, 16, b);)
DO(do_sqlite_malloc, void *p = GET(sqlite, "sqlite3_malloc", void *, 64); CALL(sqlite, "sqlite3_free", void, p);)
DO(do_dbus, void *m = GET(dbus, "dbus_message_new", void *, 1); CALL(dbus, "dbus_message_unref", void, m);)
DO(do_gnutls, CALL(gnutls, "gnutls_global_init", int); CALL(gnutls, "gnutls_global_deinit", void);)
DO(do_rand_add, CALL(crypto, "RAND_add", void, "abcdefgh", 8, 0.0);)
DO(do_rand_bytes, char b[16]; CALL(crypto, "RAND_bytes", int, b, 16);)
static struct { void *converse, *data; } converse;
DO(do_pam, void *h; if (GET(pam, "pam_start", int, "login", "root", &converse, &h)) _exit(8); CALL(pam, "pam_end", int, h, 0);)
DO(do_std_mutex, CALL(cplusplus, "use_mutex", void);)
DO(do_std_locale, CALL(cplusplus, "use_locale", void);)
DO(do_std_shared, CALL(cplusplus, "use_shared", void);)
/* clang-format on */

static void init(pthread_mutex_t *mutex, int type, int robustness, int sharing)
{
	pthread_mutexattr_t attributes;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, type);
	pthread_mutexattr_setrobust(&attributes, robustness);
	pthread_mutexattr_setpshared(&attributes, sharing);
	pthread_mutex_init(mutex, &attributes);
}

static struct function table[] = {
	{"pthread_mutex", do_plain, NULL, 1},
	{"trylock", do_trylock, NULL, 1},
	{"timedlock", do_timedlock, NULL, 1},
	{"recursive", do_recursive, NULL, 1},
	{"error checking", do_checking, NULL, 1},
	{"robust", do_robust, NULL, 1},
	{"process-shared", do_shared, NULL, 1},
	{"rwlock", do_write, NULL, 1},
	{"rwlock, read", do_read, do_write, 1},
	{"mtx_t", do_c11, NULL, 1},
	{"condition", do_condition, need_condition, 0},
	{"std::mutex", do_std_mutex, NULL, 1},
	{"std::locale::global", do_std_locale, NULL, 1},
	{"std::atomic_load(shared_ptr)", do_std_shared, NULL, 0},
	{"sqlite3_randomness", do_sqlite_random, NULL, 1},
	{"sqlite3_malloc", do_sqlite_malloc, NULL, 1},
	{"dbus_message_new", do_dbus, NULL, 0},
	{"gnutls_global_init", do_gnutls, NULL, 0},
	{"RAND_add", do_rand_add, NULL, 1},
	{"RAND_bytes", do_rand_bytes, NULL, 0},
	{"pam_start", do_pam, NULL, 0},
	{NULL, NULL, NULL, 0},
};
const struct function *const functions_list = table;

static void *library(const char *file, void (*first)(void), void (*second)(void))
{
	void *handle = file ? dlopen(file, RTLD_NOW) : NULL;
	for (struct function *each = table; each->name; each++)
		if (!handle && (each->busy == first || each->busy == second))
			each->often = -2;
	return handle;
}

__attribute__((constructor)) static void prepare(void)
{
	init(&recursive, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_STALLED, 0);
	init(&checking, PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_STALLED, 0);
	init(&robust, PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ROBUST, 0);
	init(&shared, PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_STALLED,
	     PTHREAD_PROCESS_SHARED);
	mtx_init(&c11, mtx_plain);
	sqlite = library("libsqlite3.so.0", do_sqlite_random, do_sqlite_malloc);
	dbus = library("libdbus-1.so.3", do_dbus, NULL);
	gnutls = library("libgnutls.so.30", do_gnutls, NULL);
	crypto = library("libcrypto.so.3", do_rand_add, do_rand_bytes);
	pam = library("libpam.so.0", do_pam, NULL);
	cplusplus = library(getenv("FORKTEST_CPLUSPLUS"), do_std_mutex, do_std_locale);
	library(getenv("FORKTEST_CPLUSPLUS"), do_std_shared, NULL);
	if (dbus)
		CALL(dbus, "dbus_threads_init_default", int);
}
