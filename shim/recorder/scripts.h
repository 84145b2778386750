/* SPDX-License-Identifier: MIT
 *
 * What an interpreter was executing when something happened, for auditing: the frames of
 * its script, as text. Which interpreter it is, and how it is read, is its runtime's
 * business (findings_set_scripts); here they are recorded, equal ones once.
 */
#pragma once

#include "core/compiler.h"
#include "recording.h"

/* Frames that are being described: first measured, then written. */
struct script {
	uint64_t key;
	size_t size;
	char *text;  /* NULL while they are measured */
	size_t room; /* what was measured */
	bool is_cut;
};

/* Describes what this thread's interpreter executes, from the innermost frame on, by the
 * calls below; nothing where it executes nothing, or that can't be told. It is called
 * twice, anywhere: in signal handlers, in children, without the interpreter's lock. It
 * only reads; system calls are permitted if `may_ask`. */
typedef void script_source(struct script *script, bool may_ask);

/* A byte of UTF-8, or of a path, for the frame's file or function. */
void script_put(struct script *script, unsigned char byte);

/* Ends the file or the function. */
static inline void script_end_text(struct script *script)
{
	script_put(script, 0);
}

/* Ends the frame. A line below 1 is not known. */
void script_end_frame(struct script *script, int line);

/* Records what the source tells, unless the same is there already: its reference, or 0.
 */
uint32_t scripts_record(struct recording *recording, uint32_t process,
			script_source *source, bool may_ask);
