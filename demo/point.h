/* SPDX-License-Identifier: MIT */
/* The points that montecarlo.c and montecarlo.py throw and draw.c draws: what one is,
 * when two are the same, and what they say about pi. The workers throw EACH_ROUND
 * together ROUNDS times; a file holds the points of the first round ("worker x y", a line
 * each) and then the estimate of every round ("pi value"). */
#ifndef DEMO_POINT_H
#define DEMO_POINT_H

#include "distinct.h"

#include <math.h>

struct point {
	double x, y;
	int worker; /* from 0 */
	int round;  /* from 0 */
};

enum { WORKERS = 8, ROUNDS = 60 };

static inline int by_place(const void *a, const void *b)
{
	const struct point *p = a, *q = b;

	return p->x != q->x ? (p->x > q->x) - (p->x < q->x)
			    : (p->y > q->y) - (p->y < q->y);
}

/* Sorts the points. */
static inline size_t distinct_points(struct point *points, size_t count)
{
	return sort_and_count_distinct(points, count, sizeof(*points), by_place);
}

/* Four times the share of points that fall inside the quarter circle. */
static inline double estimate_pi(const struct point *points, size_t count)
{
	size_t inside = 0;

	for (size_t i = 0; i < count; i++)
		inside += points[i].x * points[i].x + points[i].y * points[i].y < 1;
	return 4.0 * (double)inside / (double)count;
}

/* The standard error of estimate_pi() over that many independent points. */
static inline double expected_error(size_t count)
{
	return sqrt(M_PI * (4 - M_PI) / (double)count);
}

/* By how much the estimates really miss pi (root of the mean square). */
static inline double real_error(const double *estimates, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += (estimates[i] - M_PI) * (estimates[i] - M_PI);
	return sqrt(sum / (double)count);
}

#endif
