/* SPDX-License-Identifier: MIT */
/*
 * Text of any bytes as UTF-8 that JSON and XML 1.0 both allow.
 */
#ifndef FORKSEED_UTF8_H
#define FORKSEED_UTF8_H

/* A copy with U+FFFD for each byte that is no text: not UTF-8, or a control character
 * other than tab and line ends. */
char *utf8_of(const char *text);

#endif
