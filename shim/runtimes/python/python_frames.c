/* SPDX-License-Identifier: MIT
 *
 * Reading the frames of this thread's Python by a layout. Nothing is called but two
 * functions of the interpreter's that only read: the thread's own state
 * (pthread_getspecific(3)), in frames_begin(), and a code object's table of lines, where
 * frames are told.
 */
#include "python_frames.h"
#include "recorder/sites.h"

#include <string.h>

enum {
	WORD = sizeof(void *),
	PAGE = 4096, /* the least there is */
	OB_TYPE = 8,
	OB_SIZE = 16,
	LENGTH = 16, /* of a string */
	STATE = 32,  /* a string's flags */
	MOST_HOPS = 256,
	MARKS = 3, /* in a frame's pointer to its code, since 3.14 */
	OWNED_BY_GENERATOR = 1,
	OWNED_BY_NOBODY = 3, /* and more: a mark where C called the interpreter */
};

/* Most lie on few pages. */
static bool is_readable(struct frames_walk *walk, uintptr_t at)
{
	uintptr_t page = at / PAGE, *known = &walk->pages[page % FRAMES_PAGES];
	if (*known != page && !sites_is_readable(at))
		return false;
	*known = page;
	return true;
}

/* A word, aligned. */
static bool load(struct frames_walk *walk, const char *at, void *word)
{
	bool is_odd = (uintptr_t)at < PAGE || (uintptr_t)at % WORD != 0;
	if (is_odd || (walk->may_ask && !is_readable(walk, (uintptr_t)at))) {
		walk->is_wrong = true;
		return false;
	}
	memcpy(word, at, WORD);
	return true;
}

/* A part of a word; 0 where it can't be read. */
static uint64_t load_part(struct frames_walk *walk, const char *at, size_t size)
{
	size_t offset = (uintptr_t)at % WORD;
	uint64_t word = 0, part = 0;
	if (load(walk, at - offset, &word))
		memcpy(&part, (const char *)&word + offset, size);
	return part;
}

static bool is_of(struct frames_walk *walk, const void *object, const PyObject *type)
{
	PyObject *there;
	bool is_so = load(walk, (const char *)object + OB_TYPE, &there) && there == type;
	walk->is_wrong |= !is_so;
	return is_so;
}

struct frames_walk frames_begin(bool may_ask)
{
	const struct frames_layout *layout = python_frames->layout;
	struct frames_walk walk = {.may_ask = may_ask};
	const char *thread = python->Py_IsInitialized()
				     ? python_frames->PyGILState_GetThisThreadState()
				     : NULL;
	if (!thread || !load(&walk, thread + layout->current, &walk.at) || !walk.at ||
	    layout->in_cframe == NO_CFRAME)
		return walk;
	if (!load(&walk, walk.at + layout->in_cframe, &walk.at))
		walk.at = NULL;
	return walk;
}

/* True for a frame that Python's own functions show, too. */
static bool look_by_pointer(struct frames_walk *walk, const char *at, struct frame *frame)
{
	const struct frames_layout *layout = python_frames->layout;
	const char *code = (const char *)frame->code, *pointer = NULL;
	const uint64_t owner = load_part(walk, at + layout->owner, 1);
	ssize_t size = 0, first = 2 * (int)load_part(walk, code + layout->traceable, 4);
	if (!load(walk, code + OB_SIZE, &size) ||
	    !load(walk, at + layout->instruction, &pointer))
		return false;
	ssize_t offset = pointer - (code + layout->bytecode);
	if (owner != OWNED_BY_GENERATOR && offset < first && offset >= -2)
		return false;
	walk->is_wrong |= offset < -2 || offset >= 2 * size;
	frame->instruction = (int)offset;
	return !walk->is_wrong;
}

static bool look(struct frames_walk *walk, const char *at, struct frame *frame)
{
	const struct frames_layout *layout = python_frames->layout;
	if (!layout->unit && load_part(walk, at + layout->owner, 1) >= OWNED_BY_NOBODY)
		return false;
	uintptr_t code = 0;
	load(walk, at + layout->code, &code);
	frame->code = (PyObject *)(code & ~(uintptr_t)MARKS);
	if (walk->is_wrong || !is_of(walk, frame->code, python_frames->PyCode_Type))
		return false;
	if (!layout->unit)
		return look_by_pointer(walk, at, frame);
	frame->instruction =
		(int)load_part(walk, at + layout->instruction, 4) * layout->unit;
	return !walk->is_wrong;
}

bool frames_next(struct frames_walk *walk, struct frame *frame)
{
	while (walk->at && !walk->is_wrong && walk->hops++ < MOST_HOPS) {
		const char *at = walk->at;
		if (load(walk, at + python_frames->layout->previous, &walk->at) &&
		    look(walk, at, frame))
			return true;
	}
	return false;
}

/* The last whole word of it: a text is shorter than a page, and its head was read. */
static bool is_there(struct frames_walk *walk, const struct frames_text *text)
{
	uintptr_t end = (uintptr_t)text->data + text->kind * text->length;
	uint64_t last;
	return text->kind * text->length < 2 * WORD ||
	       load(walk, (const char *)(end - end % WORD - WORD), &last);
}

/* PyASCIIObject and PyCompactUnicodeObject: the text lies in the object. */
static bool read_text(struct frames_walk *walk, const char *at, struct frames_text *text)
{
	const struct frames_layout *layout = python_frames->layout;
	const char *string;
	if (!load(walk, at, &string) ||
	    !is_of(walk, string, python_frames->PyUnicode_Type) ||
	    !load(walk, string + LENGTH, &text->length))
		return false;
	uint64_t state = load_part(walk, string + STATE, 4);
	bool is_compact = state >> 5 & 1, is_ascii = state >> 6 & 1;
	text->kind = state >> 2 & 7;
	text->string = (PyObject *)string;
	text->data = string + (is_ascii ? layout->ascii : layout->other);
	if (text->length > FRAMES_TEXT)
		text->length = FRAMES_TEXT;
	walk->is_wrong |= !is_compact || (text->kind & (text->kind - 1)) || !text->kind;
	return !walk->is_wrong && is_there(walk, text);
}

bool frames_file(struct frames_walk *walk, PyObject *code, struct frames_text *text)
{
	return read_text(walk, (const char *)code + python_frames->layout->file, text);
}

bool frames_name(struct frames_walk *walk, PyObject *code, struct frames_text *text)
{
	return read_text(walk, (const char *)code + python_frames->layout->name, text);
}

uint32_t frames_character(const struct frames_text *text, size_t number)
{
	if (text->kind == 1)
		return ((const uint8_t *)text->data)[number];
	if (text->kind == 2)
		return ((const uint16_t *)text->data)[number];
	return ((const uint32_t *)text->data)[number];
}
