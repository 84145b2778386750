/* SPDX-License-Identifier: MIT */
/* spaces CASE: a client's connection that children in another pid namespace inherit,
 * which they do not share with their parent, or who all are in one. */
#define _GNU_SOURCE
#include "client.h"

#include <sched.h>

static void fork_within(int fd)
{
	spawn(ask_as_child, fd);
	wait_all();
}

static void set_children_apart(void)
{
	if (unshare(CLONE_NEWPID) < 0) {
		say("no pid namespace here\n");
		exit(0);
	}
}

/* A pid namespace's first process has no parent there, nor has its child the owner. */
static void apart_from_owner(void)
{
	int fd = client();
	set_children_apart();
	between(fd, fork_within);
}

/* Both may be process 1, each in its own. */
static void first_of_its_own(void)
{
	int fd = client();
	set_children_apart();
	between(fd, ask_as_child);
}

static void child_asks(void)
{
	between(client(), ask_as_child);
}

static struct gate parents_turn;

static void ask_after_parent(int fd)
{
	await(parents_turn);
	ask_as_child(fd);
}

static void shared_with_one_apart(void)
{
	int fd = client();
	parents_turn = gate();
	set_children_apart();
	spawn(ask_after_parent, fd);
	ask(fd, "the parent");
	go(parents_turn);
	wait_all();
}

static const struct named_case cases[] = {
	CASE(apart_from_owner),
	CASE(first_of_its_own),
	CASE(child_asks),
	CASE(shared_with_one_apart),
};

int main(int count, char **words)
{
	return run_case(cases, sizeof cases / sizeof *cases, count > 1 ? words[1] : NULL);
}
