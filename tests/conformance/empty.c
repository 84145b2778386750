/* SPDX-License-Identifier: MIT */
/* A preloaded object with nothing in it: what ld.so itself does for any preload. */

extern int empty_object;
int empty_object = 1;
