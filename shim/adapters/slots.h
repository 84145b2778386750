/* SPDX-License-Identifier: MIT
 *
 * Slots: the places in loaded objects that hold a function's address (GOT entries and
 * pointers in data), and putting hooks there. Why not by names that the shim exports: a
 * library's function that nobody has but we would be found by whoever asks whether it is
 * there (weak references, dlsym(3)); each name costs every program memory; and what is
 * opened with RTLD_DEEPBIND looks elsewhere first.
 */
#pragma once

#include <stdbool.h>

/* Puts the hooks of functions.h into all objects that have come since the last time.
 * Stores are atomic: other threads may be calling. Parent only, or where the program
 * itself opens objects. */
void slots_fill(void);

/* An object that is being filled: a place in it that holds a pointer gets another one,
 * though it may be sealed. For adapter's meet() alone. False where it can't be written
 * to. */
struct object;
bool slots_write(struct object *object, void *slot, const void *value);
