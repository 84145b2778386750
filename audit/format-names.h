/* SPDX-License-Identifier: MIT */
/*
 * The formats that CI systems read: a name, and whether it needs a file. Here is the one
 * table; each is written by format-NAME.c. launcher/options.c names them for the help.
 */
#ifndef FORKSEED_FORMAT_NAMES_H
#define FORKSEED_FORMAT_NAMES_H

#define FORMATS(X)                                                                       \
	X(github, false) /* workflow commands, on stderr */                              \
	X(gitlab, true)  /* Code Quality, JSON */                                        \
	X(junit, true)   /* JUnit XML */

#endif
