/* SPDX-License-Identifier: MIT */
/*
 * Usage: orphans KIND. A second thread holds a lock, or is inside the function, while
 * children are forked that want the same, until one of them has hung for half a second,
 * or MOST have not. Prints "hung" or "none"; waits until the one that hangs has been
 * ended by somebody, and prints by which signal.
 */
#define _GNU_SOURCE
#include <aio.h>
#include <fcntl.h>
#include <locale.h>
#include <netdb.h>
#include <pthread.h>
#include <pwd.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 300, PATIENCE_MS = 500 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t *heap_mutex;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static sem_t semaphore;
static pthread_mutex_t robust;

static void nothing(void)
{
}
static void lock_mutex(void)
{
	pthread_mutex_lock(&mutex);
}
static void lock_heap(void)
{
	pthread_mutex_lock(heap_mutex);
}
static void write_lock(void)
{
	pthread_rwlock_wrlock(&rwlock);
}
static void read_lock(void)
{
	pthread_rwlock_rdlock(&rwlock);
}
static void wait_for_signal(void)
{
	pthread_mutex_lock(&mutex);
	pthread_cond_wait(&condition, &mutex);
}
static void wait_for_post(void)
{
	sem_wait(&semaphore);
}
static void ask_local_time(void)
{
	time_t now = 1;
	struct tm tm;
	localtime_r(&now, &tm);
	localtime(&now);
}
static void ask_user(void)
{
	getpwnam("root");
}
static void set_variable(void)
{
	setenv("ORPHANS", "1", 1);
}
static void set_locale(void)
{
	setlocale(LC_ALL, "C");
}

/* By helper threads of libc's. */
static void read_aside(void)
{
	static char byte;
	static struct aiocb request = {.aio_buf = &byte, .aio_nbytes = 1};
	const struct aiocb *list[] = {&request};
	request.aio_fildes = open("/dev/zero", O_RDONLY);
	if (aio_read(&request) == 0)
		aio_suspend(list, 1, NULL);
	close(request.aio_fildes);
}
static void look_up_aside(void)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST};
	struct gaicb request = {.ar_name = "127.0.0.1", .ar_request = &hints};
	struct gaicb *list[] = {&request};
	getaddrinfo_a(GAI_WAIT, list, 1, NULL);
}
static void *lock_in_thread(void *unused)
{
	lock_mutex();
	return unused;
}
static void *park(void *unused)
{
	pthread_mutex_lock(heap_mutex);
	for (;;)
		pthread_cond_wait(&condition, heap_mutex);
	return unused;
}
/* A pool that is parked, and one more thread that needs the lock. */
static void join_crowd(void)
{
	pthread_t thread;
	for (int i = 0; i < 4; i++)
		pthread_create(&thread, NULL, park, NULL);
	pthread_create(&thread, NULL, lock_in_thread, NULL);
	park(NULL);
}
static void *time_in_thread(void *unused)
{
	for (int i = 0; i < 100; i++)
		ask_local_time();
	return unused;
}
static void join_loggers(void)
{
	pthread_t threads[2];
	for (int i = 0; i < 2; i++)
		pthread_create(&threads[i], NULL, time_in_thread, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
}
static void lock_robust(void)
{
	pthread_mutex_lock(&robust);
}
static void *lock_robust_in_thread(void *unused)
{
	lock_robust();
	return unused;
}
static void join_robust(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, lock_robust_in_thread, NULL);
	pthread_join(thread, NULL);
}
static void join_threads(void)
{
	pthread_t parked, locking;
	pthread_create(&parked, NULL, park, NULL);
	pthread_create(&locking, NULL, lock_in_thread, NULL);
	pthread_join(locking, NULL);
}

static void join_parked(void)
{
	pthread_t parked;
	pthread_create(&parked, NULL, park, NULL);
	pthread_join(parked, NULL);
}

/* `held`: done once by the other thread, which then sleeps; otherwise again and again. */
static const struct kind {
	const char *name;
	void (*other)(void), (*child)(void);
	int held;
} kinds[] = {
	{"mutex", lock_mutex, lock_mutex, 1},
	{"heap", lock_heap, lock_heap, 1},
	{"rwlock-write", write_lock, write_lock, 1},
	{"rwlock-read", write_lock, read_lock, 1},
	{"condition", nothing, wait_for_signal, 1},
	{"semaphore", nothing, wait_for_post, 1},
	{"localtime", ask_local_time, ask_local_time, 0},
	{"getpwnam", ask_user, ask_user, 0},
	{"setenv", set_variable, set_variable, 0},
	{"setlocale", set_locale, set_locale, 0},
	{"aio", read_aside, read_aside, 0},
	{"lookup", look_up_aside, look_up_aside, 0},
	{"threads", lock_mutex, join_threads, 1},
	{"crowd", lock_mutex, join_crowd, 1},
	{"loggers", ask_local_time, join_loggers, 0},
	{"robust", lock_robust, join_robust, 1},
	{"robust-alone", lock_robust, lock_robust, 1},
	{"parked", lock_mutex, join_parked, 1},
};

static void *other_thread(void *argument)
{
	const struct kind *kind = argument;
	do
		kind->other();
	while (!kind->held);
	for (;;)
		pause();
	return NULL;
}

static void make_robust(void)
{
	pthread_mutexattr_t attributes;
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutex_init(&robust, &attributes);
}

static pid_t start(const struct kind *kind)
{
	pid_t pid = fork();
	if (pid == 0) {
		kind->child();
		_exit(0);
	}
	return pid;
}

static long now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000L + now.tv_nsec / 1000000;
}

/* Has it ended by itself, within the time? */
static int ends(pid_t pid, int *status)
{
	const struct timespec pause = {0, 1000000};
	long end = now_ms() + PATIENCE_MS;
	while (now_ms() < end) {
		if (waitpid(pid, status, WNOHANG) == pid)
			return WIFEXITED(*status);
		nanosleep(&pause, NULL);
	}
	return 0;
}

static int run(const struct kind *kind)
{
	int status = 0;
	for (int i = 0; i < MOST; i++) {
		pid_t pid = start(kind);
		if (ends(pid, &status))
			continue;
		puts("hung");
		fflush(stdout);
		waitpid(pid, &status, 0); /* fails where it was ended just now */
		printf("ended by %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
		return 0;
	}
	puts("none");
	return 1;
}

int main(int argc, char **argv)
{
	const struct timespec pause = {0, 50000000};
	pthread_t thread;
	make_robust();
	heap_mutex = malloc(sizeof *heap_mutex);
	pthread_mutex_init(heap_mutex, NULL);
	sem_init(&semaphore, 0, 0);
	for (size_t i = 0; argc > 1 && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(argv[1], kinds[i].name) == 0) {
			pthread_create(&thread, NULL, other_thread, (void *)&kinds[i]);
			nanosleep(&pause, NULL);
			return run(&kinds[i]);
		}
	return 2;
}
