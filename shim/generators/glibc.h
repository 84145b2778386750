/* SPDX-License-Identifier: MIT
 *
 * glibc's image in memory: its extent, and the segment in which its variables are.
 */
#pragma once

#include <link.h>
#include <stdbool.h>

struct libc_image {
	const char *start, *end; /* the whole object */
	const char *data_start,
		*data_end;      /* initialised variables, relocated, still writable */
	const char *zeroed_end; /* behind them, those that begin as zero */
};

extern struct libc_image libc_image;

void libc_image_read(struct libc_image *image, const struct dl_phdr_info *object);

bool libc_image_contains(const struct libc_image *image, const void *address);
