/* SPDX-License-Identifier: MIT
 *
 * Structs of Perl 5.24 and later, with threads, in 64 bits (intrpvar.h, cop.h, cv.h,
 * gv.h). The interpreter has a pointer to the statement that is executed, and behind it
 * two to the stacks; a stack's contexts have the statements that they return to, and
 * those of subs the sub. What is read is checked to be readable, and to be what it should
 * be; else the frames end there. Memory is read by perl_read() alone: of this process
 * (perl_frames_own.c), or of one that is stuck (audit/outside/perl.c).
 */
#include "perl_frames.h"

struct perl_frames perl_frames;

enum {
	/* a statement (struct cop), in bytes */
	TYPE = 32,
	LINE = 36,
	/* stackinfo */
	CONTEXTS = 8,
	BEFORE = 16,
	TOP = 32,
	/* context */
	CONTEXT_BYTES = 104,
	CALLER = 16,
	SUB = 72,
	/* any value */
	FLAGS = 12,
	/* a sub's body, a glob's, and a shared key */
	GLOB_OR_NAME = 56,
	SUB_FLAGS = 92,
	GLOB_NAME = 32,
	KEY_SIZE = 4,
	KEY = 8,

	TYPE_OF_SUB = 13,
	TYPE_OF_GLOB = 9,
	IS_NAMED = 0x8000,
	MOST_HOPS = 1024,
	MOST_TEXT = 1024,
};

/* What does not cross a word; 0, and wrong, where it can't be read. */
static uint64_t load(struct perl_walk *walk, uintptr_t at, size_t size)
{
	uint64_t value = 0;
	if (at % size || !perl_read(walk, at, &value, size))
		walk->is_wrong = true;
	return value;
}

uintptr_t perl_load(struct perl_walk *walk, uintptr_t at)
{
	return load(walk, at, PERL_WORD);
}

bool perl_is_statement(struct perl_walk *walk, uintptr_t at)
{
	int type = (int)load(walk, at + TYPE, 2) & 0x1ff;
	return !walk->is_wrong &&
	       (type == perl_frames.types[0] || type == perl_frames.types[1]);
}

int perl_line(struct perl_walk *walk, uintptr_t statement)
{
	return (int)load(walk, statement + LINE, 4);
}

/* Of a text; -1 where it does not end, or can't be read. */
int perl_length(struct perl_walk *walk, uintptr_t text)
{
	for (int length = 0; length < MOST_TEXT; length++)
		if (!load(walk, text + (unsigned)length, 1))
			return walk->is_wrong ? -1 : length;
	return -1;
}

static void put_text(struct perl_walk *walk, struct script *script, uintptr_t text)
{
	int length = perl_length(walk, text);
	for (int i = 0; i < length; i++)
		script_put(script, (unsigned char)load(walk, text + (unsigned)i, 1));
	script_end_text(script);
}

static bool is_of_type(struct perl_walk *walk, uintptr_t value, unsigned type)
{
	return (load(walk, value + FLAGS, 4) & 0xff) == type && !walk->is_wrong;
}

/* The name of a sub, which has it itself or by its glob; 0: it has none. */
static uintptr_t name_of(struct perl_walk *walk, uintptr_t sub)
{
	uintptr_t body = perl_load(walk, sub);
	bool is_named = load(walk, body + SUB_FLAGS, 4) & IS_NAMED;
	uintptr_t key = perl_load(walk, body + GLOB_OR_NAME);
	if (!is_named && key && is_of_type(walk, key, TYPE_OF_GLOB))
		key = perl_load(walk, perl_load(walk, key) + GLOB_NAME);
	int32_t size = key ? (int32_t)load(walk, key + KEY_SIZE, 4) : 0;
	return size > 0 && perl_length(walk, key + KEY) == size ? key + KEY : 0;
}

