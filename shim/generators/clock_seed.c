/* SPDX-License-Identifier: MIT
 *
 * Telling a seed taken from the clock or the pid from one that means something.
 */
#include "clock_seed.h"
#include "core/lineage.h"

#include <sys/syscall.h>
#include <time.h>

#include PROCESSOR_FILE

enum { SECONDS_BACK = 4 };

static bool active;

void clock_seed_start(void)
{
	active = true;
}

static bool is_made_of(uint32_t seed, uint32_t second, uint32_t pid)
{
	return seed == second || seed == pid || seed == (second ^ pid) ||
	       seed == second + pid || seed == second * pid;
}

bool clock_seed_is(uint32_t seed)
{
	struct timespec now;
	if (!active || lineage_epoch() == ROOT)
		return false;
	if (raw_syscall(SYS_clock_gettime, CLOCK_REALTIME, (long)&now, 0, 0) != 0)
		return false;
	uint32_t pid = (uint32_t)raw_syscall(SYS_getpid, 0, 0, 0, 0);
	for (uint32_t back = 0; back <= SECONDS_BACK; back++)
		if (is_made_of(seed, (uint32_t)now.tv_sec - back, pid))
			return true;
	return false;
}
