/* SPDX-License-Identifier: MIT
 *
 * The frames of this thread, in this process: where they begin, and how their words are
 * read. Nothing is called but functions of the interpreter's that only read: the thread's
 * own state (pthread_getspecific(3)), and a code object's table of lines.
 */
#include "python_frames.h"
#include "recorder/sites.h"

#include <string.h>

enum {
	WORD = sizeof(void *),
	PAGE = 4096, /* the least there is */
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

bool frames_load(struct frames_walk *walk, const char *at, void *word)
{
	bool is_odd = (uintptr_t)at < PAGE || (uintptr_t)at % WORD != 0;
	if (is_odd || (walk->may_ask && !is_readable(walk, (uintptr_t)at))) {
		walk->is_wrong = true;
		return false;
	}
	memcpy(word, at, WORD);
	return true;
}

/* The last whole word of it: a text is shorter than a page, and its head was read. */
bool frames_fetch(struct frames_walk *walk, struct frames_text *text)
{
	uintptr_t end = (uintptr_t)text->data + text->kind * text->length;
	uint64_t last;
	return text->kind * text->length < 2 * WORD ||
	       frames_load(walk, (const char *)(end - end % WORD - WORD), &last);
}

int frames_line(struct frames_walk *walk, const struct frame *frame)
{
	(void)walk;
	return python_frames->PyCode_Addr2Line(frame->code, frame->instruction);
}

struct frames_walk frames_begin(bool may_ask)
{
	struct frames_walk walk = {.may_ask = may_ask};
	const char *thread = python->Py_IsInitialized()
				     ? python_frames->PyGILState_GetThisThreadState()
				     : NULL;
	if (thread)
		frames_enter(&walk, thread);
	return walk;
}
