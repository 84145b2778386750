/* SPDX-License-Identifier: MIT
 *
 * What is wrapped by hand, since a line of the other tables can't tell it: each group a
 * list, X(name) each. hooks-special.c, hooks-loader.c, hooks-fork.c, hooks-mutexes.c.
 */
#pragma once

/* clang-format off */
#define SPECIAL_FORKS(X) X(fork) X(_Fork) X(clone) X(__register_atfork)

/* They take a lock of libc's. */
#define SPECIAL_LOCKING(X) X(dlopen) X(dlmopen) X(exit) X(quick_exit) X(sem_open)

/* So do these, by way of a function of the tables. */
#define SPECIAL_FRONTS(X) X(syslog) X(__syslog_chk)

/* They do in calls that few programs make: of wide characters, or with a "ccs=". */
#define SPECIAL_FILES(X) X(fopen) X(fopen64) X(freopen) X(freopen64) X(fclose)

#define SPECIAL_MUTEXES(X) \
	X(pthread_mutex_lock) X(pthread_mutex_trylock) X(pthread_mutex_timedlock) \
	X(pthread_mutex_clocklock) X(pthread_mutex_unlock) \
	X(pthread_rwlock_rdlock) X(pthread_rwlock_tryrdlock) X(pthread_rwlock_timedrdlock) \
	X(pthread_rwlock_clockrdlock) X(pthread_rwlock_wrlock) X(pthread_rwlock_trywrlock) \
	X(pthread_rwlock_timedwrlock) X(pthread_rwlock_clockwrlock) X(pthread_rwlock_unlock) \
	X(pthread_cond_wait) X(pthread_cond_timedwait) X(pthread_cond_clockwait) \
	X(__pthread_register_cancel) X(__pthread_unregister_cancel) X(__pthread_unwind_next) \
	X(mtx_lock) X(mtx_trylock) X(mtx_timedlock) X(mtx_unlock) X(cnd_wait) X(cnd_timedwait)
