/* SPDX-License-Identifier: MIT */
/*
 * Advice is the program's own language's, and names the option that helps here: what the
 * shim healed is cured by running under it, what it left alone is not.
 */
#include "advice.h"
#include "../launcher/doctor/field.h"
#include "doctor/field-table.h"
#include "escapes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static const char *joined(const char *one, const char *other, const char *more)
{
	char *text;
	if (asprintf(&text, "%s%s%s", one, other, more) < 0)
		abort();
	return text;
}

/* By a runtime's name in the settings, which its findings have. */
static const char *of_runtime(const char *name)
{
	for (size_t i = 0; i < sizeof generators / sizeof *generators; i++)
		if (*generators[i].row && strcmp(generators[i].row, name) == 0)
			return joined("in each child: ", generators[i].advice, "");
	return "seed each child after the fork, from getrandom(2)";
}

static const char *in_the_program(const struct verdict *verdict)
{
	const char *generator = verdict->generator;
	if (groups_are_security(verdict))
		return "keys and nonces come from it, and are the same in these "
		       "processes: start the library, or reseed it, in each child";
	if (begins(generator, "numpy."))
		return "make a generator in each child (default_rng()), or give each "
		       "task a seed of its own (SeedSequence.spawn())";
	if (strcmp(generator, "python.random") == 0)
		return "call random.seed() in each worker, by "
		       "os.register_at_fork(after_in_child=...) or a Pool's initializer";
	if (begins(generator, "python."))
		return "call the object's seed() in each worker, by "
		       "os.register_at_fork(after_in_child=...) or a Pool's initializer";
	return of_runtime(generator);
}

/* What the program seeded itself is left alone but under --seed, and then told in detail.
 * Anything else is left alone for --keep. */
static const char *from_outside(const struct group *group)
{
	const char *detail = group->first->detail;
	if (detail && *detail)
		return "; or run with --seed";
	return group->healed == group->count
		       ? "; or keep it under forkseed, which healed it"
		       : "; or run without --keep";
}

/* For --peers: "10.0.0.7:5432, shut down" and "unix:/run/x.sock, shut down". */
static const char *peer_of(const char *detail)
{
	const char *end = strrchr(detail, ',');
	char *peer = strndup(detail, end ? (size_t)(end - detail) : strlen(detail));
	const char *port = begins(peer, "unix:") ? NULL : strrchr(peer, ':');
	return port ? port + 1 : peer;
}

/* --clock-seeds is for libc's. */
static bool is_of_libc(const char *generator)
{
	return strcmp(generator, "random") == 0 || strcmp(generator, "drand48") == 0;
}

static const char *of_unwatched(const char *what)
{
	if (strcmp(what, UNWATCHED_NESTED) == 0)
		return "see its own report; or suppress this, or leave one of the two "
		       "audits out";
	return strcmp(what, UNWATCHED_LIBC) == 0
		       ? "look it up by dlopen(NULL), in Python CDLL(None); or suppress "
			 "this, if no child draws from it"
		       : NULL;
}

const char *advice_for(const struct group *group, const char *usual)
{
	const struct verdict *first = group->first;
	if (strcmp(first->kind, "inherited") == 0)
		return joined(in_the_program(first), from_outside(group), "");
	if (strcmp(first->kind, "clock-seed") == 0 && !is_of_libc(first->generator))
		return joined("take no seed from the clock; ", in_the_program(first), "");
	if ((strcmp(first->kind, "shared-use") == 0 ||
	     strcmp(first->kind, "shared-end") == 0 ||
	     strcmp(first->kind, "shared-unseen") == 0) &&
	    first->detail && *first->detail)
		return joined(usual, " --peers=", peer_of(first->detail));
	const char *by_cause = !first->detail ? NULL
			       : strcmp(first->kind, "unwatched") == 0
				       ? of_unwatched(first->detail)
				       : escapes_advice(first->detail);
	return by_cause ? by_cause : usual;
}
