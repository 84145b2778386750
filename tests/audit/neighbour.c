/* SPDX-License-Identifier: MIT */
/* With -DLIBRARY: a function that forks, whose child draws. Without: opens that library,
 * and calls it in a thread whose stack ends where the library begins, so that its code is
 * as near to the stack pointer as the stack itself.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <limits.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef LIBRARY

void neighbour_forks(void);

/* Too large for any gap between mappings: below it is room. */
char neighbour_room[64 << 20];

void neighbour_forks(void)
{
	if (fork() == 0)
		_exit(random() == 0);
	wait(NULL);
}

#else

enum { STACK = 1 << 18 };

static void *run(void *function)
{
	((void (*)(void))function)();
	return NULL;
}

/* Seeds first: that place is recorded as well, and should know nothing of the library. */
int main(int count, char **words)
{
	srandom(1);
	void *library = count > 1 ? dlopen(words[1], RTLD_NOW) : NULL;
	struct link_map *map = library;
	char *begin = library ? (char *)map->l_addr : NULL;
	void *stack =
		begin ? mmap(begin - STACK, STACK, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0)
		      : MAP_FAILED;
	pthread_attr_t attributes;
	pthread_t thread;
	if (stack != begin - STACK)
		return 2;
	pthread_attr_init(&attributes);
	pthread_attr_setstack(&attributes, stack, STACK);
	if (pthread_create(&thread, &attributes, run, dlsym(library, "neighbour_forks")))
		return 2;
	return pthread_join(thread, NULL);
}

#endif
