#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# OpenCV's cv::parallel_for_(), whose body fills rows of a matrix with numbers of theRNG(). That is one for each thread, so
# that one expects rows of different threads to differ, or to begin alike at worst, and rows of one thread to go on.
# Seen in OpenCV 4.6.0 (Debian 12): all rows are the same, whichever thread made them, and with one thread allowed
# all differ. Before each piece of the loop the thread's generator becomes a copy of that of the thread that began
# the loop (source: modules/core/src/parallel.cpp, ParallelLoopBodyWrapper), which moves on by one step when all is done:
# so the next loop draws what this one drew, but for its first number. (A seed in the body, from the row's number,
# parts them.)
. "$(dirname "$0")/lib.bash"
packages libopencv-core-dev=4.6.0+dfsg-12 libopencv-core406=4.6.0+dfsg-12 libtbb12=2021.8.0-2+deb12u1 \
	libblas3=3.11.0-2 liblapack3=3.11.0-2 libgfortran5=12.2.0-14+deb12u1 libquadmath0=12.2.0-14+deb12u1

cat >"$tmp/program.cc" <<'END'
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <opencv2/core.hpp>
/* ./program THREADS LOOP [seed]: fills 8 rows in each of LOOP loops; prints those of the last. */
int main(int argc, char **argv)
{
	cv::Mat rows(8, 4, CV_32S);
	cv::setNumThreads(atoi(argv[1]));
	for (int loop = 0; loop < atoi(argv[2]); loop++)
		cv::parallel_for_(cv::Range(0, rows.rows), [&](const cv::Range &range) {
			for (int i = range.start; i < range.end; i++) {
				if (argc > 3)
					cv::theRNG() = cv::RNG(1 + i);
				for (int j = 0; j < rows.cols; j++)
					rows.at<int>(i, j) = cv::theRNG().uniform(0, 1000000000);
			}
		});
	for (int i = 0; i < rows.rows; i++)
		printf("%d %d %d %d\n", rows.at<int>(i, 0), rows.at<int>(i, 1), rows.at<int>(i, 2), rows.at<int>(i, 3));
}
END
# shellcheck disable=SC2046 # flags are words
c++ -O1 -w -I"$root/usr/include/opencv4" "$tmp/program.cc" -o "$tmp/program" $(tr ':' '\n' <<<"$libraries" | sed 's/^/-L/') \
	-l:libopencv_core.so.406 -Wl,--allow-shlib-undefined || exit 1

rows() { run "$tmp/program" "$@" 2>"$tmp/err"; } # oneTBB warns of more threads than processors
seen 8 "setNumThreads(1): distinct rows of 8" "$(rows 1 1 | distinct)"
seen 1 "setNumThreads(2)" "$(rows 2 1 | distinct)"
seen 1 "setNumThreads(4)" "$(rows 4 1 | distinct)"
seen "$(rows 2 1 | head -n 1 | cut -d' ' -f2-)" "the first three numbers of a second loop, those of the first loop from its second on" \
	"$(rows 2 2 | head -n 1 | cut -d' ' -f1-3)"
seen 8 "setNumThreads(4), a seed for each row" "$(rows 4 1 seed | distinct)"
finish
