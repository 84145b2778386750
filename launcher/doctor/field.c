/* SPDX-License-Identifier: MIT */
/*
 * Marks: which generators a name stands for. What is compiled into a program without a
 * name is in shape.c.
 */
#include "field.h"
#include "../../shim/runtimes/runtimes.h"
#include "doctor.h"
#define FIELD_MARKS
#include "doctor/field-table.h"
#include RELOCATIONS_FILE

#include <stdlib.h>
#include <string.h>

enum {
	GENERATORS = sizeof generators / sizeof *generators,
	MARKS = sizeof marks / sizeof *marks,
};
_Static_assert((int)GENERATORS <= (int)MOST_GENERATORS, "make room in field.h");

const struct generator *field_generator(int index)
{
	return index < GENERATORS ? &generators[index] : NULL;
}

const struct mark *field_mark(int index)
{
	return index < MARKS ? &marks[index] : NULL;
}

bool field_lists(const char *list, const char *name)
{
	size_t length = strlen(name);
	for (; list; list = strchr(list, ',') ? strchr(list, ',') + 1 : NULL)
		if (strncmp(list, name, length) == 0 &&
		    (list[length] == ',' || list[length] == 0))
			return true;
	return false;
}

/* "+scan": beside what is healed anyway. */
static bool adds_only(const char *list)
{
	return *list == '+' && (!strchr(list, ',') || adds_only(strchr(list, ',') + 1));
}

/* Adapters are for the processors whose relocations they know; others' programs keep what
 * they have. */
static bool without_runtimes;

void field_without_runtimes(void)
{
	without_runtimes = true;
}

static bool is_out_of_reach(const char *row)
{
#define X(name, runtime, mark, words) "," name
	static const char adapted[] = ADAPTERS(X);
#undef X
	return without_runtimes || (!RELOCATIONS_KNOWN && field_lists(adapted + 1, row));
}

enum fate field_fate(const struct generator *generator, bool is_watched)
{
	const char *runtimes = getenv("FORKSEED_RUNTIMES"), *row = generator->row;
	if (generator->fate == TOLD && getenv("FORKSEED_SEED"))
		return HEALED;
	if (generator->fate != HEALED || !*row)
		return generator->fate;
	if (is_out_of_reach(row))
		return UNHEALED;
	if (runtimes && *runtimes && !adds_only(runtimes) &&
	    !field_lists(runtimes, "all") && !field_lists(runtimes, row))
		return UNHEALED;
	return !is_watched && field_lists(getenv("FORKSEED_KEEP"), row) ? UNHEALED
									: HEALED;
}

/* With a '*' at the mark's end: and what begins like it. .symtab has rand@GLIBC_2.2.5. */
static bool fits(const char *mark, const char *name)
{
	if (*mark != *name)
		return false;
	size_t length = strcspn(mark, "*");
	return strncmp(name, mark, length) == 0 &&
	       (mark[length] == '*' || name[length] == 0 || name[length] == '@');
}

void field_fits(const char *name, enum name_kind kind,
		void (*found)(const struct mark *mark, enum name_kind kind, void *data),
		void *data)
{
	for (const struct mark *mark = marks; mark < marks + MARKS; mark++) {
		bool is_symbol = mark->kind == USES || mark->kind == HAS;
		if ((kind == NAME_SECTION ? mark->kind == SECTION : is_symbol) &&
		    fits(mark->name, name))
			found(mark, kind, data);
	}
}

const char *field_harmless(const char *path)
{
	for (int i = 0; i < MARKS; i++)
		if (marks[i].kind == HARMLESS && fits(marks[i].name, base_name(path)))
			return generators[marks[i].of].what;
	return NULL;
}

/* "perl", "perl5.36-x86_64-linux-gnu", "python3.13", "octave-cli"; not "perldoc", nor,
 * where the name is a letter, "R2D2". */
static bool is_called(const char *program, const char *name)
{
	size_t length = strlen(name);
	return strncmp(program, name, length) == 0 &&
	       (!program[length] ||
		(length > 1 && strchr("0123456789.-_", program[length])));
}

int field_called(const char *path)
{
	for (int i = 0; i < MARKS; i++)
		if (marks[i].kind == CALLED && is_called(base_name(path), marks[i].name))
			return marks[i].of;
	return -1;
}
