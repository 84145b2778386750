#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# FFmpeg's filter geq computes each pixel by an expression, and random(1) in it makes noise. One expects noise all over the
# picture, and, as the generator's seed is fixed, one picture for one expression. Seen in FFmpeg 5.1.9 (Debian 12): it
# depends on the number of threads, which follows that of the processors if nobody says it, and with four of them
# the picture is one band of noise four times over, one below the other. The state of random() is kept in the parsed
# expression (source: libavutil/eval.c), and geq parses it once for each thread (libavfilter/vf_geq.c), so that each
# begins at the same place. In the next frame it is so again. A seed of each line's own, by st(1,Y) before its
# first draw, gives one picture without bands, however many threads there are.
. "$(dirname "$0")/lib.bash"
packages libavfilter-dev=7:5.1.9-0+deb12u1 libavutil-dev=7:5.1.9-0+deb12u1

# Of the static library, what other filters would need stays undefined: nothing calls it.
compile -w -no-pie -l:libavfilter.a -l:libavutil.a -lm -pthread -Wl,--unresolved-symbols=ignore-all <<'END' || exit 1
#include <libavfilter/avfilter.h>
#include <libavfilter/buffersink.h>
#include <stdio.h>
#include <stdlib.h>
/* ./program THREADS EXPRESSION: the lines of two frames of noise, of 8 pixels each. */
int main(int argc, char **argv)
{
	AVFilterGraph *graph = avfilter_graph_alloc();
	AVFilterInOut *inputs = NULL, *outputs = avfilter_inout_alloc();
	AVFilterContext *sink;
	AVFrame *frame = av_frame_alloc();
	char description[256];
	graph->nb_threads = atoi(argv[1]);
	snprintf(description, sizeof description, "color=size=8x16,format=gray,geq='%s'[noise]", argv[2]);
	avfilter_graph_create_filter(&sink, avfilter_get_by_name("buffersink"), "sink", NULL, NULL, graph);
	outputs->name = av_strdup("noise");
	outputs->filter_ctx = sink;
	if (avfilter_graph_parse_ptr(graph, description, &outputs, &inputs, NULL) < 0 ||
	    avfilter_graph_config(graph, NULL) < 0)
		return 1;
	for (int i = 0; i < 2; i++) {
		if (av_buffersink_get_frame(sink, frame) < 0)
			return 1;
		for (int y = 0; y < frame->height; y++)
			for (int x = 0; x < frame->width; x++)
				printf("%02x%s", frame->data[0][y * frame->linesize[0] + x], x == frame->width - 1 ? "\n" : "");
		av_frame_unref(frame);
	}
	return 0;
}
END

# lines THREADS FRAME EXPRESSION: the 16 lines of that frame
lines() { "$tmp/program" "$1" "$3" | if [ "$2" = 1 ]; then head -n 16; else tail -n 16; fi; }
same() { if [ "$1" = "$2" ]; then echo yes; else echo no; fi; }
noise='255*random(1)'
own='if(X,0,st(1,Y));255*random(1)'
for frame in 1 2; do
	seen 16 "frame $frame, 1 thread: distinct lines of 16" "$(lines 1 $frame "$noise" | distinct)"
	seen 8 "frame $frame, 2 threads" "$(lines 2 $frame "$noise" | distinct)"
	seen 4 "frame $frame, 4 threads" "$(lines 4 $frame "$noise" | distinct)"
done
seen yes "lines 5 to 8 of 16 are lines 1 to 4, with 4 threads" \
	"$(same "$(lines 4 1 "$noise" | sed -n 1,4p)" "$(lines 4 1 "$noise" | sed -n 5,8p)")"
seen "16 yes" "a seed for each line: distinct lines, and the same with 1 thread" \
	"$(lines 4 1 "$own" | distinct) $(same "$(lines 4 1 "$own")" "$(lines 1 1 "$own")")"
finish
