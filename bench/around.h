/* SPDX-License-Identifier: MIT */
/* As much code as lies around what the shim runs in a child: about a page fault the
 * kernel maps up to sixteen pages of the same mapping (fault-around, mm/memory.c), which
 * it has to unmap again. An object without it would be a floor for nothing that does the
 * work. */
#ifndef AROUND_H
#define AROUND_H

__asm__(".section far_text, \"ax\"\n"
	".fill 60 * 1024, 1, 0xcc\n"
	".previous\n");

#endif
