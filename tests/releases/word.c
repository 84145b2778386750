/* SPDX-License-Identifier: MIT */
/* What 32-bit x86 has that others have not. usage: word spawn FILE: executes a file
 * without a first line, which a shell would run and posix_spawn(3) has refused since
 * glibc 2.15. word precision: draws with the x87 set to few bits.
 */
#define _GNU_SOURCE
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#if __has_include(<fpu_control.h>)
#include <fpu_control.h>
#endif

enum { DRAWS = 6 };

static int spawn(char *file)
{
	char *words[] = {file, NULL};
	pid_t pid;
	int error = posix_spawn(&pid, file, NULL, NULL, words, environ);
	if (!error)
		waitpid(pid, NULL, 0);
	printf("%s\n", strerror(error));
	return 0;
}

static int draw(void)
{
#ifdef _FPU_SINGLE
	fpu_control_t control;
	_FPU_GETCW(control);
	control = (fpu_control_t)((control & ~_FPU_EXTENDED) | _FPU_SINGLE);
	_FPU_SETCW(control);
#endif
	for (int i = 0; i < DRAWS; i++) {
		double number = drand48();
		unsigned char bytes[sizeof number];
		memcpy(bytes, &number, sizeof number);
		for (size_t byte = 0; byte < sizeof bytes; byte++)
			printf("%02x", bytes[byte]);
		putchar(' ');
	}
	return 0;
}

int main(int count, char **words)
{
	if (count == 3 && strcmp(words[1], "spawn") == 0)
		return spawn(words[2]);
	return count == 2 && strcmp(words[1], "precision") == 0 ? draw() : 2;
}
