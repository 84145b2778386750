/* SPDX-License-Identifier: MIT */
/* growth CHILDREN: a parent forks so many children, one after the other, each of which
 * draws once; then it and a parent that has forked none take turns, and what is compared
 * is their next children's first draws. Prints, of old parent and new one: nanoseconds
 * and page faults of a child's first draw, nanoseconds of fork + _exit + waitpid
 * (medians); and the old parent's resident kilobytes, before its first child and behind
 * its last. */
#include "bench.h"

#include <spawn.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { TURNS = 1000, WARM_UP = 50, FIGURES = 3 };

extern char **environ;

struct figures {
	double draw, faults, life;
};

static struct figures *childs; /* shared with it */

static long faults_so_far(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

/* The first turn brings in the pages of this code, of the stack and of the clock. */
static void measure_draw(int draws)
{
	long faults = faults_so_far();
	double start = now_ns();
	for (int i = 0; i < draws; i++)
		rand();
	childs->draw = now_ns() - start;
	childs->faults = (double)(faults_so_far() - faults);
}

static struct figures one_child(void)
{
	double start = now_ns();
	pid_t child = fork();
	if (child < 0)
		give_up("fork");
	if (child == 0) {
		measure_draw(0);
		measure_draw(1);
		_exit(0);
	}
	if (waitpid(child, NULL, 0) != child)
		give_up("waitpid");
	struct figures figures = *childs;
	figures.life = now_ns() - start;
	return figures;
}

/* The new parent: a child for each byte that it reads. */
static int serve(void)
{
	char turn;
	while (read(STDIN_FILENO, &turn, 1) == 1) {
		struct figures figures = one_child();
		if (write(STDOUT_FILENO, &figures, sizeof figures) != sizeof figures)
			give_up("write");
	}
	return 0;
}

static void start_new_parent(int to[2], int from[2])
{
	pid_t child;
	posix_spawn_file_actions_t files;
	char *command[] = {"growth", NULL};
	if (pipe(to) || pipe(from) || posix_spawn_file_actions_init(&files))
		give_up("pipe");
	posix_spawn_file_actions_adddup2(&files, to[0], STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&files, from[1], STDOUT_FILENO);
	posix_spawn_file_actions_addclose(&files, to[1]);
	if (posix_spawn(&child, "/proc/self/exe", &files, NULL, command, environ))
		give_up("posix_spawn");
}

static int compare(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;
	return (a > b) - (a < b);
}

/* Of one figure of all turns. */
static double median(const struct figures *all, int figure)
{
	static double sorted[TURNS];
	for (int i = 0; i < TURNS; i++)
		sorted[i] = ((const double *)&all[i])[figure];
	qsort(sorted, TURNS, sizeof *sorted, compare);
	return sorted[TURNS / 2];
}

static void take_turns(struct figures old[TURNS], struct figures new[TURNS])
{
	int to[2], from[2];
	start_new_parent(to, from);
	for (int i = -WARM_UP; i < TURNS; i++) {
		struct figures *theirs = &new[i < 0 ? 0 : i];
		if (write(to[1], "", 1) != 1 ||
		    read(from[0], theirs, sizeof *theirs) != sizeof *theirs)
			give_up("the new parent");
		old[i < 0 ? 0 : i] = one_child();
	}
}

int main(int argc, char **argv)
{
	static struct figures old[TURNS], new[TURNS];
	childs = mmap(NULL, sizeof *childs, PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (childs == MAP_FAILED)
		give_up("mmap");
	rand();
	if (argc != 2)
		return serve();
	pin_to_this_core();
	for (int i = 0; i < WARM_UP; i++)
		one_child();
	own_kilobytes("Rss"); /* which takes pages itself, once */
	long before = own_kilobytes("Rss"), children = atol(argv[1]);
	for (long i = 0; i < children; i++)
		one_child();
	long behind = own_kilobytes("Rss");
	take_turns(old, new);
	for (int figure = 0; figure < FIGURES; figure++)
		printf("%.1f %.1f ", median(old, figure), median(new, figure));
	printf("%ld %ld\n", before, behind);
	return 0;
}
