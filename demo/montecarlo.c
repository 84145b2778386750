/* SPDX-License-Identifier: MIT */
/* Estimates pi by throwing points at a square: the parent seeds drand48() once, forks
 * eight workers, and collects through a pipe what they threw. Knows nothing of forkseed.
 * Usage: montecarlo POINTS-PER-WORKER FILE; FILE is for draw.c (point.h). Exits with 0
 * when all points differ, 1 when workers threw the same ones, 2 on errors. */
#include "point.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static _Noreturn void throw_points(int worker, size_t count, int results)
{
	for (size_t i = 0; i < ROUNDS * count; i++) {
		struct point point = {.worker = worker, .round = (int)(i / count)};
		point.x = drand48();
		point.y = drand48();
		/* Shorter than PIPE_BUF: arrives in one piece. */
		if (write(results, &point, sizeof(point)) != sizeof(point))
			_exit(2);
	}
	_exit(0);
}

/* Starts the workers; returns the end of the pipe that their points come out of. */
static FILE *start_workers(size_t each)
{
	int ends[2];

	if (pipe(ends))
		err(2, "pipe");
	for (int worker = 0; worker < WORKERS; worker++)
		switch (fork()) {
		case -1:
			err(2, "fork");
		case 0:
			throw_points(worker, each, ends[1]);
		}
	close(ends[1]);
	return fdopen(ends[0], "r");
}

static int by_round(const void *a, const void *b)
{
	const struct point *p = a, *q = b;

	return p->round != q->round ? p->round - q->round : p->worker - q->worker;
}

/* Round by round: they came in as the workers wrote them. */
static struct point *collect(FILE *results, size_t count)
{
	struct point *points = calloc(count, sizeof(*points));

	if (!points || fread(points, sizeof(*points), count, results) != count)
		errx(2, "a worker died");
	while (wait(NULL) > 0)
		;
	qsort(points, count, sizeof(*points), by_round);
	return points;
}

static void print_first_points(const struct point *points, size_t each)
{
	for (int worker = 0; worker < WORKERS; worker++)
		printf("worker %d  first (%.4f, %.4f)\n", worker + 1,
		       points[(size_t)worker * each].x, points[(size_t)worker * each].y);
}

static void save(const char *file, const struct point *points, size_t count,
		 const double *estimates)
{
	FILE *out = fopen(file, "w");

	if (!out)
		err(2, "%s", file);
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%d %.15f %.15f\n", points[i].worker, points[i].x,
			points[i].y);
	for (int i = 0; i < ROUNDS; i++)
		fprintf(out, "pi %.15f\n", estimates[i]);
	if (fclose(out))
		err(2, "%s", file);
}

/* Sorts the points; returns how many differ. */
static size_t report(struct point *points, size_t count, const double *estimates)
{
	size_t distinct = distinct_points(points, count);

	printf("pi is about %.4f\n", estimates[0]);
	printf("  the error it claims  +/- %.3f\n", expected_error(count));
	printf("  its error in %d runs +/- %.3f\n", ROUNDS,
	       real_error(estimates, ROUNDS));
	printf("%zu points, %zu different\n", count, distinct);
	return distinct;
}

int main(int argc, char **argv)
{
	size_t each = argc == 3 ? strtoul(argv[1], NULL, 10) : 0, count = WORKERS * each;
	double estimates[ROUNDS];

	if (!each)
		errx(2, "usage: montecarlo POINTS-PER-WORKER FILE");
	srand48(time(NULL));
	struct point *points = collect(start_workers(each), ROUNDS * count);
	for (size_t i = 0; i < ROUNDS; i++)
		estimates[i] = estimate_pi(points + i * count, count);
	print_first_points(points, each);
	save(argv[2], points, count, estimates);
	return report(points, count, estimates) < count;
}
