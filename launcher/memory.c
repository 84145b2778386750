/* SPDX-License-Identifier: MIT */
/*
 * By the linker's --wrap our allocations go through here (launcher.mk, audit.mk), so that
 * none of them needs a word about what was never seen to happen.
 */
#include "memory.h"

#include <stddef.h>
#include <unistd.h>

enum { EXIT_FAILED = 125 };

static void (*at_death)(void);
static bool may_fail;

void memory_at_death(void (*last_words)(void))
{
	at_death = last_words;
}

void memory_call_last_words(void)
{
	void (*last_words)(void) = at_death;
	at_death = NULL;
	if (last_words)
		last_words();
}

void memory_may_fail(bool may)
{
	may_fail = may;
}

static void *checked(void *allocated, size_t size)
{
	static const char message[] = "forkseed: out of memory\n";
	if (allocated || size == 0 || may_fail)
		return allocated;
	ssize_t told = write(STDERR_FILENO, message, sizeof message - 1);
	(void)told;
	memory_call_last_words();
	_exit(EXIT_FAILED);
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *from, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *from, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t size);

void *__wrap_malloc(size_t size)
{
	return checked(__real_malloc(size), size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return checked(__real_calloc(count, size), count * size);
}

void *__wrap_realloc(void *from, size_t size)
{
	return checked(__real_realloc(from, size), size);
}

char *__wrap_strdup(const char *text)
{
	return checked(__real_strdup(text), 1);
}

char *__wrap_strndup(const char *text, size_t size)
{
	return checked(__real_strndup(text, size), 1);
}
