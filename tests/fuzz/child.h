/* SPDX-License-Identifier: MIT */
/*
 * Runs each input in a child of its own, as our programs free nothing, keep what they
 * know in static variables, and may end: what the child covers is seen by libFuzzer, and
 * what it dies of, or a hang, is the fuzzer's own.
 */
#ifndef FORKSEED_FUZZ_CHILD_H
#define FORKSEED_FUZZ_CHILD_H

#include <stddef.h>
#include <stdint.h>

void child_run(void (*work)(const uint8_t *data, size_t size), const uint8_t *data,
	       size_t size);

/* A file with these bytes, by a name that stays the same; its name. */
const char *child_file(const char *suffix, const void *data, size_t size);

#endif
