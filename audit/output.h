/* SPDX-License-Identifier: MIT */
/*
 * Opening the files that reports go to.
 */
#ifndef FORKSEED_OUTPUT_H
#define FORKSEED_OUTPUT_H

#include <stdio.h>

/* NULL with errno where it can't be written to without harm. */
FILE *output_open(const char *path);

#endif
