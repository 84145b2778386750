/* SPDX-License-Identifier: MIT */
/*
 * The processes below this one, by /proc/PID/task/TID/children (proc(5)). Where the
 * kernel has no such file, none are found.
 */
#include "launcher.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { MOST_DEPTH = 64, MOST_VISITS = 4096 };

struct walk {
	void (*visit)(int pid);
	bool (*ends)(int pid); /* not this one, nor what is below it; or NULL */
	unsigned count;
	int depth;
};

static void walk_process(struct walk *walk, const char *pid);

static const char *read_text(const char *path)
{
	static char none[1];
	size_t size = 0, room = 1 << 16;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *text = fd < 0 ? NULL : malloc(room);
	ssize_t got = 0;
	while (text && size < room - 1 &&
	       (got = read(fd, text + size, room - 1 - size)) > 0)
		size += (size_t)got;
	if (text)
		text[size] = 0;
	if (fd >= 0)
		close(fd);
	return text ? text : none;
}

/* The launcher frees nothing, but it may stay for days, and look every second. */
static void release(const char *text)
{
	if (*text)
		free((char *)text);
}

static bool is_zombie(const char *pid)
{
	char path[64];
	snprintf(path, sizeof path, "/proc/%s/stat", pid);
	const char *stat = read_text(path), *end = strrchr(stat, ')');
	bool zombie = !end || strchr("ZX", end[2]);
	release(stat);
	return zombie;
}

static void visit_child(struct walk *walk, const char *pid)
{
	bool lives = !is_zombie(pid);
	if (lives && walk->ends && walk->ends(atoi(pid)))
		return;
	if (lives) {
		walk->visit(atoi(pid));
		walk->count++;
	}
	walk_process(walk, pid);
}

static void walk_children(struct walk *walk, const char *path)
{
	const char *text = read_text(path);
	char *copy = strdup(text), *rest = copy;
	for (char *pid; (pid = strsep(&rest, " \n"));)
		if (*pid && walk->count < MOST_VISITS)
			visit_child(walk, pid);
	free(copy);
	release(text);
}

static void walk_process(struct walk *walk, const char *pid)
{
	char tasks[64], path[400];
	snprintf(tasks, sizeof tasks, "/proc/%s/task", pid);
	DIR *directory = ++walk->depth < MOST_DEPTH ? opendir(tasks) : NULL;
	for (struct dirent *task; directory && (task = readdir(directory));)
		if (*task->d_name != '.') {
			snprintf(path, sizeof path, "%s/%s/children", tasks,
				 task->d_name);
			walk_children(walk, path);
		}
	if (directory)
		closedir(directory);
	walk->depth--;
}

unsigned for_each_descendant(void (*visit)(int pid))
{
	struct walk walk = {.visit = visit};
	walk_process(&walk, "self");
	return walk.count;
}

void for_each_audited(void (*visit)(int pid))
{
	struct walk walk = {.visit = visit, .ends = is_inner_launcher};
	walk_process(&walk, "self");
}
