/* SPDX-License-Identifier: MIT
 *
 * The lines of a Perl script that an interpreter is executing, for auditing: read where
 * they lie, in structs whose layout is in no API. They are read only where, in this
 * process, they were the same that Perl itself says (Perl_mess(), Perl_caller_cx()).
 */
#pragma once

#include "adapter.h"

#include <pthread.h>

/* Perl's; NULL: it has none. */
struct perl_frames_api {
	const pthread_key_t *key;
	void *(*of_key)(
		pthread_key_t key); /* pthread_getspecific(3), wherever libc has it */
	void *(*mess)(void *interpreter, const char *pattern, ...);
	const char *(*caller_cx)(void *interpreter, int32_t level, const char **debug);
};
internal extern struct perl_frames_api perl_frames_api;

/* In the parent: the types of the operations that begin a statement. */
void perl_frames_begin(int statement, int debugged_statement);

/* Perl was closed: nothing is told until another one was compared. */
void perl_frames_end(void);

/* Compares, where that was not done yet. In an operation of that interpreter's, under an
 * audit: it may allocate. */
void perl_frames_prove(void *interpreter);

/* What was proven. */
struct perl_frames {
	int types[2];     /* of the operations that begin a statement; 0: not wanted */
	uint32_t current; /* where the interpreter has its statement; 0: not known */
	bool has_callers;
	pthread_key_t key; /* as it was then */
};
internal extern struct perl_frames perl_frames;

enum { PERL_WORD = 8, PERL_FILE_NAME = 48, PERL_MOST_FRAMES = 16 };

/* Going through an interpreter's contexts, the innermost first. */
struct perl_walk {
	bool may_ask;  /* the kernel, before a word is read, whether it can be */
	bool is_wrong; /* something can't be: there it ended */
	int hops;
	uintptr_t page; /* the last that was readable */
	uintptr_t statement, stack, contexts;
	uintptr_t context; /* the next; 0: none on this stack */
};

/* What does not cross a word; false where it can't be read. */
bool perl_read(struct perl_walk *walk, uintptr_t at, void *to, size_t size);

/* An aligned word. */
uintptr_t perl_load(struct perl_walk *walk, uintptr_t at);

/* Of a text; -1 where it does not end, or can't be read. */
int perl_length(struct perl_walk *walk, uintptr_t text);

bool perl_is_statement(struct perl_walk *walk, uintptr_t at);
int perl_line(struct perl_walk *walk, uintptr_t statement);

void perl_go_to_stack(struct perl_walk *walk, uintptr_t stack);

/* 0 behind the last. */
uintptr_t perl_next_context(struct perl_walk *walk);

/* The sub whose call the context is; 0: it is another kind, or the sub has no name. */
uintptr_t perl_sub(struct perl_walk *walk, uintptr_t context);

/* The statement that the context returns to; 0: it is of a kind that has none. */
uintptr_t perl_caller(struct perl_walk *walk, uintptr_t context);

/* Of that interpreter, as it was proven. */
void perl_tell_of(uintptr_t interpreter, struct script *script, bool may_ask);

/* A script_source: of this thread's. */
void perl_tell(struct script *script, bool may_ask);
