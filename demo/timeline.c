/* SPDX-License-Identifier: MIT */
/* Draws what became of the children in two runs of hang, side by side, as an SVG on
 * stdout: each is a bar from its fork to its end, one below the other; those that hung
 * are red and have no end. Usage: timeline BARE-TIMES HEALED-TIMES TITLE. Only draws. */
#include "svg.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIDE = 480, LEFT = 50, TOP = 130, WIDTH = 2 * SIDE + 4 * LEFT };
enum { AXIS = TOP + SIDE + 6, CAPTION = AXIS + 60, HEIGHT = CAPTION + 40 };
enum { MOST_CHILDREN = 1000, MOST_TICKS = 6 };

struct child {
	double forked, finished; /* milliseconds; the second is negative where it hung */
};

struct run {
	struct child children[MOST_CHILDREN];
	int count, hung;
	double last; /* something happened */
};

static void load(struct run *run, const char *file)
{
	FILE *in = fopen(file, "r");
	struct child child;

	if (!in)
		err(2, "%s", file);
	while (run->count < MOST_CHILDREN &&
	       fscanf(in, "%lf %lf", &child.forked, &child.finished) == 2) {
		double last = child.finished < 0 ? child.forked : child.finished;
		run->children[run->count++] = child;
		run->hung += child.finished < 0;
		run->last = last > run->last ? last : run->last;
	}
	fclose(in);
	if (!run->count)
		errx(2, "%s: not a file of times", file);
}

/* Milliseconds between ticks: 1, 2 or 5, and so many noughts. */
static double step_of(double span)
{
	static const double grow[] = {2, 2.5, 2};
	double step = 1;

	for (int i = 0; span / step > MOST_TICKS; i++)
		step *= grow[i % 3];
	return step;
}

static void axis(int x, double span)
{
	double step = step_of(span);
	char label[32];

	svg_line(x, AXIS, x + SIDE, AXIS, "#888");
	for (double tick = 0; tick <= span; tick += step) {
		double at = x + SIDE * tick / span;
		snprintf(label, sizeof(label), "%.0f ms", tick);
		svg_line(at, AXIS, at, AXIS + 5, "#888");
		svg_text(at, AXIS + 20, "small", label);
	}
}

static void bars(const struct run *run, int x, double span)
{
	double height = (double)SIDE / run->count;

	for (int i = 0; i < run->count; i++) {
		const struct child *child = &run->children[i];
		int hung = child->finished < 0;
		double end = hung ? span : child->finished;
		double width = SIDE * (end - child->forked) / span;

		svg_box(x + SIDE * child->forked / span, TOP + i * height,
			width < 3 ? 3 : width, height * 0.8, hung ? "#cc3311" : "#228833",
			"none");
	}
}

static void panel(const struct run *run, int x, double span, const char *title)
{
	char words[80];

	svg_text(x, TOP - 16, "panel", title);
	svg_box(x, TOP - 4, SIDE, SIDE + 8, "#fff", "#bbb");
	bars(run, x, span);
	axis(x, span);
	snprintf(words, sizeof(words), "%d children, %d wait for ever", run->count,
		 run->hung);
	svg_text(x, CAPTION, "count", words);
}

int main(int argc, char **argv)
{
	static struct run bare, healed;

	if (argc != 4)
		errx(2, "usage: timeline BARE-TIMES HEALED-TIMES TITLE");
	load(&bare, argv[1]);
	load(&healed, argv[2]);
	double span = 1.15 * (bare.last > healed.last ? bare.last : healed.last);
	svg_begin(WIDTH, HEIGHT, argv[3]);
	svg_text(LEFT, 46, "title", argv[3]);
	svg_text(LEFT, 74, "note",
		 "The same program twice, not a byte changed. A bar is a child, from its "
		 "fork to its end; red: it waits for a lock that nobody will give back.");
	panel(&bare, LEFT, span, "bare: children hang");
	panel(&healed, 3 * LEFT + SIDE, span, "with forkseed --locks=heal: none does");
	svg_end();
	return 0;
}
