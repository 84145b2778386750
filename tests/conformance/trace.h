/* SPDX-License-Identifier: MIT */
/* A small generator of the tests' own, which chooses what to call (so that the calls are
 * the same in every run), and the running sum of all that the calls gave back.
 */
#ifndef TRACE_H
#define TRACE_H

#include <stdint.h>
#include <string.h>

static uint64_t choice_state, trace;

static uint64_t choose(void)
{
	uint64_t z = choice_state += 0x9e3779b97f4a7c15;
	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static unsigned below(unsigned n)
{
	return (choose() >> 32) % n;
}

static void note(uint64_t value)
{
	trace = (trace ^ value ^ trace >> 29) * 0x9fb21c651e98df25;
}

static void note_bytes(const char *bytes, size_t size)
{
	uint64_t word = 0;
	for (; size >= sizeof word; bytes += sizeof word, size -= sizeof word) {
		memcpy(&word, bytes, sizeof word);
		note(word);
	}
	word = 0;
	memcpy(&word, bytes, size);
	note(word);
}

static void note_double(double value)
{
	uint64_t word;
	memcpy(&word, &value, sizeof word);
	note(word);
}

#endif
