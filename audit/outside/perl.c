/* SPDX-License-Identifier: MIT */
/*
 * Perl, built with threads: the thread's interpreter is among what its own memory points
 * to. It is known by three words of it: the statement that is executed, the stack, and
 * what knows that stack. Its callers are told when every context returns to a statement.
 */
#include "adapters/perl_frames.h"
#include "outside.h"

#include <string.h>

enum {
	REVISION = 5,
	FIRST_VERSION = 24, /* of the structs, adapters/perl_frames.c */
	LAST_VERSION = 42,
	WORDS_LOOKED_AT = 48,
	MOST_OPERATIONS = 1000,
	MOST_NAME = 16,
	MOST_LINE = 1 << 24,
	MOST_CONTEXTS = 1000,
};

static uint64_t interpreter;

bool perl_read(struct perl_walk *walk, uintptr_t at, void *to, size_t size)
{
	(void)walk;
	return outside_read(at, to, size);
}

static unsigned byte_at(uint64_t at)
{
	unsigned char byte = 0;
	return at && outside_read(at, &byte, 1) ? byte : 0;
}

static bool is_text(uint64_t at, const char *wanted)
{
	char text[MOST_NAME] = "";
	size_t size = strlen(wanted) + 1;
	return outside_read(at, text, size) && memcmp(text, wanted, size) == 0;
}

/* Of the operation so called; 0: there is none. */
static int operation(uint64_t names, const char *wanted)
{
	for (int i = 1; i < MOST_OPERATIONS; i++) {
		uint64_t name = outside_word(names + (unsigned)i * sizeof name);
		if (!name || is_text(name, "freed"))
			break;
		if (is_text(name, wanted))
			return i;
	}
	return 0;
}

static bool is_perl(const struct outside_symbols *symbols)
{
	unsigned version = byte_at(symbols->PL_version);
	if (!symbols->PL_thr_key || byte_at(symbols->PL_revision) != REVISION ||
	    version < FIRST_VERSION || version > LAST_VERSION)
		return false;
	perl_frames.types[0] = operation(symbols->PL_op_name, "nextstate");
	perl_frames.types[1] = operation(symbols->PL_op_name, "dbstate");
	return perl_frames.types[0] && perl_frames.types[1];
}

/* A statement with a file and a line, and behind it the stack and what has it. */
static bool is_current(uint64_t at)
{
	struct perl_walk walk = {.may_ask = true};
	uintptr_t statement = perl_load(&walk, at),
		  stack = perl_load(&walk, at + PERL_WORD);
	uintptr_t of_stack = perl_load(&walk, at + 2 * PERL_WORD);
	if (walk.is_wrong || statement % PERL_WORD ||
	    !perl_is_statement(&walk, statement))
		return false;
	int line = perl_line(&walk, statement);
	uintptr_t file = perl_load(&walk, statement + PERL_FILE_NAME);
	return !walk.is_wrong && line > 0 && line < MOST_LINE &&
	       perl_length(&walk, file) > 0 && perl_load(&walk, of_stack) == stack &&
	       !walk.is_wrong;
}

/* Else only the innermost line is told. A stack's first context was begun by C. */
static bool callers_are_right(uint64_t at)
{
	struct perl_walk walk = {.may_ask = true};
	uintptr_t context;
	int count = 0;
	perl_go_to_stack(&walk, perl_load(&walk, at + 2 * PERL_WORD));
	while ((context = perl_next_context(&walk)) && count++ < MOST_CONTEXTS)
		if (context != walk.contexts && !perl_caller(&walk, context))
			return false;
	return !walk.is_wrong;
}

static bool prove(uint64_t candidate)
{
	for (unsigned at = PERL_WORD; at < WORDS_LOOKED_AT * PERL_WORD; at += PERL_WORD)
		if (is_current(candidate + at)) {
			perl_frames.current = at;
			perl_frames.has_callers = callers_are_right(candidate + at);
			return true;
		}
	return false;
}

static void tell(struct script *script, bool may_ask)
{
	perl_tell_of(interpreter, script, may_ask);
}

outside_source *outside_perl(const struct outside_thread *thread,
			     const struct outside_symbols *symbols)
{
	uint64_t at = 0;
	if (!is_perl(symbols))
		return NULL;
	while ((interpreter = outside_next(thread, &at)))
		if (prove(interpreter))
			return tell;
	return NULL;
}
