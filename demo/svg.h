/* SPDX-License-Identifier: MIT */
/* The few shapes of an SVG picture that the demos' pictures are made of, printed to
 * stdout. What they mean is the caller's; the classes used for style are defined in
 * svg_begin(). */
#ifndef DEMO_SVG_H
#define DEMO_SVG_H

#include <stdio.h>

static inline void svg_begin(int width, int height, const char *title)
{
	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
	       "width=\"%d\" height=\"%d\" "
	       "font-family=\"Helvetica, Arial, sans-serif\" fill=\"#222\">\n",
	       width, height, width, height);
	printf("<title>%s</title>\n", title);
	printf("<style>.title{font-size:26px;font-weight:bold}"
	       ".panel{font-size:20px;font-weight:bold}.count{font-size:20px}"
	       ".note{font-size:15px;fill:#555}"
	       ".small{font-size:12px;fill:#555;text-anchor:middle}</style>\n"
	       "<rect width=\"100%%\" height=\"100%%\" fill=\"#fafafa\"/>\n");
}

static inline void svg_end(void)
{
	puts("</svg>");
}

static inline void svg_text(double x, double y, const char *class, const char *words)
{
	printf("<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">%s</text>\n", x, y, class,
	       words);
}

static inline void svg_box(double x, double y, double width, double height,
			   const char *fill, const char *stroke)
{
	printf("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"3\" "
	       "fill=\"%s\" stroke=\"%s\"/>\n",
	       x, y, width, height, fill, stroke);
}

static inline void svg_line(double x1, double y1, double x2, double y2,
			    const char *colour)
{
	printf("<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"%s\"/>\n", x1, y1, x2, y2,
	       colour);
}

static inline void svg_disc(double x, double y, double radius, const char *colour)
{
	printf("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>\n", x, y, radius,
	       colour);
}

/* The quarter of a circle around the lower left corner of a square. */
static inline void svg_quarter(double x, double y, double side, const char *colour)
{
	printf("<path d=\"M%.1f %.1fA%.1f %.1f 0 0 1 %.1f %.1f\" fill=\"none\" "
	       "stroke=\"%s\"/>\n",
	       x, y, side, side, x + side, y + side, colour);
}

/* Dots of one colour are one path: svg_dots_begin(), svg_dot()s, svg_dots_end(). */
static inline void svg_dots_begin(const char *colour, double size)
{
	printf("<path fill=\"none\" stroke-linecap=\"round\" stroke=\"%s\" "
	       "stroke-width=\"%.1f\" d=\"",
	       colour, size);
}

static inline void svg_dot(double x, double y)
{
	printf("M%.1f %.1fh0", x, y);
}

static inline void svg_dots_end(void)
{
	puts("\"/>");
}

#endif
