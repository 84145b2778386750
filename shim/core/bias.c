/* SPDX-License-Identifier: MIT
 *
 * How a turn begins and ends. Why the end waits is in bias.h.
 */
#include "bias.h"

#include PROCESSOR_FILE

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>

enum { PAUSES = 128, LOOKS = 16 };

static _Atomic bool forbidden; /* inherited: so is what made it so */

static void pause_for(int pauses)
{
	for (int i = 0; i < pauses; i++)
		processor_pause();
}

/* True when a nap's time has passed: a signal may have ended it at once. */
static bool nap(_Atomic uint32_t *asked)
{
	const struct timespec time = {.tv_nsec = BIAS_NAP_NANOSECONDS};
	return raw_syscall(SYS_futex, (long)asked, FUTEX_WAIT_PRIVATE, BIAS_ASKED,
			   (long)&time) == -ETIMEDOUT;
}

/* (A fork inside has wiped the page: then nobody is asked.) */
static bool is_answered(_Atomic uint32_t *asked)
{
	return atomic_load_explicit(asked, memory_order_acquire) != BIAS_ASKED;
}

/* First for as long as a drawing owner takes, then asleep, so that one of lower real-time
 * priority gets on. */
static void wait_for_answer(_Atomic uint32_t *asked)
{
	for (int looks = 0; looks < LOOKS && !is_answered(asked); looks++)
		pause_for(PAUSES);
	for (int naps = 0; naps < BIAS_NAPS && !is_answered(asked); naps++)
		if (!nap(asked))
			pause_for(PAUSES * LOOKS);
}

static bool is_last(const struct bias *bias)
{
	return atomic_load(&bias->now) == BIAS_TURNS;
}

far_away void bias_end(struct bias *bias)
{
	struct bias_turn *turn = bias_now(bias);
	atomic_store(&turn->asked, BIAS_ASKED);
	wait_for_answer(&turn->asked);
	while (atomic_load_explicit(&turn->inside, memory_order_acquire))
		nap(&turn->asked);
	bias->more = (bias->more + BIAS_FIRST) * BIAS_TIMES;
	if (!is_last(bias)) /* a fork inside has wiped it */
		atomic_fetch_add(&bias->now, 1);
}

far_away void bias_begin(struct bias *bias, uint64_t key)
{
	if (!is_last(bias) && !forbidden)
		atomic_store(&bias_now(bias)->owner, key);
}

/* Not from inside: a signal handler that draws in the middle of a draw. */
far_away void bias_answer(struct bias *bias, uint64_t key)
{
	struct bias_turn *turn = bias_now(bias);
	if (atomic_load(&turn->owner) != key || is_answered(&turn->asked) ||
	    atomic_load(&turn->inside))
		return;
	atomic_store(&turn->asked, BIAS_ANSWERED);
	raw_syscall(SYS_futex, (long)&turn->asked, FUTEX_WAKE_PRIVATE, 1, 0);
}

far_away void bias_forbid(struct bias *bias, uint64_t key)
{
	struct bias_turn *turn = bias_now(bias);
	forbidden = true;
	if (atomic_load(&turn->owner) == key)
		atomic_store(&turn->asked, BIAS_ASKED);
}
