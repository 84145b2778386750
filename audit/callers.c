/* SPDX-License-Identifier: MIT */
/*
 * Naming the calls that other threads were in at a fork (shim/locks/tell.c).
 */
#include "callers.h"
#include "summary.h"
#include "symbols.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The call lies before the address that it returns to. */
static void write_call(FILE *to, const struct records *records, uint32_t process,
		       uint64_t address)
{
	struct frame frames[8] = {{.pc = address - 1}};
	symbols_name(symbols_open(records, process), frames, 8, address - 1);
	summary_frame(to, frames);
}

const char *callers_named(const struct records *records, uint32_t process,
			  const char *words)
{
	char *text = NULL, *end;
	size_t size;
	const char *mark;
	if (!words || !strchr(words, '@'))
		return words;
	FILE *to = open_memstream(&text, &size);
	if (!to)
		abort();
	while ((mark = strchr(words, '@'))) {
		uint64_t address = strtoull(mark + 1, &end, 16);
		fprintf(to, "%.*s", (int)(mark - words), words);
		if (end == mark + 1)
			putc('@', to);
		else
			write_call(to, records, process, address);
		words = end;
	}
	fputs(words, to);
	if (fclose(to))
		abort();
	return text;
}
