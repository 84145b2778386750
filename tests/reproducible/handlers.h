/* SPDX-License-Identifier: MIT */
/* What handlers.c and its library share: handlers to be called, by phase of a fork; NULL
 * does nothing. */
#ifndef HANDLERS_H
#define HANDLERS_H

enum { PREPARE, PARENT, CHILD, PHASES };
extern void (*early_handlers[PHASES])(void);

#endif
