/* SPDX-License-Identifier: MIT */
/* What handlers.c and its library share: handlers to be called, by phase of a fork; NULL
 * does nothing. */
#ifndef HANDLERS_H
#define HANDLERS_H

enum { PREPARE, PARENT, CHILD, PHASES };
extern void (*early_handlers[PHASES])(void);
void register_early(void);

#ifndef HANDLERS_LIB
/* Preloaded objects' constructors may run before those of a library. */
__attribute__((section(".preinit_array"),
	       used)) static void (*before_all)(void) = register_early;
#endif

#endif
