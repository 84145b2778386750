/* SPDX-License-Identifier: MIT
 *
 * What opencv.c draws from, for C to call.
 */
#include <opencv2/core.hpp>
#include <cstdio>

extern "C" void draw_matrix(char line[256]);
extern "C" void draw_words(char line[256]);
extern "C" void seed(void);
extern "C" void begin(void);

void draw_matrix(char line[256])
{
	cv::Mat uniform(1, 2, CV_32S), normal(1, 2, CV_64F);
	cv::randu(uniform, 0, 1 << 30);
	cv::randn(normal, 0, 1);
	std::snprintf(line, 256, "%d %d %.17g", uniform.at<int>(0), uniform.at<int>(1),
		      normal.at<double>(1));
}

void draw_words(char line[256])
{
	unsigned one = cv::theRNG().next(), other = cv::theRNG().next();
	std::snprintf(line, 256, "%08x %08x %.17g", one, other, cv::theRNG().uniform(0., 1.));
}

void seed()
{
	cv::setRNGSeed(42);
}

/* A child of a thread that was caught in the middle of it would wait for ever, bare as well. */
void begin()
{
	cv::theRNG();
}
