/* SPDX-License-Identifier: MIT
 *
 * Which adapters have something to look for, by the marks of runtimes.h: most programs
 * have none or one of all these libraries.
 */
#pragma once

#include <stdint.h>

/* A bit for each: those in `known`, and those whose mark is in an object that has come
 * since libraries_are_met(). As libraries_find(). */
uint64_t marked_adapters(uint64_t known);
