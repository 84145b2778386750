/* SPDX-License-Identifier: MIT
 *
 * Whether frames are what we think they are, by comparing them with what the C API tells
 * of the same ones; and telling them to the audit once they are.
 */
#include "python_frames.h"
#include "python_objects.h"
#include "recorder/findings.h"

#include <string.h>

struct frames *python_frames;

/* Names in the order of the pointers. */
#define FUNCTION(type, name, arguments) #name "\0"
#define OBJECT(name) #name "\0"
static const char names[] = FRAMES_FUNCTIONS(FUNCTION) FRAMES_OBJECTS(OBJECT);
#undef FUNCTION
#undef OBJECT

/* One frame does not show where the pointer to the next one is. */
enum { ENOUGH = 2 };

static void tell(struct script *script, bool may_ask)
{
	int count = 0, most = python_frames->proven < ENOUGH ? 1 : FRAMES_MOST;
	struct frames_walk walk = frames_begin(may_ask);
	struct frame frame;
	while (count < most && frames_next(&walk, &frame) &&
	       frames_put(script, &walk, &frame))
		count++;
	script->is_cut = walk.is_wrong || frames_next(&walk, &frame);
}

static bool is_same_text(const struct frames_text *text, PyObject *code,
			 const char *attribute)
{
	PyObject *string = python_attribute(code, attribute);
	bool is_same = string == text->string;
	for (size_t i = 0; i < text->length && is_same; i++)
		is_same = python_frames->PyUnicode_ReadChar(string, (ssize_t)i) ==
			  frames_character(text, i);
	python_done(string);
	return is_same;
}

static bool is_same(struct frames_walk *walk, const struct frame *frame, PyObject *theirs)
{
	struct frames_text file, name;
	PyObject *code = python_frames->PyFrame_GetCode(theirs);
	bool is_same = code == frame->code && frames_file(walk, code, &file) &&
		       frames_name(walk, code, &name) &&
		       is_same_text(&file, code, "co_filename") &&
		       is_same_text(&name, code, "co_name") &&
		       python_frames->PyCode_Addr2Line(code, frame->instruction) ==
			       python_frames->PyFrame_GetLineNumber(theirs);
	python_done(code);
	return is_same;
}

/* Without the attributes f_code and f_back: those are audited (PEP 578). */
static PyObject *innermost(void)
{
	PyObject *frame = python_frames->PyEval_GetFrame();
	if (frame)
		python->Py_IncRef(frame);
	return frame;
}

static PyObject *behind(PyObject *frame)
{
	PyObject *back = python_frames->PyFrame_GetBack(frame);
	python->Py_DecRef(frame);
	return back;
}

/* How many frames are the same; -1 when one is not. */
static int compare(void)
{
	struct frames_walk walk = frames_begin(true);
	struct frame ours;
	PyObject *theirs = innermost();
	int count = 0;
	for (; theirs && count < FRAMES_MOST; theirs = behind(theirs), count++)
		if (!frames_next(&walk, &ours) || !is_same(&walk, &ours, theirs))
			break;
	bool is_end = !theirs && !frames_next(&walk, &ours) && !walk.is_wrong;
	if (theirs)
		python->Py_DecRef(theirs);
	return is_end || count == FRAMES_MOST ? count : -1;
}

void python_frames_prove(void)
{
	struct frames *frames = python_frames;
	PyObject *type, *value, *trace;
	if (!frames || frames->is_wrong || frames->proven >= ENOUGH)
		return;
	python->PyErr_Fetch(&type, &value, &trace);
	int count = compare();
	python_done(NULL);
	python->PyErr_Restore(type, value, trace);
	if (count > frames->proven)
		frames->proven = count;
	frames->is_wrong = count < 0;
	findings_set_scripts(frames->proven && !frames->is_wrong ? tell : NULL);
}

void python_frames_prove_if_locked(void)
{
	if (python_frames && python_has_lock())
		python_frames_prove();
}

static bool fill(struct frames *frames, const struct elf_symbols *symbols)
{
	if (python_api_fill(symbols, names, (void **)frames))
		return false;
	frames->layout = frames_layout_of(frames->Py_GetVersion());
	return frames->layout;
}

void python_frames_find(const struct elf_symbols *symbols)
{
	struct frames found = {0};
	if (!findings_wanted() || !fill(&found, symbols))
		return;
	struct frames *frames = python_memory(sizeof *frames);
	if (frames)
		*frames = found;
	python_frames = frames;
}

void python_frames_forget(void)
{
	if (python_frames)
		python_frames->is_wrong = true;
	findings_set_scripts(NULL);
}
