/* SPDX-License-Identifier: MIT */
/*
 * Memory that goes while an audit records a place: usage: unmapped mapped|malloc (a
 * coroutine forks, and its child gives back the other coroutines' stacks, of which one
 * lies above its own, and draws), neighbour (another thread gives it back, and takes it
 * again, while the coroutine forks), dlopen LIBRARY (another thread opens and closes it,
 * while addresses of it lie on the stack that forks). Prints how the children ended.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { SIZE = 262144, FORKS = 300, WORDS = 200 };

static char *stacks[3];
static int bad;
static void (*give_back)(void);
static volatile int ends;
static volatile uintptr_t function;
static ucontext_t before, coroutine;

static void unmap(void)
{
	munmap(stacks[2], SIZE);
}
static void release(void)
{
	free(stacks[0]), free(stacks[2]);
}

static void fork_once(void)
{
	int status = -1;
	pid_t pid = fork();
	if (pid == 0) {
		if (give_back)
			give_back();
		_exit(random() < 0);
	}
	waitpid(pid, &status, 0);
	bad += status != 0;
}

static void fork_often(void)
{
	for (int i = 0; i < FORKS; i++)
		fork_once();
}

static void run(void (*body)(void))
{
	getcontext(&coroutine);
	coroutine.uc_stack.ss_sp = stacks[1];
	coroutine.uc_stack.ss_size = SIZE;
	coroutine.uc_link = &before;
	makecontext(&coroutine, body, 0);
	swapcontext(&before, &coroutine);
}

static void map(void)
{
	stacks[0] = mmap(NULL, 3 * SIZE, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	stacks[1] = stacks[0] + SIZE;
	stacks[2] = stacks[1] + SIZE;
}

static void *toggle(void *unused)
{
	while (!ends) {
		munmap(stacks[2], SIZE);
		mmap(stacks[2], SIZE, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	}
	return unused;
}

static void *open_and_close(void *path)
{
	while (!ends) {
		void *library = dlopen(path, RTLD_NOW);
		function = library ? (uintptr_t)dlsym(library, "lib_function") : 1;
		if (library)
			dlclose(library);
	}
	return NULL;
}

static __attribute__((noinline)) void fork_with_addresses(void)
{
	volatile uintptr_t words[WORDS];
	for (int i = 0; i < WORDS; i++)
		words[i] = function;
	fork_once();
	bad += words[0] == 1;
}

/* While another thread is at work. */
static void run_beside(void *(*work)(void *), void *argument, void (*body)(void))
{
	pthread_t thread;
	pthread_create(&thread, NULL, work, argument);
	body();
	ends = 1;
	pthread_join(thread, NULL);
}

static void fork_beside_dlclose(void)
{
	while (!function)
		usleep(100);
	for (int i = 0; i < 2 * FORKS; i++)
		fork_with_addresses();
}

static void fork_beside_munmap(void)
{
	run(fork_often);
}

int main(int count, char **words)
{
	const char *what = count > 1 ? words[1] : "";
	map();
	for (int i = 0; strcmp(what, "malloc") == 0 && i < 3; i++)
		stacks[i] = malloc(SIZE);
	if (strcmp(what, "dlopen") == 0 && count > 2) {
		run_beside(open_and_close, words[2], fork_beside_dlclose);
	} else if (strcmp(what, "neighbour") == 0) {
		run_beside(toggle, NULL, fork_beside_munmap);
	} else {
		give_back = strcmp(what, "malloc") == 0 ? release : unmap;
		run(fork_once);
	}
	printf("%d bad\n", bad);
	return 0;
}
