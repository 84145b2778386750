/* SPDX-License-Identifier: MIT */
/* Draws what two runs of montecarlo.c threw, side by side, as an SVG on stdout: all
 * points in one square, each worker's in its own colour, and below it a small square per
 * worker. Usage: draw BARE-POINTS HEALED-POINTS. Only draws; the throwing is
 * montecarlo.c's. */
#include "point.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIDE = 480, SMALL = 102, GAP = 24, STEP = SMALL + GAP, TOP = 130, LEFT = 50 };
enum { WIDTH = 2 * SIDE + 4 * LEFT, BELOW = TOP + SIDE, SMALL_TOP = BELOW + 110 };
enum { HEIGHT = SMALL_TOP + 2 * STEP + 30, FEW = 60, MOST_POINTS = 100000 };

static const char *const colours[WORKERS] = {"#4477aa", "#ee6677", "#228833", "#ccbb44",
					     "#66ccee", "#aa3377", "#ee8833", "#555555"};

struct run {
	struct point *points;
	size_t count;
};

static struct run load(const char *file)
{
	struct run run = {.points = calloc(MOST_POINTS, sizeof(struct point))};
	FILE *in = fopen(file, "r");
	struct point point;

	if (!in || !run.points)
		err(2, "%s", file);
	while (run.count < MOST_POINTS &&
	       fscanf(in, "%d %lf %lf", &point.worker, &point.x, &point.y) == 3)
		run.points[run.count++] = point;
	fclose(in);
	if (!run.count)
		errx(2, "%s: no points", file);
	return run;
}

static void text(int x, int y, const char *style, const char *words)
{
	printf("<text x=\"%d\" y=\"%d\" %s>%s</text>\n", x, y, style, words);
}

static void square(int x, int y, int side)
{
	printf("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\" "
	       "fill=\"#fff\" "
	       "stroke=\"#bbb\"/>\n",
	       x, y, side, side);
}

/* The quarter circle whose area is pi/4 of the square's. */
static void quarter_circle(int x, int y, int side)
{
	printf("<path d=\"M%d %dA%d %d 0 0 1 %d %d\" fill=\"none\" stroke=\"#999\"/>\n",
	       x, y, side, side, x + side, y + side);
}

/* The first `most` points of one worker, as one path of dots. */
static void dots(const struct run *run, int worker, size_t most, int x, int y, int side,
		 double size)
{
	printf("<path stroke=\"%s\" stroke-width=\"%.1f\" d=\"", colours[worker], size);
	for (size_t i = 0; i < run->count && most; i++)
		if (run->points[i].worker == worker) {
			printf("M%.1f %.1fh0", x + run->points[i].x * side,
			       y + side - run->points[i].y * side);
			most--;
		}
	printf("\"/>\n");
}

static void all_points(const struct run *run, int x)
{
	square(x, TOP, SIDE);
	quarter_circle(x, TOP, SIDE);
	printf("<g fill=\"none\" stroke-linecap=\"round\" stroke-opacity=\".85\">\n");
	for (int worker = 0; worker < WORKERS; worker++)
		dots(run, worker, run->count, x, TOP, SIDE, 4);
	printf("</g>\n");
}

static void points_of_each(const struct run *run, int x)
{
	for (int worker = 0; worker < WORKERS; worker++) {
		int left = x + worker % 4 * STEP, top = SMALL_TOP + worker / 4 * STEP;
		char label[32];

		snprintf(label, sizeof(label), "worker %d", worker + 1);
		square(left, top, SMALL);
		printf("<g fill=\"none\" stroke-linecap=\"round\">");
		dots(run, worker, FEW, left, top, SMALL, 3);
		printf("</g>");
		text(left + SMALL / 2, top + SMALL + 16, "class=\"small\"", label);
	}
}

/* Sorts the points, so it comes last. */
static void caption(struct run *run, int x)
{
	size_t distinct = distinct_points(run->points, run->count);
	char words[160];

	snprintf(words, sizeof(words), "%zu points thrown, %zu different", run->count,
		 distinct);
	text(x, BELOW + 34, "class=\"count\"", words);
	snprintf(words, sizeof(words),
		 "&#960; &#8776; %.3f, error claimed &#177; %.3f, real &#177; %.3f",
		 estimate_pi(run->points, run->count), expected_error(run->count),
		 expected_error(distinct));
	text(x, BELOW + 60, "class=\"note\"", words);
	snprintf(words, sizeof(words), "The first %d points of each worker:", FEW);
	text(x, BELOW + 92, "class=\"note\"", words);
}

static void panel(struct run run, int x, const char *title)
{
	text(x, TOP - 16, "class=\"panel\"", title);
	all_points(&run, x);
	points_of_each(&run, x);
	caption(&run, x);
	free(run.points);
}

static void head(void)
{
	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
	       "width=\"%d\" "
	       "height=\"%d\" font-family=\"Helvetica, Arial, sans-serif\" "
	       "fill=\"#222\">\n",
	       WIDTH, HEIGHT, WIDTH, HEIGHT);
	printf("<title>Forked workers estimate pi, bare and with forkseed</title>\n");
	printf("<style>.title{font-size:26px;font-weight:bold}.panel{font-size:20px;"
	       "font-weight:bold}.count{font-size:20px}.note{font-size:15px;fill:#555}"
	       ".small{font-size:12px;fill:#555;text-anchor:middle}</style>\n"
	       "<rect width=\"100%%\" height=\"100%%\" fill=\"#fafafa\"/>\n");
}

int main(int argc, char **argv)
{
	if (argc != 3)
		errx(2, "usage: draw BARE-POINTS HEALED-POINTS");
	struct run bare = load(argv[1]), healed = load(argv[2]);
	head();
	text(LEFT, 46, "class=\"title\"",
	     "Eight workers throw points at a square to estimate &#960;");
	text(LEFT, 74, "class=\"note\"",
	     "The same program twice, not a byte changed. Each worker has its own "
	     "colour.");
	panel(bare, LEFT, "bare: all throw the same points");
	panel(healed, 3 * LEFT + SIDE, "with forkseed: each throws its own");
	printf("</svg>\n");
	return 0;
}
