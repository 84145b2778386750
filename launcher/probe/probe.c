/* SPDX-License-Identifier: MIT */
/*
 * forkseed-probe: what --doctor runs in place of a command, under the system's loader
 * and the shim. Says how many streams its children draw, and whether random(3) and a
 * caller that reaches libc's own random() directly share one state.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The default seed is 1: a state that was not seeded must differ. */
enum { CHILDREN = 8, DRAWS = 4, SEED = 20261 };

struct stream {
	long draws[DRAWS];
};

static struct stream of_child(void)
{
	struct stream stream = {{0}};
	int ends[2];
	if (pipe(ends) < 0)
		exit(2);
	pid_t child = fork();
	if (child == 0) {
		for (int i = 0; i < DRAWS; i++)
			stream.draws[i] = random();
		_exit(write(ends[1], &stream, sizeof stream) != sizeof stream);
	}
	close(ends[1]);
	if (child < 0 || read(ends[0], &stream, sizeof stream) != sizeof stream)
		exit(2);
	close(ends[0]);
	waitpid(child, NULL, 0);
	return stream;
}

static int streams(void)
{
	struct stream seen[CHILDREN];
	int distinct = 0;
	for (int i = 0; i < CHILDREN; i++) {
		struct stream stream = of_child();
		int known = 0;
		for (int j = 0; j < distinct; j++)
			known |= memcmp(&seen[j], &stream, sizeof stream) == 0;
		if (!known)
			seen[distinct++] = stream;
	}
	return distinct;
}

static int shares_state(void)
{
	void *libc = dlopen("libc.so.6", RTLD_LAZY | RTLD_NOLOAD);
	void *symbol = libc ? dlsym(libc, "random") : NULL;
	long (*direct)(void);
	if (!symbol)
		return 0;
	memcpy(&direct, &symbol, sizeof direct);
	srandom(SEED);
	long wanted = random();
	srandom(SEED);
	return direct() == wanted;
}

int main(void)
{
	int shares = shares_state();
	printf("streams=%d state=%s\n", streams(), shares ? "own" : "separate");
	return 0;
}
