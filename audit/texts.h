/* SPDX-License-Identifier: MIT */
/*
 * The kinds of findings in words: what happened, to whom, and what to do about it.
 */
#ifndef FORKSEED_TEXTS_H
#define FORKSEED_TEXTS_H

/* `one` and `several` are formats: %u is how many, %s the generator. */
struct text {
	const char *kind, *one, *several, *advice;
};

/* Of a kind that is not known something is said, too. */
const struct text *texts_of(const char *kind);

#endif
