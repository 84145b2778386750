/* SPDX-License-Identifier: MIT */
/*
 * A recording's bytes, each of which is read once, from the first to the last, and
 * forgotten when it is behind: what is left running may go on writing to the file.
 */
#ifndef FORKSEED_WINDOW_H
#define FORKSEED_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

struct window {
	int fd;
	char *bytes; /* addresses for the whole file */
	uint64_t size, loaded, forgotten;
};

/* Of the file's first `size` bytes. False with errno. */
bool window_open(struct window *window, int fd, uint64_t size);
void window_close(struct window *window);

/* The bytes at `at`, `size` of them or as many as the file has; NULL with errno. Never
 * before those of an earlier call; those of the last one stay until the next. */
const void *window_at(struct window *window, uint64_t at, uint64_t size);

#endif
