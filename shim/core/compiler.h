/* SPDX-License-Identifier: MIT
 *
 * Words for the compiler that the hot paths share. Nothing else lives here.
 */
#pragma once

#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)

/* Called once in a while: compiled for size, away from the hot paths. */
#define seldom __attribute__((cold, noinline))

/* Never run by most programs, in a file whose other code is; far.ld says why it lies
 * apart. */
#define far_away __attribute__((section("far_text"), noinline))

/* A variable that hot paths of other files read: without this, through a pointer to it.
 */
#define internal __attribute__((visibility("hidden")))
