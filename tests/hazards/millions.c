/* SPDX-License-Identifier: MIT */
/*
 * Many children, a batch at a time: millions make CHILDREN FILE appends what each child
 * drew, 16 bytes of random() and drand48(); millions judge FILE says how many are there,
 * and how many of them repeat another's. For soak-millions.sh, which makes batches until
 * there are enough.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { IN_FLIGHT = 32, WORDS = 2, PATIENCE = 60 };

struct drawn {
	uint64_t words[WORDS];
};

static void draw(struct drawn *to)
{
	alarm(PATIENCE);
	to->words[0] = (uint64_t)random() << 32 | (uint64_t)random();
	to->words[1] = (uint64_t)lrand48() << 32 | (uint64_t)random();
	_exit(0);
}

static void reap(void)
{
	int status;
	if (wait(&status) < 0 || status != 0)
		errx(2, "a child ended with %d", status);
}

static void make(size_t count, const char *path)
{
	size_t size = count * sizeof(struct drawn);
	struct drawn *all = mmap(NULL, size, PROT_READ | PROT_WRITE,
				 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (all == MAP_FAILED)
		err(2, "mmap");
	for (size_t i = 0; i < count; i++) {
		pid_t pid = fork();
		if (pid < 0)
			err(2, "fork");
		if (pid == 0)
			draw(&all[i]);
		if (i >= IN_FLIGHT)
			reap();
	}
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0666);
	if (fd < 0 || write(fd, all, size) != (ssize_t)size)
		err(2, "%s", path);
}

static int compare(const void *left, const void *right)
{
	return memcmp(left, right, sizeof(struct drawn));
}

static int judge(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &st) < 0)
		err(2, "%s", path);
	size_t count = (size_t)st.st_size / sizeof(struct drawn), repeated = 0;
	struct drawn *all = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE,
				 MAP_PRIVATE, fd, 0);
	if (all == MAP_FAILED)
		err(2, "mmap");
	qsort(all, count, sizeof *all, compare);
	for (size_t i = 1; i < count; i++)
		repeated += compare(&all[i - 1], &all[i]) == 0;
	printf("%zu children, %zu repeat another\n", count, repeated);
	return repeated > 0;
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "make") == 0)
		make((size_t)atol(argv[2]), argv[3]);
	else if (argc == 3 && strcmp(argv[1], "judge") == 0)
		return judge(argv[2]);
	else
		errx(2, "usage: millions make CHILDREN FILE | judge FILE");
	return 0;
}
