/* SPDX-License-Identifier: MIT */
/*
 * Text of others that goes to a terminal.
 */
#ifndef FORKSEED_PRINTABLE_H
#define FORKSEED_PRINTABLE_H

/* In place: a '?' for each character that a terminal would obey, or that would make one
 * line look like two, or like another: C0, DEL, C1 (as UTF-8 or a byte of its own), line
 * and paragraph separators, changes of direction. All else stays, whatever its encoding.
 */
char *printable(char *text);

#endif
