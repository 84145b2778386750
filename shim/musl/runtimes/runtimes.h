/* SPDX-License-Identifier: MIT
 *
 * In place of runtimes/runtimes.h: what is healed beyond libc is glibc's programs'.
 */
#pragma once

static inline void runtimes_before_fork(const void *caller)
{
	(void)caller;
}
