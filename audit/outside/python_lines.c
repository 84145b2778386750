/* SPDX-License-Identifier: MIT */
/*
 * Reading the three forms of CPython's tables of lines. Nothing else is known of it here.
 */
#include "python_lines.h"
#include "outside.h"

enum {
	TYPE = 8, /* in an object of bytes */
	SIZE = 16,
	BYTES = 32,
	MOST_BYTES = 1 << 24,
	NO_LINE = -128, /* 3.10 */
	UNIT = 2,       /* bytes an instruction */
	/* the codes of 3.11's entries */
	FIRST_OF_ONE_LINE = 10,
	ONE_LINE_WITHOUT_COLUMNS = 13,
	SEVERAL_LINES = 14,
	NONE = 15,
};

struct reader {
	uint64_t at, end;
};

/* 0 at the end. */
static unsigned take(struct reader *reader)
{
	unsigned char byte = 0;
	if (reader->at < reader->end)
		outside_read(reader->at++, &byte, 1);
	return byte;
}

/* Six bits a byte, the lowest first; the lowest of all is the sign. */
static int take_signed(struct reader *reader)
{
	unsigned byte = take(reader), value = byte & 63;
	for (unsigned shift = 6; byte & 64 && shift < 30; shift += 6) {
		byte = take(reader);
		value |= (byte & 63) << shift;
	}
	return value & 1 ? -(int)(value >> 1) : (int)(value >> 1);
}

static int delta_of(struct reader *reader, unsigned code)
{
	if (code == SEVERAL_LINES || code == ONE_LINE_WITHOUT_COLUMNS)
		return take_signed(reader);
	return code >= FIRST_OF_ONE_LINE && code < ONE_LINE_WITHOUT_COLUMNS
		       ? (int)code - FIRST_OF_ONE_LINE
		       : 0;
}

/* The next entry begins at the next byte with the highest bit. */
static void skip(struct reader *reader)
{
	unsigned char byte = 0;
	while (reader->at < reader->end && outside_read(reader->at, &byte, 1) &&
	       byte < 128)
		reader->at++;
}

static int by_entries(struct reader *reader, int line, int instruction)
{
	int end = 0;
	while (reader->at < reader->end) {
		unsigned head = take(reader), code = head >> 3 & 15;
		line += delta_of(reader, code);
		end += UNIT * (int)((head & 7) + 1);
		if (instruction < end)
			return code == NONE ? 0 : line;
		skip(reader);
	}
	return 0;
}

/* A distance, and the lines behind it. */
static int by_starts(struct reader *reader, int line, int instruction)
{
	int start = 0;
	while (reader->at < reader->end) {
		start += (int)take(reader);
		if (start > instruction)
			break;
		line += (signed char)take(reader);
	}
	return line;
}

/* How long, and the lines before it. */
static int by_ends(struct reader *reader, int line, int instruction)
{
	int end = 0;
	while (reader->at < reader->end) {
		end += (int)take(reader);
		int delta = (signed char)take(reader);
		line += delta == NO_LINE ? 0 : delta;
		if (instruction < end)
			return delta == NO_LINE ? 0 : line;
	}
	return 0;
}

int python_line(const struct python_lines *lines, int instruction)
{
	uint64_t size = outside_word(lines->table + SIZE);
	struct reader reader = {lines->table + BYTES, lines->table + BYTES + size};
	if (!lines->table || outside_word(lines->table + TYPE) != lines->type ||
	    size > MOST_BYTES)
		return 0;
	if (instruction < 0)
		return lines->first;
	if (lines->form == 0)
		return by_entries(&reader, lines->first, instruction);
	return lines->form == 1 ? by_starts(&reader, lines->first, instruction)
				: by_ends(&reader, lines->first, instruction);
}
