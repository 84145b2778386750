/* SPDX-License-Identifier: MIT */
/* Programs that connect, fork, and end while their child begins to use the connection:
 * ends CASE [MILLISECONDS]. How they end, and how long it takes, is the case; whether the
 * child goes on with the connection is what it says.
 */
#define _GNU_SOURCE
#include "client.h"

#include <pthread.h>
#include <sys/mman.h>

static int milliseconds = 40;

static void use(int fd)
{
	ask(fd, "the child");
	ask(fd, "the child again");
}

/* By two forks, as a daemon; both ancestors end in `end`. */
static void double_fork(void (*end)(void))
{
	int fd = client();
	ask(fd, "before");
	if (fork())
		end();
	setsid();
	if (fork())
		end();
	use(fd);
}

static void end_later(void)
{
	usleep((useconds_t)milliseconds * 1000);
	_exit(0);
}

static void later(void)
{
	double_fork(end_later);
}

static void end_after_work(void)
{
	struct timespec now;
	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	while (now.tv_sec * 1000 + now.tv_nsec / 1000000 < milliseconds);
	_exit(0);
}

static void busy(void)
{
	double_fork(end_after_work);
}

/* The parent has its connection after all, when the daemon has tried it. */
static void told(void)
{
	int fd = client(), status;
	ask(fd, "before");
	if (fork() == 0) {
		setsid();
		use(fd);
		_exit(0);
	}
	wait(&status);
	ask(fd, "the parent at last");
}

static bool is_ending(pid_t pid)
{
	enum { EXITING = 4 };
	char path[32], text[512] = "";
	unsigned flags = 0;
	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	FILE *file = fopen(path, "re");
	if (!file)
		return true;
	if (fgets(text, sizeof text, file))
		sscanf(strrchr(text, ')') + 1, " %*c %*d %*d %*d %*d %*d %u", &flags);
	fclose(file);
	return flags & EXITING;
}

/* So much memory takes the kernel a while to free; connections are closed afterwards. */
static void large(void)
{
	enum { SIZE = 512 << 20 };
	int fd = client();
	pid_t parent = getpid();
	void *memory = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
	ask(fd, "before");
	if (memory == MAP_FAILED || madvise(memory, SIZE, MADV_DONTFORK) < 0)
		err(3, "memory");
	if (fork())
		_exit(0);
	while (!is_ending(parent))
		;
	use(fd);
}

static pid_t child;

static void *go_on(void *fd)
{
	int status;
	waitpid(child, &status, 0);
	ask(*(int *)fd, "the parent at last");
	exit(0);
}

/* What /proc/PID shows of its descriptors is gone with it; the process goes on. */
static void first_thread_ended(void)
{
	static int fd;
	pthread_t thread;
	pid_t parent = getpid();
	ask(fd = client(), "before");
	child = fork();
	if (child == 0) {
		while (!is_ending(parent))
			;
		use(fd);
		_exit(0);
	}
	pthread_create(&thread, NULL, go_on, &fd);
	pthread_exit(NULL);
}

/* clang-format off */
static const struct named_case cases[] = {
	CASE(later), CASE(busy), CASE(told), CASE(large), CASE(first_thread_ended),
};
/* clang-format on */

int main(int count, char **words)
{
	milliseconds = count > 2 ? atoi(words[2]) : milliseconds;
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
