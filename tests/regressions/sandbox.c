/* SPDX-License-Identifier: MIT */
/* A process that was never forked makes its first calls where system calls are deadly
 * (strict: SECCOMP_MODE_STRICT) or memory cannot be had (memory: RLIMIT_AS), and prints
 * what it got. Only write() and the bare exit are allowed there.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/seccomp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { STRICT_ARRAYS = 30, ARRAYS = 100, A_VALUE = 77 };

static char arrays[ARRAYS][128];

static __attribute__((format(printf, 1, 2))) void say(const char *format, ...)
{
	char line[200];
	va_list arguments;
	va_start(arguments, format);
	int length = vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	if (write(STDOUT_FILENO, line, (size_t)length) != length)
		syscall(SYS_exit, 9);
}

/* How many of the calls changed errno or failed. */
static int initialise(int count)
{
	int changed = 0;
	long mix = 0;
	for (int i = 0; i < count; i++) {
		errno = A_VALUE;
		char *old = initstate((unsigned)i, arrays[i], sizeof arrays[i]);
		changed += !old || errno != A_VALUE;
		mix = mix * 31 + random() % 1000;
	}
	for (int i = 0; i < count; i++) {
		errno = A_VALUE;
		changed += !setstate(arrays[i]) || errno != A_VALUE;
		mix = mix * 31 + random() % 1000;
	}
	say("%d arrays, values %lx, %d failed or changed errno\n", count,
	    (unsigned long)mix, changed);
	return changed;
}

static void draw_48(void)
{
	double value = drand48();
	uint64_t bits;
	memcpy(&bits, &value, sizeof bits);
	say("drand48 %llx\n", (unsigned long long)bits);
}

static void forbid_memory(void)
{
	struct rlimit limit = {1, 1};
	setrlimit(RLIMIT_AS, &limit);
	void *page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	say("memory to be had: %d\n", page != MAP_FAILED);
}

int main(int count, char **words)
{
	const char *where = count > 1 ? words[1] : "", *what = count > 2 ? words[2] : "";
	if (strcmp(where, "memory") == 0)
		forbid_memory();
	else if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT))
		return 2;
	if (strcmp(what, "drand48") == 0)
		draw_48();
	else if (strcmp(what, "arrays") == 0)
		initialise(strcmp(where, "memory") ? STRICT_ARRAYS : ARRAYS);
	else
		getppid();
	say("alive\n");
	syscall(SYS_exit, 0);
}
