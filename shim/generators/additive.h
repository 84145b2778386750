/* SPDX-License-Identifier: MIT
 *
 * The generator behind random(3) and rand(3): glibc's additive feedback generator (types
 * 1-4) and its old linear congruential one (type 0), on libc's own state. Draws are in
 * additive_draw.h.
 *
 * Each function says by its result when the shim steps aside (switched off, or a library
 * of the program brings its own random()): then the caller must use the next definition.
 * Thread-safe. In signal handlers as safe as libc's: a handler must not interrupt the
 * same family in a process with several threads.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* srandom(3), initstate(3), setstate(3), with their results and errno. */
void additive_seed(unsigned seed);
char *additive_initstate(unsigned seed, char *array, size_t size);
char *additive_setstate(char *array);

/* Before the calling thread makes a task that shares its memory, perhaps its pointer:
 * from here on the lock begins to lean to no thread, and no longer does to this
 * (core/bias.h).
 */
void additive_forbid_bias(void);

/* Takes the generator over from libc; in the parent, once. With `keep`, children go on
 * with the stream they inherited. */
void additive_start(bool keep);

/* True when the pointers and constants of a state fit each other. Reads only the struct.
 */
bool additive_is_consistent(const struct random_data *data);
