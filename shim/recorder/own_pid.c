/* SPDX-License-Identifier: MIT
 *
 * glibc has the kernel write a new child's id into the descriptor of its only thread
 * (CLONE_CHILD_SETTID, sysdeps/unix/sysv/linux/arch-fork.h). Where in it, is found out at
 * the start: pthread_self(3) is its address, and only one number in its beginning is
 * ours.
 */
#include "own_pid.h"

#include PROCESSOR_FILE

#include <pthread.h>
#include <sys/syscall.h>

enum { WORDS = 256 }; /* the descriptor is longer on all processors */

int32_t own_pid_noted(uint32_t place, uintptr_t thread)
{
	return place ? ((const volatile int32_t *)thread)[place] : 0;
}

uint32_t own_pid_place(void)
{
	const int32_t own = (int32_t)raw_syscall(SYS_gettid, 0, 0, 0, 0);
	uint32_t found = 0, hits = 0;
	for (uint32_t i = 1; i < WORDS; i++)
		if (own_pid_noted(i, (uintptr_t)pthread_self()) == own) {
			found = i;
			hits++;
		}
	return hits == 1 ? found : 0;
}
