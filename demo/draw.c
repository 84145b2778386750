/* SPDX-License-Identifier: MIT */
/* Draws what two runs of montecarlo threw, side by side, as an SVG on stdout: the points
 * of the first round in one square, each worker's in its own colour, below it a small
 * square per worker, and then the estimates of all rounds beside the error that they
 * claim. Usage: draw BARE-POINTS HEALED-POINTS TITLE. Only draws; the throwing is done
 * elsewhere. */
#include "point.h"
#include "svg.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIDE = 480, LEFT = 50, TOP = 130, WIDTH = 2 * SIDE + 4 * LEFT };
enum { CAPTION = TOP + SIDE + 34 };
enum { FEW = 25, SMALL = 53, STEP = 61, EACH_TOP = CAPTION + 42 };
enum { BINS = 48, BIN = SIDE / BINS, STRIP_TOP = EACH_TOP + SMALL + 92, STRIP = 190 };
enum { HEIGHT = STRIP_TOP + STRIP + 50, MOST_POINTS = 100000 };

/* What the strip of estimates shows, each side of pi. */
static const double reach = 0.25;

static const char *const colours[WORKERS] = {"#4477aa", "#ee6677", "#228833", "#ccbb44",
					     "#66ccee", "#aa3377", "#ee8833", "#777777"};
static const char *const shared = "#222222";

struct run {
	struct point *points; /* worker by worker */
	size_t count;
	double estimates[ROUNDS];
};

static struct run load(const char *file)
{
	struct run run = {.points = calloc(MOST_POINTS, sizeof(struct point))};
	FILE *in = fopen(file, "r");
	struct point point;
	int rounds = 0;

	if (!in || !run.points)
		err(2, "%s", file);
	while (run.count < MOST_POINTS &&
	       fscanf(in, "%d %lf %lf", &point.worker, &point.x, &point.y) == 3)
		run.points[run.count++] = point;
	while (rounds < ROUNDS && fscanf(in, " pi %lf", &run.estimates[rounds]) == 1)
		rounds++;
	fclose(in);
	if (!run.count || rounds < ROUNDS)
		errx(2, "%s: not a file of points", file);
	return run;
}

static void dot(const struct point *point, int x, int y, int side)
{
	svg_dot(x + point->x * side, y + side - point->y * side);
}

static int is_shared(const struct point *sorted, size_t count, size_t i)
{
	return (i > 0 && !by_place(&sorted[i], &sorted[i - 1])) ||
	       (i + 1 < count && !by_place(&sorted[i], &sorted[i + 1]));
}

/* All points that `worker` alone threw; those of several workers for -1. */
static void dots_of(const struct point *sorted, size_t count, int worker, int x)
{
	svg_dots_begin(worker < 0 ? shared : colours[worker], 4);
	for (size_t i = 0; i < count; i++)
		if ((is_shared(sorted, count, i) ? -1 : sorted[i].worker) == worker)
			dot(&sorted[i], x, TOP, SIDE);
	svg_dots_end();
}

/* Sorts the points. */
static void all_points(struct run *run, int x)
{
	char words[160];
	size_t distinct = distinct_points(run->points, run->count);

	svg_box(x, TOP, SIDE, SIDE, "#fff", "#bbb");
	for (int worker = -1; worker < WORKERS; worker++)
		dots_of(run->points, run->count, worker, x);
	svg_quarter(x, TOP, SIDE, "#666");
	snprintf(words, sizeof(words), "%zu points thrown, %zu different", run->count,
		 distinct);
	svg_text(x, CAPTION, "count", words);
}

static void first_points(const struct run *run, int worker, int x)
{
	size_t shown = 0;

	svg_box(x, EACH_TOP, SMALL, SMALL, "#fff", "#bbb");
	svg_dots_begin(colours[worker], 4);
	for (size_t i = 0; i < run->count && shown < FEW; i++)
		if (run->points[i].worker == worker) {
			dot(&run->points[i], x, EACH_TOP, SMALL);
			shown++;
		}
	svg_dots_end();
}

static void points_of_each(const struct run *run, int x)
{
	char words[80];

	snprintf(words, sizeof(words), "The first %d points of each worker:", FEW);
	svg_text(x, EACH_TOP - 12, "note", words);
	for (int worker = 0; worker < WORKERS; worker++)
		first_points(run, worker, x + worker * STEP);
}

/* Where an estimate stands in the strip, from its left edge. */
static double place(double estimate)
{
	double at = (estimate - M_PI + reach) / (2 * reach);

	return SIDE * (at < 0 ? 0 : at > 1 ? 1 : at);
}

static void axis(int x, int y)
{
	char label[16];

	for (double tick = 2.9; tick < 3.35; tick += 0.1) {
		snprintf(label, sizeof(label), "%.1f", tick);
		svg_line(x + place(tick), y, x + place(tick), y + 5, "#888");
		svg_text(x + place(tick), y + 20, "small", label);
	}
	svg_line(x + place(M_PI), y - STRIP + 16, x + place(M_PI), y, "#444");
	svg_text(x + place(M_PI), y - STRIP + 10, "count\" text-anchor=\"middle",
		 "&#960;");
	svg_line(x, y, x + SIDE, y, "#888");
}

/* Each estimate is a disc, stacked on those of about the same value. Returns how many lie
 * within the error that they claim. */
static int stack(const double *estimates, double claimed, int x, int y)
{
	int height[BINS + 1] = {0}, within = 0;

	for (int i = 0; i < ROUNDS; i++) {
		int bin = (int)(place(estimates[i]) / BIN);
		int good = fabs(estimates[i] - M_PI) <= claimed;

		svg_disc(x + (bin + 0.5) * BIN, y - (height[bin]++ + 0.5) * BIN,
			 BIN / 2.0 - 0.7, good ? "#228833" : "#cc3311");
		within += good;
	}
	return within;
}

static void strip(const struct run *run, int x)
{
	int bottom = STRIP_TOP + STRIP;
	double claimed = expected_error(run->count), left = place(M_PI - claimed);
	char words[160];

	svg_box(x + left, STRIP_TOP + 16, SIDE - 2 * left, STRIP - 16, "#dfeadf", "none");
	axis(x, bottom);
	int within = stack(run->estimates, claimed, x, bottom);
	snprintf(words, sizeof(words),
		 "%d estimates: error claimed &#177; %.3f, real &#177; %.3f", ROUNDS,
		 claimed, real_error(run->estimates, ROUNDS));
	svg_text(x, STRIP_TOP - 40, "count", words);
	snprintf(words, sizeof(words),
		 "%d lie within the claimed error (green), about %d should", within,
		 (int)(ROUNDS * 0.683 + 0.5));
	svg_text(x, STRIP_TOP - 16, "note", words);
}

static void panel(struct run run, int x, const char *title)
{
	svg_text(x, TOP - 16, "panel", title);
	points_of_each(&run, x);
	strip(&run, x);
	all_points(&run, x);
	free(run.points);
}

int main(int argc, char **argv)
{
	if (argc != 4)
		errx(2, "usage: draw BARE-POINTS HEALED-POINTS TITLE");
	struct run bare = load(argv[1]), healed = load(argv[2]);
	svg_begin(WIDTH, HEIGHT, argv[3]);
	svg_text(LEFT, 46, "title", argv[3]);
	svg_text(LEFT, 74, "note",
		 "The same program twice, not a byte changed. Each worker has its own "
		 "colour; black: several threw this point.");
	panel(bare, LEFT, "bare: all throw the same points");
	panel(healed, 3 * LEFT + SIDE, "with forkseed: each throws its own");
	svg_end();
	return 0;
}
