/* SPDX-License-Identifier: MIT */
/*
 * A fork tree, up to three levels deep, whose every process draws; printed by place
 * ("/2/1" is the first child of the second), the unforked root ("/") last to draw. Usage:
 * tree before|after SEED LEVEL...; a process draws before or after it forks; LEVEL is a
 * list of ways to fork, "fork:16" or "fork,clone:2"; "!fork" is a fork that fails, as for
 * want of processes. Not here: which of the streams should be equal: the shell tests.
 */
#include "../hazards/ways.h"
#include "streams.h"
#include <sys/resource.h>

enum { LEVELS = 3, BASE = 17, PLACES = BASE * BASE * BASE };

static struct streams *streams;
static char **levels;
static int level_count;
static bool draws_before;
static unsigned seed;

/* This process's place: the numbers of its ancestors and itself, as digits. */
static int place, depth;

static void seed_again(void)
{
	seed_streams(seed);
}

static int failed_clone(void)
{
	return clone(clone_entry, stacks[3] + sizeof(stacks[3]), SIGCHLD, NULL);
}

static pid_t failing(const char *way)
{
	if (strcmp(way, "_Fork") == 0)
		return _Fork();
	if (strcmp(way, "forkpty") == 0)
		return forkpty(&(int){0}, NULL, NULL, NULL);
	return strcmp(way, "clone") == 0 ? failed_clone() : fork();
}

/* The limit on processes does not bind root. */
static void fail(const char *way)
{
	struct rlimit limit, none;

	if (geteuid() == 0)
		require(setresuid(65534, 65534, 65534) == 0, "setresuid");
	require(getrlimit(RLIMIT_NPROC, &limit) == 0, "getrlimit");
	none = limit;
	none.rlim_cur = 0;
	require(setrlimit(RLIMIT_NPROC, &none) == 0, "setrlimit");
	require(failing(way) < 0 && errno == EAGAIN, "a fork that fails");
	require(setrlimit(RLIMIT_NPROC, &limit) == 0, "setrlimit");
}

static const struct way *find_way(const char *name)
{
	for (int i = 0; i < WAYS; i++)
		if (strcmp(ways[i].name, name) == 0)
			return &ways[i];
	require(false, name);
	return NULL;
}

static void live(void);

static void make_children(const struct way *way, int count, int *index)
{
	int parent = place;

	for (int i = 0; i < count; i++) {
		place = parent * BASE + ++*index;
		require(*index < BASE && place < PLACES, "room for so many");
		depth++;
		way->make(live, seed_again);
		depth--;
	}
	place = parent;
}

static void make_level(char *list)
{
	char copy[256], *rest = copy, *item;
	int index = 0;

	require(strlen(list) < sizeof(copy), "a shorter list");
	strcpy(copy, list);
	while ((item = strsep(&rest, ",")) != NULL) {
		char *count = strchr(item, ':');
		if (count)
			*count++ = 0;
		if (*item == '!')
			fail(item + 1);
		else
			make_children(find_way(item), count ? atoi(count) : 1, &index);
	}
}

/* The root draws in main(), when all are made. The others wait for their children, whose
   terminal (forkpty) would hang up before they have it. */
static void live(void)
{
	struct streams *mine = &streams[place];

	if (depth > 0 && draws_before)
		draw_streams(mine);
	if (depth < level_count)
		make_level(levels[depth]);
	if (depth > 0 && !draws_before)
		draw_streams(mine);
	if (depth > 0 && reap_all() != 0)
		_exit(1);
}

static void print_place(int number)
{
	char path[64] = "/", *end = path;
	int digits[LEVELS], count = 0;

	for (int rest = number; rest > 0; rest /= BASE)
		digits[count++] = rest % BASE;
	while (count > 0)
		end += sprintf(end, "/%d", digits[--count]);
	print_streams(path, &streams[number]);
}

int main(int count, char **arguments)
{
	require(count > 3 && count - 3 <= LEVELS,
		"usage: tree before|after SEED LEVEL...");
	draws_before = strcmp(arguments[1], "before") == 0;
	seed = (unsigned)atol(arguments[2]);
	levels = arguments + 3;
	level_count = count - 3;
	streams = shared_memory(PLACES * sizeof(*streams));
	adopt_orphans();
	signal(SIGHUP, SIG_IGN); /* forkpty: a middle process that ends hangs up */
	start_streams(seed);
	live();
	draw_streams(&streams[0]);
	int status = reap_all();
	close_terminals();
	for (int i = 0; i < PLACES; i++)
		print_place(i);
	return status;
}
