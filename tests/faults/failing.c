/* SPDX-License-Identifier: MIT
 *
 * malloc, calloc, realloc, strdup and their like, of which one fails: the one whose
 * number FAIL_AT has (0: none, and the number of them all goes to the file of
 * FAIL_COUNT). Linked into the launcher and forkseed-audit that tests/faults run; nobody
 * who is started from there fails.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size), *__libc_calloc(size_t count, size_t size),
	*__libc_realloc(void *from, size_t size),
	*__libc_memalign(size_t align, size_t size);

static long at, so_far;
static const char *count_file;

__attribute__((constructor)) static void start(void)
{
	const char *text = getenv("FAIL_AT"), *file = getenv("FAIL_COUNT");
	at = text ? atol(text) : 0; /* from here on: libraries have begun */
	count_file = file && !at ? file : NULL;
	so_far = 0;
	unsetenv("FAIL_AT");
	unsetenv("FAIL_COUNT");
}

/* Without stdio; also at _exit, as the launcher ends by it. */
static void note(void)
{
	char text[24];
	int fd = count_file ? open(count_file, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
	if (fd < 0)
		return;
	if (write(fd, text, (size_t)snprintf(text, sizeof text, "%ld\n", so_far)) < 0)
		_exit(125);
	close(fd);
}

__attribute__((destructor)) static void end(void)
{
	note();
}

static int fails(void)
{
	so_far++;
	if (count_file && so_far % 8 == 0)
		note();
	if (!at || so_far != at)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *from, size_t size)
{
	return fails() ? NULL : __libc_realloc(from, size);
}

int posix_memalign(void **to, size_t align, size_t size)
{
	*to = fails() ? NULL : __libc_memalign(align, size);
	return *to ? 0 : ENOMEM;
}

void *aligned_alloc(size_t align, size_t size)
{
	return fails() ? NULL : __libc_memalign(align, size);
}
