/* SPDX-License-Identifier: MIT */
/* Many processes and threads at once, with one connection, with one each, and with ever
 * new ones: crowds CASE. Right and wrong answers are counted.
 */
#define _GNU_SOURCE
#include "client.h"

#include <pthread.h>
#include <sys/mman.h>

enum { CHILDREN = 4, ROUNDS = 50 };

/* Shared by all processes of a case. */
static struct shared {
	pthread_barrier_t barrier;
	_Atomic int wrong, right, failed;
} * shared;

static void share(unsigned processes)
{
	pthread_barrierattr_t kind;
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_barrierattr_init(&kind);
	pthread_barrierattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
	pthread_barrier_init(&shared->barrier, &kind, processes);
}

/* Everybody has asked before anybody reads an answer. All answers are of one length. */
static void ask_with_others(int fd, int number, int round)
{
	char question[16], wanted[32], got[32] = "";
	snprintf(question, sizeof question, "p%d q%02d", number, round);
	int length = snprintf(wanted, sizeof wanted, "answer to %s\n", question);
	bool asked = put_line(fd, question);
	pthread_barrier_wait(&shared->barrier);
	ssize_t bytes = asked ? recv(fd, got, (size_t)length, MSG_WAITALL) : -1;
	if (bytes <= 0)
		shared->failed++;
	else
		strcmp(got, wanted) == 0 ? shared->right++ : shared->wrong++;
	pthread_barrier_wait(&shared->barrier);
}

static void ask_often(int fd, int number)
{
	for (int round = 0; round < ROUNDS; round++)
		ask_with_others(fd, number, round);
}

static void concurrent(void)
{
	int fd = client();
	share(CHILDREN + 1);
	for (int i = 1; i <= CHILDREN; i++)
		if (fork() == 0) {
			ask_often(fd, i);
			_exit(0);
		}
	ask_often(fd, 0);
	wait_all();
	say("right %d, wrong %d, failed %d\n", shared->right, shared->wrong,
	    shared->failed);
}

static void ask_quietly(int fd)
{
	char line[ANSWER];
	if (put_line(fd, "a child") && strcmp(get_line(fd, line), line) == 0)
		shared->wrong++;
	else
		shared->failed++;
}

/* Each thread has a connection, and forks while the others do. */
static void *fork_often(void *unused)
{
	int fd = client();
	char line[ANSWER];
	for (int i = 0; i < ROUNDS; i++) {
		pid_t made = spawn(ask_quietly, fd);
		while (waitpid(made, NULL, 0) < 0 && errno == EINTR)
			;
		if (put_line(fd, "mine") &&
		    strcmp(get_line(fd, line), "answer to mine") == 0)
			shared->right++;
	}
	return unused;
}

static void forking_threads(void)
{
	pthread_t threads[CHILDREN];
	share(1);
	for (int i = 0; i < CHILDREN; i++)
		pthread_create(&threads[i], NULL, fork_often, NULL);
	for (int i = 0; i < CHILDREN; i++)
		pthread_join(threads[i], NULL);
	say("right %d, wrong %d, failed %d\n", shared->right, shared->wrong,
	    shared->failed);
}

/* Threads connect and close all the time, so that numbers are given anew; so do children,
 * of a process that forks meanwhile. Everybody has only what is theirs. */
static void *connect_often(void *unused)
{
	char line[ANSWER];
	for (int i = 0; i < ROUNDS; i++) {
		int fd = client();
		bool asked = put_line(fd, "mine");
		if (asked && strcmp(get_line(fd, line), "answer to mine") == 0)
			shared->right++;
		close(fd);
	}
	return unused;
}

static void connect_as_child(int unused)
{
	(void)unused;
	closefrom(3);
	connect_often(NULL);
}

static void churn(void)
{
	pthread_t threads[CHILDREN];
	share(1);
	for (int i = 0; i < CHILDREN; i++)
		pthread_create(&threads[i], NULL, connect_often, NULL);
	for (int i = 0; i < CHILDREN; i++)
		spawn(connect_as_child, 0);
	for (int i = 0; i < CHILDREN; i++)
		pthread_join(threads[i], NULL);
	wait_all();
	say("right %d\n", shared->right);
}

/* clang-format off */
static const struct named_case cases[] = {
	CASE(concurrent), CASE(forking_threads), CASE(churn),
};
/* clang-format on */

int main(int count, char **words)
{
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
