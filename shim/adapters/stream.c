/* SPDX-License-Identifier: MIT
 *
 * Healing a process's stream once, whichever thread draws first.
 */
#include "stream.h"

#include <errno.h>

/* By the places of their lives. */
static struct stream *started[ADAPTED_LIVES];

void streams_forget(int runtime)
{
	for (int i = 0; i < ADAPTED_LIVES; i++)
		if (started[i] && stream_runtime(started[i]) == runtime)
			started[i]->is_seeded = false;
}

void stream_start(struct stream *stream)
{
	started[stream_life(stream) - services.lives] = stream;
	uint64_t wiped = WIPED;
	if (services.epoch() == ROOT)
		atomic_compare_exchange_strong(&stream_life(stream)->word, &wiped, ROOT);
}

/* What an audit hears: the draw that is about to be made. */
static void tell(const struct stream *stream, bool is_healed)
{
	bool is_left = !is_healed && !services.is_kept(stream_runtime(stream));
	if (services.audited && stream->name)
		services.find(&(struct finding){
			.kind = "inherited",
			.generator = stream->name,
			.healed = is_healed,
			.detail = is_left ? "the program gave it a seed" : NULL});
}

/* Under the lock: another thread may have come first. */
static void settle(struct stream *stream, bool is_inherited)
{
	struct life *life = stream_life(stream);
	bool is_kept = services.is_kept(stream_runtime(stream)) ||
		       (stream->is_seeded && !services.reproducible);
	uint64_t begun = life_begin(life);
	if (begun != FILLING)
		return;
	if (!is_kept)
		stream->heal();
	if (life_commit(life, begun, services.token()) && is_inherited)
		tell(stream, !is_kept);
}

static void settle_locked(struct stream *stream, bool is_inherited)
{
	int saved = errno;
	struct life *life = stream_life(stream);
	while (atomic_load(&life->word) < ROOT) {
		lock_take(&life->lock);
		settle(stream, is_inherited);
		lock_drop(&life->lock);
	}
	errno = saved;
}

void stream_settle(struct stream *stream)
{
	settle_locked(stream, true);
}

void stream_renew(struct stream *stream)
{
	settle_locked(stream, false);
}

void stream_seeded(struct stream *stream, const struct seeding *seeding)
{
	uint64_t wiped = WIPED;
	stream->is_seeded = true;
	atomic_compare_exchange_strong(&stream_life(stream)->word, &wiped,
				       services.token());
	if (services.audited && seeding)
		services.seeded(seeding);
}
