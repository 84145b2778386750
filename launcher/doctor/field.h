/* SPDX-License-Identifier: MIT */
/*
 * What is known of generators beyond libc's: field.txt, the one list of them, as tables
 * that a build step makes (field.awk). Which of them are healed follows from the rows of
 * shim/runtimes/runtimes.h. Nothing here reads a file.
 */
#ifndef FORKSEED_FIELD_H
#define FORKSEED_FIELD_H

#include "elf-names.h"

/* TOLD: seeded by the program, and left alone but with FORKSEED_SEED. HANGS: no
 * generator, but threads that a child has not. */
enum fate { HEALED, UNHEALED, MAYBE, SAFE, TOLD, HANGS };

/* Texts in place: each pointer would be relocated at every start of the launcher.
 * field.awk knows how long they may be. */
struct generator {
	char name[24], what[128];
	enum fate fate;   /* unless the settings say otherwise */
	char row[16];     /* of shim/runtimes/runtimes.h, that heals it, or "" */
	char advice[136]; /* in each child, without forkseed */
};

enum mark_kind { USES, HAS, SECTION, CALLED, TEXT, CODE, HARMLESS };

struct mark {
	enum mark_kind kind;
	int of; /* a generator, by its index */
	char name[48];
};

enum { MOST_GENERATORS = 160 };

/* By index, up to NULL; all marks, up to NULL. */
const struct generator *field_generator(int index);
const struct mark *field_mark(int index);

/* Calls `found` for every mark that a name fits, of a symbol or a section. */
void field_fits(const char *name, enum name_kind kind,
		void (*found)(const struct mark *mark, enum name_kind kind, void *data),
		void *data);

/* Is a name in such a list, between commas? Of none it is not. */
bool field_lists(const char *list, const char *name);

/* What becomes of it with the settings of the environment: FORKSEED_RUNTIMES may leave it
 * out. So may FORKSEED_KEEP, where an audit watches it all the same. */
enum fate field_fate(const struct generator *generator, bool is_watched);

/* Of what a musl program has, nothing beyond libc is healed. */
void field_without_runtimes(void);

/* What a library does with generators that their caller owns, if that is no matter, or
 * NULL. */
const char *field_harmless(const char *path);

/* The generator of the interpreter that a program has the name of, or -1. */
int field_called(const char *path);

#endif