void perl_go_to_stack(struct perl_walk *walk, uintptr_t stack)
{
	int32_t top = stack ? (int32_t)load(walk, stack + TOP, 4) : -1;
	walk->stack = stack;
	walk->contexts = stack ? perl_load(walk, stack + CONTEXTS) : 0;
	walk->context = walk->is_wrong || top < 0
				? 0
				: walk->contexts + (unsigned)top * CONTEXT_BYTES;
}

/* The next context, or 0. */
uintptr_t perl_next_context(struct perl_walk *walk)
{
	while (!walk->context && walk->stack && !walk->is_wrong &&
	       walk->hops++ < MOST_HOPS)
		perl_go_to_stack(walk, perl_load(walk, walk->stack + BEFORE));
	uintptr_t context = walk->context;
	if (walk->is_wrong || walk->hops++ > MOST_HOPS)
		return 0;
	walk->context = context == walk->contexts ? 0 : context - CONTEXT_BYTES;
	return context;
}

/* That it is none is no fault. */
uintptr_t perl_sub(struct perl_walk *walk, uintptr_t context)
{
	struct perl_walk trial = *walk;
	uintptr_t sub = perl_load(&trial, context + SUB);
	bool is_sub = sub % PERL_WORD == 0 && is_of_type(&trial, sub, TYPE_OF_SUB) &&
		      name_of(&trial, sub);
	return is_sub ? sub : 0;
}

static struct perl_walk begin(uintptr_t interpreter, bool may_ask)
{
	struct perl_walk walk = {.may_ask = may_ask};
	walk.statement = perl_load(&walk, interpreter + perl_frames.current);
	if (perl_frames.has_callers)
		perl_go_to_stack(&walk,
				 perl_load(&walk, interpreter + perl_frames.current +
							  2 * PERL_WORD));
	return walk;
}

static void put_frame(struct perl_walk *walk, struct script *script, const char *name,
		      uintptr_t name_at)
{
	put_text(walk, script, perl_load(walk, walk->statement + PERL_FILE_NAME));
	for (; !name_at && *name; name++)
		script_put(script, (unsigned char)*name);
	if (name_at)
		put_text(walk, script, name_at);
	else
		script_end_text(script);
	script_end_frame(script, perl_line(walk, walk->statement));
}

/* Each statement may have a copy of its own. */
static bool is_same_text(struct perl_walk *walk, uintptr_t one, uintptr_t other)
{
	int at = 0, length = perl_length(walk, one);
	if (length < 0 || length != perl_length(walk, other))
		return false;
	while (at < length &&
	       load(walk, one + (unsigned)at, 1) == load(walk, other + (unsigned)at, 1))
		at++;
	return at == length;
}

/* Of contexts that are no sub, those count that go on in another file: `require` and
 * texts that are evaluated. */
static bool is_frame(struct perl_walk *walk, uintptr_t sub, uintptr_t caller)
{
	return sub || !is_same_text(walk, perl_load(walk, caller + PERL_FILE_NAME),
				    perl_load(walk, walk->statement + PERL_FILE_NAME));
}

uintptr_t perl_caller(struct perl_walk *walk, uintptr_t context)
{
	struct perl_walk trial = *walk;
	uintptr_t caller = perl_load(&trial, context + CALLER);
	return perl_is_statement(&trial, caller) ? caller : 0;
}

static void tell_callers(struct perl_walk *walk, struct script *script)
{
	uintptr_t context;
	int count = 1;
	while ((context = perl_next_context(walk)) && count < PERL_MOST_FRAMES) {
		uintptr_t sub = perl_sub(walk, context),
			  caller = perl_caller(walk, context);
		if (!caller || !is_frame(walk, sub, caller))
			continue;
		put_frame(walk, script, "<eval>", sub ? name_of(walk, sub) : 0);
		walk->statement = caller;
		count++;
	}
	script->is_cut = context != 0;
}

void perl_tell_of(uintptr_t interpreter, struct script *script, bool may_ask)
{
	struct perl_walk walk = begin(interpreter, may_ask);
	if (!perl_is_statement(&walk, walk.statement))
		return;
	tell_callers(&walk, script);
	walk.is_wrong = false;
	put_frame(&walk, script, "<main>", 0);
}
