/* SPDX-License-Identifier: MIT */
/*
 * Threads that fork at the same time: which child gets which number is the scheduler's
 * affair, so the streams are printed without their places, and the test sorts them.
 * Usage: threads THREADS FORKS. Not here: threads that draw: tests/hazards.
 */
#include "streams.h"
#include <pthread.h>

static struct streams *streams;
static atomic_int next_slot;
static int forks;
static pthread_barrier_t together;

static void fork_one(void)
{
	int slot = atomic_fetch_add(&next_slot, 1);
	pid_t pid = fork();

	require(pid >= 0, "fork");
	if (pid == 0) {
		draw_streams(&streams[slot]);
		_exit(0);
	}
}

static void *keep_forking(void *unused)
{
	pthread_barrier_wait(&together);
	for (int i = 0; i < forks; i++)
		fork_one();
	return unused;
}

static void run_threads(int count)
{
	pthread_t threads[64];

	require(count <= 64, "at most 64 threads");
	pthread_barrier_init(&together, NULL, (unsigned)count);
	for (int i = 0; i < count; i++)
		require(pthread_create(&threads[i], NULL, keep_forking, NULL) == 0,
			"thread");
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

int main(int count, char **arguments)
{
	require(count == 3, "usage: threads THREADS FORKS");
	int threads = atoi(arguments[1]);
	forks = atoi(arguments[2]);
	streams = shared_memory((size_t)(threads * forks) * sizeof(*streams));
	adopt_orphans();
	start_streams(1);
	run_threads(threads);
	int status = reap_all();
	for (int i = 0; i < threads * forks; i++)
		print_streams("child", &streams[i]);
	return status;
}
