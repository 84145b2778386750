/* SPDX-License-Identifier: MIT */
/* Two tasks draw from random() at once, in a process that libc takes for single-threaded:
 * of all numbers, how many are the stream's? "clone" and "__clone": the second one is
 * made by clone(2) with CLONE_VM; "namespace": by the libc of another namespace
 * (dlmopen(3)); "unlocked": as "clone", but on a state of ours without a lock, to show
 * that it tells.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

int __clone(int (*start)(void *), void *stack, int flags, void *argument, ...);

enum { DRAWS = 500000, STACK = 1 << 16 };

static int *first, *second;
static volatile int ready;
static long (*draw)(void);
static struct random_data own_data;
static char own_array[128];

static long draw_unlocked(void)
{
	int32_t value = 0;
	random_r(&own_data, &value);
	return value;
}

static int task(void *values)
{
	int *to = values;
	__atomic_add_fetch(&ready, 1, __ATOMIC_SEQ_CST);
	while (ready < 2)
		;
	for (int i = 0; i < DRAWS; i++)
		to[i] = (int)draw();
	return 0;
}

static int compare(const void *a, const void *b)
{
	int x = *(const int *)a, y = *(const int *)b;
	return (x > y) - (x < y);
}

/* Numbers that both have, each as often as it occurs in both. */
static long common(int *got, int *wanted, int count)
{
	long same = 0;
	qsort(got, (size_t)count, sizeof *got, compare);
	qsort(wanted, (size_t)count, sizeof *wanted, compare);
	for (int i = 0, j = 0; i < count && j < count;) {
		int order = compare(&wanted[i], &got[j]);
		same += order == 0;
		i += order <= 0;
		j += order >= 0;
	}
	return same;
}

static void with_clone(int (*make)(int (*)(void *), void *, int, void *, ...))
{
	char *stack = mmap(NULL, STACK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | SIGCHLD;
	pid_t pid = make(task, stack + STACK, flags, second);
	if (pid < 0)
		exit(2);
	task(first);
	waitpid(pid, NULL, 0);
}

static void *thread(void *values)
{
	task(values);
	return NULL;
}

static void with_namespace(const char *library)
{
	pthread_t other;
	void *handle = dlmopen(LM_ID_NEWLM, library, RTLD_NOW);
	int (*create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
	int (*join)(pthread_t, void **);
	create = handle ? (__typeof__(create))dlsym(handle, "pthread_create") : NULL;
	join = handle ? (__typeof__(join))dlsym(handle, "pthread_join") : NULL;
	if (!create || !join || create(&other, NULL, thread, second) != 0) {
		fprintf(stderr, "no thread of another namespace\n");
		exit(2);
	}
	task(first);
	join(other, NULL);
}

int main(int count, char **arguments)
{
	const char *how = count > 1 ? arguments[1] : "";
	int *wanted = calloc(2 * DRAWS, sizeof *wanted);
	int *got = calloc(2 * DRAWS, sizeof *got);
	if (!wanted || !got)
		return 2;
	first = got, second = got + DRAWS;
	srandom(7);
	for (int i = 0; i < 2 * DRAWS; i++)
		wanted[i] = (int)random();
	srandom(7);
	initstate_r(7, own_array, sizeof own_array, &own_data);
	draw = strcmp(how, "unlocked") == 0 ? draw_unlocked : random;
	if (strcmp(how, "namespace") == 0)
		with_namespace(arguments[2]);
	else
		with_clone(strcmp(how, "__clone") == 0 ? __clone : clone);
	printf("%ld\n", common(got, wanted, 2 * DRAWS));
	return 0;
}
