/* SPDX-License-Identifier: MIT
 *
 * Reading the frames of a thread's Python by a layout. Nothing is called of the
 * interpreter's, and its memory is read by frames_load() and frames_fetch() alone: of
 * this process in the shim (python_frames_own.c), of one that is stuck in forkseed-audit
 * (audit/outside/python.c).
 */
#include "python_frames.h"

#include <string.h>

enum {
	WORD = sizeof(void *),
	OB_TYPE = 8,
	OB_SIZE = 16,
	LENGTH = 16, /* of a string */
	STATE = 32,  /* a string's flags */
	MOST_HOPS = 256,
	MARKS = 3, /* in a frame's pointer to its code, since 3.14 */
	OWNED_BY_GENERATOR = 1,
	OWNED_BY_NOBODY = 3, /* and more: a mark where C called the interpreter */
};

/* A part of a word; 0 where it can't be read. */
static uint64_t load_part(struct frames_walk *walk, const char *at, size_t size)
{
	size_t offset = (uintptr_t)at % WORD;
	uint64_t word = 0, part = 0;
	if (frames_load(walk, at - offset, &word))
		memcpy(&part, (const char *)&word + offset, size);
	return part;
}

static bool is_of(struct frames_walk *walk, const void *object, const PyObject *type)
{
	PyObject *there;
	bool is_so = frames_load(walk, (const char *)object + OB_TYPE, &there) &&
		     there == type;
	walk->is_wrong |= !is_so;
	return is_so;
}

void frames_enter(struct frames_walk *walk, const char *thread)
{
	const struct frames_layout *layout = python_frames->layout;
	if (!frames_load(walk, thread + layout->current, &walk->at) || !walk->at ||
	    layout->in_cframe == NO_CFRAME)
		return;
	if (!frames_load(walk, walk->at + layout->in_cframe, &walk->at))
		walk->at = NULL;
}

/* True for a frame that Python's own functions show, too. */
static bool look_by_pointer(struct frames_walk *walk, const char *at, struct frame *frame)
{
	const struct frames_layout *layout = python_frames->layout;
	const char *code = (const char *)frame->code, *pointer = NULL;
	const uint64_t owner = load_part(walk, at + layout->owner, 1);
	ssize_t size = 0, first = 2 * (int)load_part(walk, code + layout->traceable, 4);
	if (!frames_load(walk, code + OB_SIZE, &size) ||
	    !frames_load(walk, at + layout->instruction, &pointer))
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
	frames_load(walk, at + layout->code, &code);
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
		if (frames_load(walk, at + python_frames->layout->previous, &walk->at) &&
		    look(walk, at, frame))
			return true;
	}
	return false;
}

/* PyASCIIObject and PyCompactUnicodeObject: the text lies in the object. */
static bool read_text(struct frames_walk *walk, const char *at, struct frames_text *text)
{
	const struct frames_layout *layout = python_frames->layout;
	const char *string;
	if (!frames_load(walk, at, &string) ||
	    !is_of(walk, string, python_frames->PyUnicode_Type) ||
	    !frames_load(walk, string + LENGTH, &text->length))
		return false;
	uint64_t state = load_part(walk, string + STATE, 4);
	bool is_compact = state >> 5 & 1, is_ascii = state >> 6 & 1;
	text->kind = state >> 2 & 7;
	text->string = (PyObject *)string;
	text->data = string + (is_ascii ? layout->ascii : layout->other);
	if (text->length > FRAMES_TEXT)
		text->length = FRAMES_TEXT;
	walk->is_wrong |= !is_compact || (text->kind & (text->kind - 1)) || !text->kind;
	return !walk->is_wrong && frames_fetch(walk, text);
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
