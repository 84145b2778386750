/* SPDX-License-Identifier: MIT
 *
 * The usual draw of random(3) and rand(3), inline in the hooks: where a call takes no
 * more than ten cycles, one more jump shows. All that is seldom is in additive.c.
 */
#pragma once

#include "core/lineage.h"
#include "generators/libc.h"

#include PROCESSOR_FILE

#include <stdlib.h>
#include <string.h>

/* What draws work on: libc's struct, or one of the shim's own (additive.c). */
internal extern struct random_data *additive_data;

/* The next value, 0 to 2^31-1, whatever the state is, and under the lock where there are
 * threads. */
long additive_draw_slowly(void);

/* glibc's __random_r, whose bytes it must match even for a rear pointer out of range,
 * which setstate() lets through. */
static inline long additive_step(struct random_data *data)
{
	int32_t *front = data->fptr, *rear = data->rptr, *end = data->end_ptr;
	uint32_t sum, other;
	memcpy(&sum, front, sizeof sum);
	memcpy(&other, rear, sizeof other);
	sum += other;
	memcpy(front, &sum, sizeof sum);
	front++, rear++;
	if (unlikely(front >= end))
		front = data->state;
	else if (unlikely(rear >= end))
		rear = data->state;
	data->fptr = front;
	data->rptr = rear;
	return sum >> 1;
}

/* What names the running thread to the bias, and the life that it draws in. */
static inline uint64_t additive_key(uint64_t life)
{
	return processor_own_pointer() + life;
}

/* The usual draw: false when it must be done slowly. */
__attribute__((always_inline)) static inline bool additive_draw(long *value)
{
	struct lineage_page *page = lineage_page;
	lineage_touch(&page->touched);
	uint64_t before = life_read(&page->additive);
	struct random_data *data = additive_data;
	if (unlikely(before < ROOT || data->rand_type == 0))
		return false;
	struct bias_turn *turn = page->bias.turns; /* any, where there are no threads */
	if (unlikely(*libc_single_threaded == 0)) {
		turn = bias_now(&page->bias);
		if (!PROCESSOR_LEANS || unlikely(!bias_enter(turn, additive_key(before))))
			return false;
	}
	*value = additive_step(data);
	bool still = life_is_still(&page->additive, before);
	if (PROCESSOR_LEANS)
		bias_leave(turn);
	if (likely(still))
		return true;
	/* A handler forked and this is the child: what it had of the parent's state when
	 * it stepped on spoils what the handler may have filled in. */
	life_void(&page->additive);
	return false;
}
