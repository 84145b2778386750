/* SPDX-License-Identifier: MIT */
/* Preloaded objects that get it wrong, each in a way that such tools do: the proof that
 * the conformance tests notice. WRONG=copy|errno|reseed|atfork|fry|loud|wild says how.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static char copy_array[128];
static struct random_data copy_state;
static int copies, spoils_errno, fries;
static long (*libc_random)(void);
static char *(*libc_strfry)(char *);

static void reseed(void)
{
	srandom(1234);
}

static void read_freed_memory(void)
{
	char *volatile memory = malloc(8);
	free(memory);
	errno = memory[3] ? 1 : 2;
}

static __attribute__((constructor)) void choose_fault(void)
{
	const char *fault = getenv("WRONG") ?: "";
	libc_random = (long (*)(void))dlsym(RTLD_NEXT, "random");
	libc_strfry = (char *(*)(char *))dlsym(RTLD_NEXT, "strfry");
	fries = !strcmp(fault, "fry");
	copies = !strcmp(fault, "copy");
	spoils_errno = !strcmp(fault, "errno");
	initstate_r(1, copy_array, sizeof copy_array, &copy_state);
	if (!strcmp(fault, "reseed"))
		reseed();
	if (!strcmp(fault, "loud"))
		psignal(0, "loud");
	if (!strcmp(fault, "wild"))
		read_freed_memory();
	if (!strcmp(fault, "atfork"))
		pthread_atfork(NULL, reseed, reseed);
}

/* A second state beside libc's: right as long as nobody seeds or calls libc directly. */
long random(void)
{
	int32_t value;
	if (spoils_errno)
		errno = 0;
	if (!libc_random)
		choose_fault(); /* called before the constructor */
	if (!copies)
		return libc_random();
	random_r(&copy_state, &value);
	return value;
}

char *strfry(char *text)
{
	char letter = text[0];
	if (!libc_strfry)
		choose_fault();
	if (!fries)
		return libc_strfry(text);
	if (letter && random() % 2) {
		text[0] = text[1];
		text[1] = letter;
	}
	return text;
}
