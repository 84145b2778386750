/* SPDX-License-Identifier: MIT
 *
 * Comparing the frames that are read with what Perl says of them: its own message ends
 * with the line, and it has a function that finds callers. Nothing of the interpreter's
 * is changed but the text of that message, for which it has a place.
 */
#include "perl_frames.h"

#include <limits.h>
#include <string.h>

enum {
	TEXT = 16, /* in any value, in bytes */
	MOST_TRIES = 32,
	WORDS_LOOKED_AT = 48,
};

static _Atomic uint32_t tries;
static _Atomic bool is_done; /* the callers were compared */

/* (Not atoi(3): with newer headers that would tie us to their libc.) */
static int number(const char *digits)
{
	int value = 0;
	while (*digits >= '0' && *digits <= '9' && value < INT_MAX / 10 - 1)
		value = value * 10 + (*digits++ - '0');
	return value;
}

/* "x at FILE line 12." */
static bool is_said(struct perl_walk *walk, const char *said, uintptr_t statement)
{
	static const char before[] = "x at ", between[] = " line ";
	uintptr_t file = perl_load(walk, statement + PERL_FILE_NAME);
	int length = perl_length(walk, file), line = perl_line(walk, statement);
	if (walk->is_wrong || length <= 0 || line <= 0)
		return false;
	const char *name = said + sizeof before - 1, *behind = name + length;
	return strncmp(said, before, sizeof before - 1) == 0 &&
	       strncmp(name, (const char *)file, (size_t)length) == 0 &&
	       strncmp(behind, between, sizeof between - 1) == 0 &&
	       number(behind + sizeof between - 1) == line;
}

/* The interpreter's word that leads to the statement of which Perl says so. */
static uint32_t find_statement(uintptr_t interpreter, const char *said)
{
	for (uint32_t at = PERL_WORD; at < WORDS_LOOKED_AT * PERL_WORD; at += PERL_WORD) {
		struct perl_walk walk = {.may_ask = true};
		uintptr_t there = perl_load(&walk, interpreter + at);
		if (there % PERL_WORD == 0 && perl_is_statement(&walk, there) &&
		    is_said(&walk, said, there))
			return at;
	}
	return 0;
}

/* Those contexts that Perl calls callers are met in its order, and no other is a sub: how
 * many there are, and -1 where it is not so. */
static int compare_callers(uintptr_t interpreter)
{
	struct perl_walk walk = {.may_ask = true};
	uintptr_t at = interpreter + perl_frames.current, context;
	uintptr_t stack = perl_load(&walk, at + 2 * PERL_WORD);
	const char *debug = NULL;
	int level = 0;
	if (perl_load(&walk, stack) != perl_load(&walk, at + PERL_WORD))
		return -1;
	perl_go_to_stack(&walk, stack);
	while ((context = perl_next_context(&walk)) && level < PERL_MOST_FRAMES)
		if (context == (uintptr_t)perl_frames_api.caller_cx((void *)interpreter,
								    level, &debug))
			level++;
		else if (perl_sub(&walk, context))
			return -1;
	bool is_end =
		context || !perl_frames_api.caller_cx((void *)interpreter, level, &debug);
	return is_end && !walk.is_wrong ? level : -1;
}

/* In memory of Perl's own, which it keeps for this. */
static const char *ask(void *interpreter)
{
	const char *message = perl_frames_api.mess(interpreter, "x");
	return message ? *(const char *const *)(message + TEXT) : NULL;
}

static void prove_statement(void *interpreter)
{
	const char *said = ask(interpreter);
	if (said)
		perl_frames.current = find_statement((uintptr_t)interpreter, said);
	if (!perl_frames.current)
		return;
	perl_frames.key = *perl_frames_api.key;
	services.set_scripts(perl_tell);
}

/* That there are none, as Perl says, is good enough until there are some. */
static void prove_callers(void *interpreter)
{
	int count =
		perl_frames_api.caller_cx ? compare_callers((uintptr_t)interpreter) : -1;
	perl_frames.has_callers = count >= 0;
	is_done = count != 0;
}

void perl_frames_prove(void *interpreter)
{
	if (perl_frames.types[0] <= 0 || is_done ||
	    atomic_fetch_add(&tries, 1) >= MOST_TRIES)
		return;
	if (!perl_frames.current)
		prove_statement(interpreter);
	if (perl_frames.current)
		prove_callers(interpreter);
}

void perl_frames_begin(int statement, int debugged_statement)
{
	perl_frames.types[0] = perl_frames.types[1] = 0;
	if (sizeof(void *) != PERL_WORD || !perl_frames_api.key || !perl_frames_api.mess)
		return;
	perl_frames.types[0] = statement;
	perl_frames.types[1] = debugged_statement;
}

/* Its key may be another's soon. */
void perl_frames_end(void)
{
	perl_frames.current = 0;
	perl_frames.has_callers = false;
	is_done = false;
	tries = 0;
}
