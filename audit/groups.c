/* SPDX-License-Identifier: MIT */
/*
 * Grouping and order.
 */
#include "groups.h"
#include "../shim/runtimes/runtimes.h"

#include <stdlib.h>
#include <string.h>

/* The worst first; kinds that are not here come last. */
static const char *const order[] = {
	"stuck",         "no-entropy",     "inherited",  "same-seed",
	"clock-seed",    "shared-use",     "shared-end", "shared-touch",
	"shared-unseen", "lock-inherited", "lock-held",  "unnumbered",
	"refused",       "escaped",        "unrecorded", "unwatched"};
enum { KINDS = sizeof order / sizeof *order };

bool groups_are_security(const struct verdict *verdict)
{
#define X(name, runtime, mark, words) name,
	static const char *const names[] = {KEY_ADAPTERS(X)};
#undef X
	if (strcmp(verdict->kind, "inherited") != 0 &&
	    strcmp(verdict->kind, "no-entropy") != 0)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], verdict->generator) == 0)
			return true;
	return false;
}

/* Shared keys come before all else, and streams that were not healed before those that
 * were. */
static int rank(const struct group *group)
{
	int i = 0;
	while (i < KINDS && strcmp(order[i], group->first->kind) != 0)
		i++;
	bool is_unhealed = i == 2 && group->healed < group->count;
	if (groups_are_security(group->first))
		return is_unhealed ? -3 : -2;
	return is_unhealed ? -1 : i;
}

static bool is_same_text(const char *one, const char *other)
{
	return strcmp(one ? one : "", other ? other : "") == 0;
}

static bool is_same_place(const struct trace *one, const struct trace *other)
{
	const struct frame *a = one ? trace_top(one) : NULL;
	const struct frame *b = other ? trace_top(other) : NULL;
	if (!a || !b)
		return a == b;
	if (!is_same_text(a->object, b->object) ||
	    !is_same_text(a->function, b->function))
		return false;
	/* A compiler may make several of one line: of a loop that it unrolls, say. */
	if (a->file && b->file)
		return is_same_text(a->file, b->file) && a->line == b->line;
	if (a->offset != b->offset)
		return false;
	return a->object || a->pc == b->pc;
}

/* The line of the program's own, and what it called. */
static bool is_same_line(const struct script_frame *a, const struct script_frame *b)
{
	return a->line == b->line && is_same_text(a->file, b->file) &&
	       is_same_text(a->function, b->function);
}

static bool is_same_script(const struct script *one, const struct script *other)
{
	const struct script_frame *a = script_top(one), *b = script_top(other);
	if (one == other || !a || !b)
		return one == other || a == b;
	return is_same_line(a, b) && is_same_line(one->frames, other->frames);
}

/* Which of its threads were inside differs from fork to fork. */
static bool is_same_detail(const struct verdict *one, const struct verdict *other)
{
	return strcmp(one->kind, "lock-inherited") == 0 ||
	       is_same_text(one->detail, other->detail);
}

static bool is_in(const struct group *group, const struct verdict *verdict)
{
	const struct verdict *first = group->first;
	return strcmp(first->kind, verdict->kind) == 0 &&
	       strcmp(first->generator, verdict->generator) == 0 &&
	       strcmp(first->program, verdict->program) == 0 &&
	       is_same_detail(first, verdict) &&
	       (first->where->fork == verdict->where->fork ||
		is_same_place(first->where->fork, verdict->where->fork)) &&
	       is_same_script(first->where->fork_script, verdict->where->fork_script) &&
	       is_same_script(first->where->draw_script, verdict->where->draw_script) &&
	       (first->where->draw == verdict->where->draw ||
		is_same_place(first->where->draw, verdict->where->draw));
}

/* Verdicts that are equal in all of these are in one group: the others are looked for. */
static bool is_alike(const struct verdict *one, const struct verdict *other)
{
	return one->kind == other->kind && one->generator == other->generator &&
	       one->program == other->program && one->where == other->where &&
	       is_same_detail(one, other);
}

static size_t hash_of(const struct verdict *verdict)
{
	uintptr_t hash = (uintptr_t)verdict->kind;
	hash = hash * 31 + (uintptr_t)verdict->generator / 8;
	hash = hash * 31 + (uintptr_t)verdict->program / 8;
	return hash * 31 + (uintptr_t)verdict->where / 8;
}

