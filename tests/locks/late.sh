#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --locks beside a plugin that brings along what its program lacked: before glibc 2.34 libpthread,
# librt and libresolv, with functions that ours are in front of. They do what they do bare. (With a
# later glibc they are all in libc, and there from the start: nothing is late then.) So does what only
# programs of an older glibc are linked with.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/locks.bash"
cc=${CC:-cc}

cat >"$tmp/plugin.c" <<'C'
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <resolv.h>
#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static void *run(void *nothing) { return nothing; }
#ifdef __x86_64__
int old_query(const char *, int, int, unsigned char *, int);
__asm__(".symver old_query,__res_query@GLIBC_2.2.5");
#else
#define old_query res_query
#endif
static void say(int result) { printf(" %d", result); }
static void use(void)
{
	pthread_t thread;
	timer_t timer;
	struct timespec past = {0, 0};
	struct sigevent none = {.sigev_notify = SIGEV_NONE};
	unsigned char answer[4];
	say(pthread_mutex_trylock(&mutex));
	say(pthread_cond_timedwait(&condition, &mutex, &past));
	say(pthread_mutex_unlock(&mutex));
	say(pthread_rwlock_rdlock(&rwlock));
	say(pthread_rwlock_trywrlock(&rwlock));
	say(pthread_rwlock_unlock(&rwlock));
	say(timer_create(CLOCK_REALTIME, &none, &timer));
	say(timer_delete(timer));
	say(sem_open("/forkseed-is-not-there", 0) == SEM_FAILED ? errno : 0);
	errno = 0;
	res_query("", 1, 1, answer, sizeof answer);
	say(errno == ENOSYS);
	errno = 0;
	old_query("", 1, 1, answer, sizeof answer);
	say(errno == ENOSYS);
	say(pthread_create(&thread, NULL, run, NULL));
	say(pthread_join(thread, NULL));
	putchar('\n');
}
__attribute__((constructor)) static void begin(void) { use(); }
void go(void) { use(); }
C
cat >"$tmp/host.c" <<'C'
#include <dlfcn.h>
int main(int count, char **words)
{
	void *plugin = dlopen(words[count - 1], RTLD_NOW);
	void (*go)(void) = plugin ? (void (*)(void))dlsym(plugin, "go") : 0;
	return go ? (go(), 0) : 1;
}
C
"$cc" -shared -fPIC "$tmp/plugin.c" -o "$tmp/plugin.so" -Wl,--no-as-needed -pthread -lrt -lresolv &&
	"$cc" "$tmp/host.c" -o "$tmp/host" -Wl,--as-needed -ldl
ok $? "a plugin that has more libraries than its program"
echo "# they are late here: $(LD_PRELOAD='' ldd "$tmp/plugin.so" | grep -cE 'lib(pthread|rt|resolv)')"
runs 20 "$tmp/host" "$tmp/plugin.so" >"$tmp/bare"
is "$(sort -u "$tmp/bare")" " 0 110 0 0 16 0 0 0 2 0 0 0 0" "bare, all of them are there"
for mode in heal heal,mutexes warn; do
	is "$(runs 20 "$launcher" --locks=$mode "$tmp/host" "$tmp/plugin.so" | grep -v '^forkseed: ')" "$(cat "$tmp/bare")" "$mode: as bare"
done
finish
