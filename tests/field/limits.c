/* SPDX-License-Identifier: MIT */
/*
 * What a fork breaks and forkseed does not mend (docs/limits.md), from C: limits CASE
 * FILE
 * ["mended"] prints what parent and child see, with the advice or without.
 */
#define _GNU_SOURCE
#include <aio.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

static int mended;

static void say_bye(void)
{
	if (write(1, "bye\n", 4) < 0)
		_exit(1);
}

/* The parent has a handler and an unwritten line. */
static void handlers(const char *file)
{
	(void)file;
	atexit(say_bye);
	fputs("line\n", stdout);
	if (mended)
		fflush(NULL);
	if (fork() == 0) {
		if (mended)
			_exit(0);
		exit(0);
	}
	wait(NULL);
}

static void read_one(const char *who, int fd)
{
	char byte = '-';
	if (read(fd, &byte, 1) >= 0)
		dprintf(1, "%s %c\n", who, byte);
}

static void offsets(const char *file)
{
	int fd = open(file, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (write(fd, "abcd", 4) != 4 || lseek(fd, 0, SEEK_SET) < 0)
		exit(1);
	read_one("parent", fd);
	if (fork() == 0) {
		read_one("child", mended ? open(file, O_RDONLY) : fd);
		_exit(0);
	}
	wait(NULL);
	read_one("parent", fd);
}

static int is_free_for_others(const char *file, short type)
{
	struct flock other = {.l_type = F_WRLCK};
	int fd = open(file, O_RDWR), status = 0;
	if (fork() == 0)
		_exit(type == F_WRLCK ? fcntl(fd, F_SETLK, &other) == 0
				      : flock(fd, LOCK_EX | LOCK_NB) == 0);
	wait(&status);
	return WEXITSTATUS(status);
}

/* A child gives its parent's lock back; a child asks for what its parent has. */
static void file_locks(const char *file)
{
	struct flock all = {.l_type = F_WRLCK};
	int fd = open(file, O_RDWR | O_CREAT, 0600), status;
	flock(fd, LOCK_EX);
	if (fork() == 0)
		_exit(!mended && flock(fd, LOCK_UN));
	wait(NULL);
	dprintf(1, "flock %s\n", is_free_for_others(file, F_UNLCK) ? "lost" : "kept");
	fcntl(fd, F_SETLK, &all);
	if (fork() == 0)
		_exit(fcntl(fd, F_SETLK, &all) < 0);
	wait(&status);
	dprintf(1, "fcntl %s\n", status ? "not the child's" : "the child's");
}

/* A child gives a recursive mutex back that its thread had locked before the fork. */
static void mutexes(const char *file)
{
	pthread_mutexattr_t recursive;
	pthread_mutex_t mutex;
	(void)file;
	pthread_mutexattr_init(&recursive);
	pthread_mutexattr_settype(&recursive, PTHREAD_MUTEX_RECURSIVE);
	pthread_mutex_init(&mutex, &recursive);
	pthread_mutex_lock(&mutex);
	if (fork() == 0) {
		if (mended)
			pthread_mutex_init(&mutex, &recursive);
		else if (pthread_mutex_unlock(&mutex) != 0)
			dprintf(1, "may not unlock\n");
		dprintf(1, "%s\n", pthread_mutex_trylock(&mutex) ? "locked" : "free");
		_exit(0);
	}
	wait(NULL);
}

/* What becomes of a read by glibc's POSIX AIO, half a second later at the latest. */
static const char *reads_by_aio(int fd)
{
	static char byte;
	static struct aiocb request;
	request = (struct aiocb){.aio_fildes = fd, .aio_buf = &byte, .aio_nbytes = 1};
	if (aio_read(&request) != 0)
		return "refused";
	for (int i = 0; aio_error(&request) == EINPROGRESS; i++) {
		if (i == 500)
			return "in progress";
		usleep(1000);
	}
	return aio_return(&request) == 1 ? "read" : "failed";
}

/* Its thread stays for a second, and a child counts on it. The parent's only
 * request comes before the fork, or (mended) after it. */
static void aio(const char *file)
{
	int fd = open(file, O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (write(fd, "abcd", 4) != 4)
		exit(1);
	if (!mended)
		dprintf(1, "parent %s\n", reads_by_aio(fd));
	if (fork() == 0) {
		dprintf(1, "child %s\n", reads_by_aio(fd));
		_exit(0);
	}
	wait(NULL);
	if (mended)
		dprintf(1, "parent %s\n", reads_by_aio(fd));
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	mended = argc > 3;
	if (strcmp(argv[1], "handlers") == 0)
		handlers(argv[2]);
	else if (strcmp(argv[1], "offsets") == 0)
		offsets(argv[2]);
	else if (strcmp(argv[1], "mutexes") == 0)
		mutexes(argv[2]);
	else if (strcmp(argv[1], "aio") == 0)
		aio(argv[2]);
	else
		file_locks(argv[2]);
	return 0;
}