static uint32_t hash_text(uint32_t hash, const char *text)
{
	for (; text && *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619;
	return hash * 31;
}

/* The groups with these words, the newest first: the others can't be a verdict's. */
static unsigned *chain_of(const struct verdict *verdict)
{
	enum { CHAINS = 16384 };
	static unsigned chains[CHAINS];
	uint32_t hash = hash_text(2166136261, verdict->kind);
	hash = hash_text(hash_text(hash, verdict->generator), verdict->program);
	if (strcmp(verdict->kind, "lock-inherited") != 0)
		hash = hash_text(hash, verdict->detail);
	return &chains[hash % CHAINS];
}

static unsigned add(struct groups *groups, const struct verdict *first, unsigned next)
{
	size_t count = groups->count++;
	if ((count & (count - 1)) == 0)
		groups->list = realloc(groups->list,
				       (count ? 2 * count : 1) * sizeof *groups->list);
	groups->list[count] = (struct group){.first = first, .next = next};
	return (unsigned)groups->count;
}

/* Its number, from 1 on. There may be a hundred thousand groups, and as many verdicts
 * that go round a few. */
static unsigned find(struct groups *groups, const struct verdict *verdict)
{
	static const struct verdict *seen[4096];
	size_t at = hash_of(verdict) % (sizeof seen / sizeof *seen);
	if (seen[at] && is_alike(seen[at], verdict))
		return (unsigned)seen[at]->group;
	seen[at] = verdict;
	unsigned *chain = chain_of(verdict), oldest = 0;
	for (unsigned i = *chain; i; i = groups->list[i - 1].next)
		if (is_in(&groups->list[i - 1], verdict))
			oldest = i;
	if (!oldest)
		oldest = *chain = add(groups, verdict, *chain);
	return oldest;
}

static int compare(const void *one, const void *other)
{
	const struct group *a = one, *b = other;
	int ranks = rank(a) - rank(b);
	if (ranks != 0)
		return ranks;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return a->first < b->first ? -1 : 1;
}

/* By group, and then by process. */
static int compare_owners(const void *one, const void *other)
{
	const struct verdict *a = *(struct verdict *const *)one;
	const struct verdict *b = *(struct verdict *const *)other;
	if (a->group != b->group)
		return a->group - b->group;
	return (a->process > b->process) - (a->process < b->process);
}

/* A process that drew from several generators in one place has several findings there. */
static void count_processes(struct groups *groups, struct verdicts *verdicts)
{
	struct verdict **sorted = calloc(verdicts->count + 1, sizeof *sorted);
	for (size_t i = 0; i < verdicts->count; i++)
		sorted[i] = &verdicts->list[i];
	qsort(sorted, verdicts->count, sizeof *sorted, compare_owners);
	for (size_t i = 0; i < verdicts->count; i++) {
		const struct verdict *verdict = sorted[i];
		bool is_again = i && compare_owners(&sorted[i - 1], &sorted[i]) == 0;
		if (verdict->group && (!verdict->process || !is_again))
			groups->list[verdict->group - 1].processes++;
	}
	free(sorted);
}

/* The worst first. */
static void sort(struct groups *groups, struct verdicts *verdicts)
{
	int *now = calloc(groups->count + 1, sizeof *now);
	if (groups->count)
		qsort(groups->list, groups->count, sizeof *groups->list, compare);
	for (size_t i = 0; i < groups->count; i++)
		now[groups->list[i].first->group] = (int)i + 1;
	for (size_t i = 0; i < verdicts->count; i++)
		verdicts->list[i].group = now[verdicts->list[i].group];
	free(now);
}

struct groups groups_of(struct verdicts *verdicts)
{
	struct groups groups = {0};
	for (size_t i = 0; i < verdicts->count; i++) {
		struct verdict *verdict = &verdicts->list[i];
		if (verdict->suppressed)
			continue;
		verdict->group = (int)find(&groups, verdict);
		struct group *group = &groups.list[verdict->group - 1];
		group->count++;
		group->healed += verdict->healed;
		group->parents_drew += verdict->parent_drew == DREW_YES;
	}
	sort(&groups, verdicts);
	count_processes(&groups, verdicts);
	return groups;
}
