/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer's counters (one byte for each edge, -fsanitize-coverage=inline-8bit-counters)
 * are mapped once more, shared, in the same place.
 */
#define _GNU_SOURCE
#include "child.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PAGE = 4096, SECONDS = 20 };

extern char __start___sancov_cntrs[], __stop___sancov_cntrs[];

/* Whole pages only: what else lies in their first and last one is the linker's to choose.
 */
static void share_counters(void)
{
	char *start =
		(char *)(((uintptr_t)__start___sancov_cntrs + PAGE - 1) / PAGE * PAGE);
	char *end = (char *)((uintptr_t)__stop___sancov_cntrs / PAGE * PAGE);
	if (end <= start)
		return;
	size_t size = (size_t)(end - start);
	char *copy = malloc(size);
	memcpy(copy, start, size);
	if (mmap(start, size, PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
		abort();
	memcpy(start, copy, size);
	free(copy);
}

static void be_silent(void)
{
	int null = open("/dev/null", O_WRONLY);
	dup2(null, 1);
	if (!getenv("FUZZ_LOUD"))
		dup2(null, 2);
	close(null);
}

/* A sanitizer's report is repeated with FUZZ_LOUD=1. */
void child_run(void (*work)(const uint8_t *data, size_t size), const uint8_t *data,
	       size_t size)
{
	static int is_shared;
	int status;
	if (!is_shared++)
		share_counters();
	pid_t pid = fork();
	if (pid < 0)
		return;
	if (pid == 0) {
		be_silent();
		alarm(SECONDS);
		work(data, size);
		_exit(0);
	}
	while (waitpid(pid, &status, 0) != pid)
		;
	/* 1 is a sanitizer's; our programs end with it, too, but by names of their own.
	 */
	if (WIFSIGNALED(status) || WEXITSTATUS(status) == 86)
		abort();
}

const char *child_file(const char *suffix, const void *data, size_t size)
{
	static char name[128];
	const char *folder = getenv("TMPDIR");
	snprintf(name, sizeof name, "%s/forkseed-fuzz-%d%s", folder ? folder : "/tmp",
		 (int)getppid(), suffix);
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0700);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		_exit(0);
	close(fd);
	return name;
}

const char *__asan_default_options(void);
const char *__ubsan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0:exitcode=86:allocator_may_return_null=1";
}

const char *__ubsan_default_options(void)
{
	return "halt_on_error=1:exitcode=86:print_stacktrace=1";
}
