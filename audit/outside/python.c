/* SPDX-License-Identifier: MIT */
/*
 * CPython: a thread's state is found among what its own memory points to, by the thread's
 * number in it. It is believed when every frame has a code object, every code object its
 * texts and a table of lines with a line for the instruction, up to the outermost frame.
 */
#include "outside.h"
#include "python_lines.h"
#include "recorder/scripts.h"
#include "runtimes/python/python_frames.h"

#include <stdio.h>
#include <string.h>

enum {
	WORD = 8,
	WORDS_OF_STATE = 32, /* of a thread's, the first of which has its number */
	MOST_TEXT = FRAMES_TEXT * 4,
};

static struct frames frames;
struct frames *python_frames = &frames;
static uint64_t state, table_type;

bool python_text_has(const char *text, const char *part)
{
	return strstr(text, part);
}

bool frames_load(struct frames_walk *walk, const char *at, void *word)
{
	bool can = (uintptr_t)at % WORD == 0 && outside_read((uintptr_t)at, word, WORD);
	walk->is_wrong |= !can;
	return can;
}

/* Two at a time are wanted: a frame's file and its name. */
bool frames_fetch(struct frames_walk *walk, struct frames_text *text)
{
	static char texts[2][MOST_TEXT];
	static int last;
	last = !last;
	walk->is_wrong |= !outside_read((uintptr_t)text->data, texts[last],
					text->kind * text->length);
	text->data = texts[last];
	return !walk->is_wrong;
}

int frames_line(struct frames_walk *walk, const struct frame *frame)
{
	const uintptr_t code = (uintptr_t)frame->code;
	uint32_t first = 0;
	outside_read(code + frames.layout->first_line, &first, sizeof first);
	struct python_lines lines = {.form = frames.layout->unit,
				     .table = outside_word(code + frames.layout->lines),
				     .type = table_type,
				     .first = (int)first};
	int line = python_line(&lines, frame->instruction);
	walk->is_wrong |= line < 1;
	return line;
}

/* 3.11 and later say it; of those before it is known by what is new in them. */
static const struct frames_layout *layout_of(const struct outside_symbols *symbols)
{
	char text[16];
	unsigned minor = 9;
	if (symbols->Py_Version) {
		uint64_t version = outside_word(symbols->Py_Version);
		minor = version >> 24 == 3 ? version >> 16 & 0xff : 0;
	} else if (symbols->Py_Is) {
		minor = 10;
	}
	snprintf(text, sizeof text, "3.%u", minor);
	return frames_layout_of(text);
}

static bool is_python(const struct outside_symbols *symbols)
{
	if (!symbols->PyCode_Type || !symbols->PyUnicode_Type || !symbols->PyBytes_Type ||
	    !symbols->PyFrame_GetBack)
		return false;
	frames.PyCode_Type = (PyObject *)(uintptr_t)symbols->PyCode_Type;
	frames.PyUnicode_Type = (PyObject *)(uintptr_t)symbols->PyUnicode_Type;
	frames.layout = layout_of(symbols);
	table_type = symbols->PyBytes_Type;
	return frames.layout;
}

/* pthread_self(): on AArch64 the struct lies before where the thread pointer points. */
static bool is_number_of(const struct outside_thread *thread, uint64_t word)
{
#ifdef __x86_64__
	return word == thread->pointer;
#else
	return word < thread->pointer && thread->pointer - word < 4096;
#endif
}

static bool has_number(const struct outside_thread *thread, uint64_t at)
{
	uint64_t words[WORDS_OF_STATE];
	bool has = false;
	if (!outside_read(at, words, sizeof words))
		return false;
	for (int i = 0; i < WORDS_OF_STATE && !has; i++)
		has = is_number_of(thread, words[i]);
	return has;
}

/* Through all frames; how many are told: none, if anything is not what it should be. */
static int walk_through(struct script *script)
{
	struct frames_walk walk = {.may_ask = true};
	struct frame frame;
	int count = 0, told = 0;
	frames_enter(&walk, (const char *)(uintptr_t)state);
	for (; frames_next(&walk, &frame); count++)
		if (count < FRAMES_MOST)
			told += frames_put(script, &walk, &frame);
	script->is_cut = count > told;
	return walk.is_wrong ? 0 : told;
}

static void tell(struct script *script, bool may_ask)
{
	(void)may_ask;
	walk_through(script);
}

outside_source *outside_python(const struct outside_thread *thread,
			       const struct outside_symbols *symbols)
{
	uint64_t at = 0;
	if (!is_python(symbols))
		return NULL;
	while ((state = outside_next(thread, &at))) {
		struct script trial = {.size = 0};
		if (has_number(thread, state) && walk_through(&trial) > 0)
			return tell;
	}
	return NULL;
}
