/* SPDX-License-Identifier: MIT
 *
 * What reading PHP's frames takes: where things lie in its structures, of which some
 * differ from version to version and are found first.
 */
#pragma once

#include "php.h"

enum {
	PHP_LINE = 24,                /* in an instruction */
	PHP_NAME = 8,                 /* in a function, and in a class */
	PHP_CLASS = 16,               /* in a function */
	PHP_TEXT = 24,                /* in a string; its length before it */
	PHP_GLOBALS_SEARCHED = 0x600, /* bytes of executor_globals */
	PHP_CODE_SEARCHED = 0xf0,     /* bytes of a script's function */
	PHP_MOST_HOPS = 1000,
};

/* What was found; 0: it was not. */
struct php_frames {
	size_t current; /* where the globals have the call that is being made */
	size_t file;    /* where a script's function has its file */
};
internal extern struct php_frames php_frames;

/* What does not cross a word; false where it can't be read. */
bool php_read(const char *at, void *to, size_t size);

const char *php_pointer(const char *at); /* NULL where it can't be read */

/* A call that is pointed to there, and the one that it returns to; NULL: there is none.
 */
const struct php_call *php_call_at(const char *at);
const struct php_call *php_caller(const struct php_call *call);

/* The line that a script's call is at; 0: not known. */
int php_line(const struct php_call *call);

/* From a call on outwards, the first that is a script's, and not PHP's own; or NULL. */
const struct php_call *php_script_from(const struct php_call *call);

/* Tells that call, and those outwards. */
void php_tell_from(const struct php_call *call, struct script *script);
