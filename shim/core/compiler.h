/* SPDX-License-Identifier: MIT
 *
 * Words for the compiler that the hot paths share. Nothing else lives here.
 */
#pragma once

#define likely(condition) __builtin_expect(!!(condition), 1)
#define unlikely(condition) __builtin_expect(!!(condition), 0)

/* Of what a fork in a handler may have wiped before the next look. */
#define read_once(variable) (*(__typeof__(variable) volatile *)&(variable))

/* Called once in a while: compiled for size, away from the hot paths. */
#define seldom __attribute__((cold, noinline))

/* Called so often that it counts where the processor begins to fetch it. */
#define often __attribute__((aligned(32)))

/* Never run by most programs, in a file whose other code is; far.ld says why it lies
 * apart. */
#define far_away __attribute__((section("far_text"), noinline))

/* `jump f(x);` returns what f does with nothing of ours left on the stack: f finds our
 * caller's return address. Before gcc 15 it takes -foptimize-sibling-calls; shim/jumps.sh
 * looks at what came of it. */
#if __has_attribute(musttail)
#define jump __attribute__((musttail)) return
#else
#define jump return
#endif

/* A variable that hot paths of other files read: without this, through a pointer to it.
 */
#define internal __attribute__((visibility("hidden")))
