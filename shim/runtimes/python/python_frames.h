/* SPDX-License-Identifier: MIT
 *
 * The frames that a thread's Python is executing, read where they lie: for auditing,
 * which must not allocate, nor wait for the interpreter's lock. A thread's own frames
 * stay as they are while it is in a function of ours. How they are laid out differs from
 * version to version and is in no documentation: a layout (python_frames_layouts.c) is
 * used only when it has told the same as the C API did, in this process
 * (python_frames_proof.c).
 */
#pragma once

#include "python_api.h"

#include <stdint.h>

/* Of 64-bit builds that have a global interpreter lock. Offsets in bytes. */
struct frames_layout {
	uint8_t minor;       /* of CPython 3 */
	uint8_t current;     /* in the thread's state: the innermost frame, or */
	uint8_t in_cframe;   /* what has a pointer to it there; NO_CFRAME */
	uint8_t previous;    /* in a frame */
	uint8_t code;        /* in a frame */
	uint8_t instruction; /* in a frame: a number, */
	uint8_t unit;        /* times that many bytes; 0: a pointer */
	uint8_t owner;       /* in a frame that has such a pointer */
	uint8_t file, name;  /* in a code object */
	uint8_t traceable;   /* in a code object: where a frame begins to count, */
	uint8_t bytecode;    /* and the instructions, where frames have pointers */
	uint8_t ascii;       /* in a string: its text, if that is ASCII, */
	uint8_t other;       /* or else */
	uint8_t first_line;  /* in a code object, */
	uint8_t lines;       /* and its table of lines; audit/outside/python_lines.c */
};
enum { NO_CFRAME = 255 };

/* The layout of that interpreter, or NULL. */
const struct frames_layout *frames_layout_of(const char *version);

/* clang-format off */
#define FRAMES_FUNCTIONS(X) \
	X(const char *, Py_GetVersion, (void)) \
	X(void *, PyGILState_GetThisThreadState, (void)) \
	X(PyObject *, PyEval_GetFrame, (void)) \
	X(PyObject *, PyFrame_GetCode, (PyObject *)) \
	X(PyObject *, PyFrame_GetBack, (PyObject *)) \
	X(int, PyFrame_GetLineNumber, (PyObject *)) \
	X(int, PyCode_Addr2Line, (PyObject *, int)) \
	X(uint32_t, PyUnicode_ReadChar, (PyObject *, ssize_t))
#define FRAMES_OBJECTS(X) \
	X(PyCode_Type) \
	X(PyUnicode_Type)
/* clang-format on */

struct frames {
#define X(type, name, arguments) type(*name) arguments;
	FRAMES_FUNCTIONS(X)
#undef X
#define X(name) PyObject *name;
	FRAMES_OBJECTS(X)
#undef X
	const struct frames_layout *layout;
	int proven; /* of how many frames at once it was right */
	bool is_wrong;
};
internal extern struct frames *python_frames; /* NULL: not wanted, or not known */

/* More frames are not looked at, and longer names are cut. */
enum { FRAMES_MOST = 16, FRAMES_TEXT = 1024, FRAMES_PAGES = 32 };

/* Going through this thread's frames, the innermost first. */
struct frames_walk {
	const char *at; /* the next one; NULL behind the last */
	bool may_ask;   /* the kernel, before a word is read, whether it can be */
	bool is_wrong;  /* something is not what it should be: there it ended */
	int hops;
	uintptr_t pages[FRAMES_PAGES]; /* that can be read */
};

struct frame {
	PyObject *code;
	int instruction; /* as PyCode_Addr2Line() takes it */
};

struct frames_walk frames_begin(bool may_ask);
void frames_enter(struct frames_walk *walk, const char *thread); /* a thread's state */
bool frames_next(struct frames_walk *walk, struct frame *frame);

/* A code object's file or name, as the layout has it. */
struct frames_text {
	PyObject *string;
	const void *data;
	size_t length;
	unsigned kind; /* bytes a character */
};
bool frames_file(struct frames_walk *walk, PyObject *code, struct frames_text *text);
bool frames_name(struct frames_walk *walk, PyObject *code, struct frames_text *text);
uint32_t frames_character(const struct frames_text *text, size_t number);

/* What differs for whom the memory is another process's: an aligned word; a text, of
 * which `data` is then where it can be read; the line of a frame. */
bool frames_load(struct frames_walk *walk, const char *at, void *word);
bool frames_fetch(struct frames_walk *walk, struct frames_text *text);
int frames_line(struct frames_walk *walk, const struct frame *frame);

/* Tells one frame; false where its names can't be read. */
struct script;
bool frames_put(struct script *script, struct frames_walk *walk,
		const struct frame *frame);

/* The interpreter was found in that object: parent only. */
void python_frames_find(const struct elf_symbols *symbols);

/* It may be about to be unloaded. */
void python_frames_forget(void);

/* Compares, where that was not done yet, what is read with what the interpreter says.
 * Needs its lock, and that it is not in the midst of something. */
void python_frames_prove(void);

/* The same in a function that the interpreter itself called, if it has kept the lock. */
void python_frames_prove_if_locked(void);
