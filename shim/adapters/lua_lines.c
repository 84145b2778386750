/* SPDX-License-Identifier: MIT
 *
 * Lua's functions allocate nothing for what is asked here. One thread at a time has
 * lines.
 */
#include "lua_lines.h"
#include "adapter.h"
#include "recorder/scripts.h"

#include <pthread.h>

enum { NAME = 8, SOURCE = 32, DEBUG_BYTES = 256, MOST_FRAMES = 16, MOST_TEXT = 1024 };

/* lua_Debug, with more behind it. */
struct debug {
	_Alignas(sizeof(void *)) unsigned char bytes[DEBUG_BYTES];
};

static struct {
	_Atomic uint64_t taken; /* in which process; 0: by nobody */
	const struct lua_lines *lines;
	struct lua_State *state;
	_Atomic bool is_ready;
	pthread_t thread;
} current;

static const char *text_at(const struct debug *debug, size_t at)
{
	const char *text;
	__builtin_memcpy(&text, debug->bytes + at, sizeof text);
	return text;
}

static int line_of(const struct debug *debug)
{
	int line;
	__builtin_memcpy(&line, debug->bytes + current.lines->line, sizeof line);
	return line;
}

static void put(struct script *script, const char *text)
{
	for (int i = 0; i < MOST_TEXT && text[i]; i++)
		script_put(script, (unsigned char)text[i]);
	script_end_text(script);
}

/* A file's name follows a '@'; what is no file may be the script itself. */
static void put_frame(struct script *script, const struct debug *debug)
{
	const char *source = text_at(debug, SOURCE), *name = text_at(debug, NAME);
	put(script, source && *source == '@' ? source + 1 : "<string>");
	put(script, name ? name : "<main>");
	script_end_frame(script, line_of(debug));
}

/* What is no script's has no line. */
static void tell(struct script *script, bool may_ask)
{
	struct debug debug = {{0}};
	int frames = 0;
	(void)may_ask;
	if (!current.is_ready || !pthread_equal(current.thread, pthread_self()))
		return;
	for (int level = 0; current.lines->getstack(current.state, level, &debug);
	     level++) {
		if (!current.lines->getinfo(current.state, "nSl", &debug))
			break;
		if (line_of(&debug) < 1)
			continue;
		script->is_cut = frames++ == MOST_FRAMES;
		if (script->is_cut)
			break;
		put_frame(script, &debug);
	}
}

/* True: it was entered. */
static bool enter(const struct lua_lines *lines, struct lua_State *state)
{
	uint64_t here = services.epoch(), taken = current.taken;
	if (!services.audited || !lines->getstack || !lines->getinfo || taken == here ||
	    !atomic_compare_exchange_strong(&current.taken, &taken, here))
		return false;
	current.lines = lines;
	current.state = state;
	current.thread = pthread_self();
	current.is_ready = true;
	services.set_scripts(tell);
	return true;
}

static void leave(bool is_entered)
{
	if (!is_entered)
		return;
	current.is_ready = false;
	current.taken = 0;
}

void lua_lines_settle(const struct lua_lines *lines, const struct states *kind,
		      struct lua_State *state, uint64_t *words)
{
	bool is_entered = enter(lines, state);
	states_settle(kind, words);
	leave(is_entered);
}

void lua_lines_choose(const struct lua_lines *lines, const struct states *kind,
		      struct lua_State *state, const uint64_t *words,
		      const uint64_t *seed)
{
	bool is_entered = enter(lines, state);
	states_choose(kind, words, "math.randomseed", seed);
	leave(is_entered);
}
