/* SPDX-License-Identifier: MIT
 *
 * Auditing (FORKSEED_AUDIT): what was noticed in this process is put on record, for
 * forkseed-audit to judge. Generators, runtimes and whatever else notices something call
 * findings_add() or findings_seeded(), from their cold paths, when findings_wanted().
 *
 * Safe in signal handlers, threads, and children of threaded parents; errno is kept;
 * nothing is allocated, opened or printed after the start, and no system call is made in
 * a process that a fork hook has seen.
 */
#pragma once

#include "scripts.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Names have up to 15 characters; longer ones are cut. */
struct finding {
	const char *kind; /* "inherited" and what docs/audit.md has besides */
	const char *generator;
	bool healed;
	const void *state; /* what was inherited, or NULL; never recorded itself */
	size_t size;
	const char *detail; /* a few words more, or NULL */
};

/* A generator was seeded by the program. */
struct seeding {
	const char *generator, *function;
	bool has_seed; /* a number, as opposed to a state restored */
	uint64_t seed;
	bool replaced;     /* by entropy (FORKSEED_CLOCK_SEEDS) */
	const void *state; /* after it, as struct finding will have it */
	size_t size;
	bool is_again; /* the number that this process gave before counts no more */
};

struct audit;
struct recording *findings_recording(void);   /* NULL: nothing is wanted */
internal extern struct audit *findings_audit; /* NULL: nothing is wanted */

static inline bool findings_wanted(void)
{
	return unlikely(findings_audit != NULL);
}

/* A number that stands for a state which is gone when it is found: a state of its own. */
uint64_t findings_digest(const void *data, size_t size);

void findings_add(const struct finding *finding);

/* A finding's kind that is none, but says of this process whether (`healed`) it may make
 * system calls that the program does not make itself: no filter kills for them. */
#define FINDINGS_MAY_ASK "may-ask"

/* The same for other preloaded objects of forkseed's, to which the reference is weak: the
 * recording when findings are wanted, else NULL; that is all when it is asked about NULL.
 */
struct recording;
__attribute__((weak, visibility("default"))) struct recording *
forkseed_record(const struct finding *finding);

/* Whether forkseed_record() can't tell yet: this process is at the shim's start, which
 * calls functions that other objects of forkseed's are in front of (dl_iterate_phdr(3);
 * syscall(2), where an allocator's mmap(2) is made of it). What begins there would be
 * told that nothing is wanted, for good; it begins at its next call. */
__attribute__((weak, visibility("default"))) bool forkseed_is_starting(void);

static inline bool shim_is_starting(void)
{
	return forkseed_is_starting && forkseed_is_starting();
}

void findings_seeded(const struct seeding *seeding);

/* A child drew from the state that it inherited. */
void findings_inherited(const char *generator, bool healed, const void *state,
			size_t size);

static inline void findings_note_draw(const char *generator, bool healed,
				      const void *state, size_t size)
{
	if (findings_wanted())
		findings_inherited(generator, healed, state, size);
}

/* In the parent, once. `file` is FORKSEED_AUDIT's. Where it can't be recorded
 * to, nothing is wanted. */
void findings_start(const char *file, bool reproducible, bool by_hooks);

/* From now on, the frames that `source` tells of (scripts.h) are recorded with each
 * place; NULL: no longer. */
void findings_set_scripts(script_source *source);

/* Around a fork: in the thread that forks, before it and in the parent after it; and in
 * the new child, which has memory of its own. */
void findings_before_fork(void);
void findings_before_clone(void *stack); /* the child's, its end */
void findings_in_parent(void);
void findings_in_child(uintptr_t thread); /* the one that forked; without TLS */
void findings_after_fork(void);           /* the same, for pthread_atfork(3) */
