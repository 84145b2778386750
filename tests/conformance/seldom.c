/* SPDX-License-Identifier: MIT */
/* Functions that the shims interpose and that few programs call, one after the other:
 * what each says is printed, and must be what it says bare. A child is made before each,
 * so that a shim that has something to do after a fork has done it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <gnu/libc-version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

/* glibc 2.34 and 2.35; else NULL. */
int execveat(int folder, const char *path, char *const words[], char *const env[],
	     int flags) __attribute__((weak));
int epoll_pwait2(int set, struct epoll_event *events, int most,
		 const struct timespec *timeout, const sigset_t *mask)
	__attribute__((weak));

extern void __syslog_chk(int priority, int flag, const char *format, ...)
	__attribute__((weak));

static char path[] = "/tmp/forkseed-seldom-XXXXXX";

static int readable(int ends[2])
{
	struct epoll_event event = {.events = EPOLLIN};
	int set = epoll_create1(EPOLL_CLOEXEC);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0 || write(ends[0], "x", 1) != 1)
		abort();
	epoll_ctl(set, EPOLL_CTL_ADD, ends[1], &event);
	return set;
}

static void by_epoll_pwait(void)
{
	struct epoll_event event;
	sigset_t mask;
	int ends[2], set = readable(ends);
	sigemptyset(&mask);
	printf("%d\n", epoll_pwait(set, &event, 1, 1000, &mask));
}

/* A function that an older libc lacks fails where the shim has it, as it does where the
 * kernel lacks the call. */
#define libc_has(name, since) (name && atof(gnu_get_libc_version()) >= since)

static void by_epoll_pwait2(void)
{
	struct epoll_event event;
	const struct timespec second = {.tv_sec = 1};
	int ends[2], set = readable(ends);
	if (libc_has(epoll_pwait2, 2.35))
		printf("%d %d\n", epoll_pwait2(set, &event, 1, &second, NULL),
		       epoll_pwait2(-1, &event, 1, &second, NULL));
}

static void by_sendfile64(void)
{
	char got[16] = "";
	int ends[2], file = open(path, O_RDONLY | O_CLOEXEC);
	off64_t from = 2;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0)
		abort();
	ssize_t sent = sendfile64(ends[0], file, &from, 5);
	printf("%zd %lld", sent, (long long)from);
	printf(" %zd %s\n", read(ends[1], got, sizeof got - 1), got);
}

static void tell(FILE *file)
{
	char line[64] = "";
	if (file && fgets(line, sizeof line, file))
		printf("%s", line);
	printf("%d\n", file != NULL);
}

static void by_freopen(void)
{
	FILE *file = fopen(path, "r");
	tell(freopen(path, "r", file));
	tell(freopen64(path, "r", file));
	tell(freopen("/nowhere/at/all", "r", file));
}

/* A conversion is loaded, under locks of iconv's. */
static void by_freopen_converting(void)
{
	wchar_t line[64] = L"";
	FILE *file = freopen(path, "r,ccs=ISO-8859-1", fopen(path, "r"));
	if (file && fgetws(line, 64, file))
		printf("%ls", line);
}

static void by_syslog(void)
{
	syslog(LOG_DEBUG, "%s", "forkseed's tests");
	if (__syslog_chk)
		__syslog_chk(LOG_DEBUG, 1, "%s", "forkseed's tests");
	puts("told");
}

static void by_dlmopen(void)
{
	void *library = dlmopen(LM_ID_NEWLM, "libm.so.6", RTLD_NOW);
	double (*root)(double) =
		library ? (double (*)(double))dlsym(library, "sqrt") : NULL;
	printf("%g\n", root ? root(16) : -1);
	printf("%d\n", library ? dlclose(library) : -1);
}

static void by_execveat(void)
{
	char *words[] = {"echo", "executed", NULL};
	if (libc_has(execveat, 2.34))
		execveat(AT_FDCWD, "/bin/echo", words, environ, 0);
}

static void by_execveat_of_nothing(void)
{
	char *words[] = {"nothing", NULL};
	errno = 0;
	if (libc_has(execveat, 2.34))
		printf("%d\n", execveat(AT_FDCWD, "/nowhere/at/all", words, environ, 0));
	printf("%s\n", strerror(errno));
}

/* The child exits by exit(3), as what it printed is in its buffer alone. */
static void in_child(void (*call)(void), int then)
{
	fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		call();
		exit(then);
	}
	int status = 0;
	waitpid(child, &status, 0);
	printf("status %d\n", status);
}

#define EACH(X)                                                                          \
	X(epoll_pwait)                                                                   \
	X(epoll_pwait2)                                                                  \
	X(sendfile64)                                                                    \
	X(freopen)                                                                       \
	X(freopen_converting)                                                            \
	X(syslog)                                                                        \
	X(dlmopen)                                                                       \
	X(execveat)                                                                      \
	X(execveat_of_nothing)

int main(void)
{
	int file = mkstemp(path);
	if (file < 0 || write(file, "a line of text\n", 15) != 15)
		return 1;
#define CALL(name)                                                                       \
	puts(#name);                                                                     \
	in_child(by_##name, 3);                                                          \
	if (strncmp(#name, "exec", 4) != 0)                                              \
		by_##name();
	EACH(CALL)
	unlink(path);
	return 0;
}
