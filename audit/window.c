/* SPDX-License-Identifier: MIT */
/*
 * Reading ahead by pieces, into private memory; the pages behind go back to the kernel.
 */
#include "window.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PIECE = 64 << 10 }; /* a multiple of the page's size */

bool window_open(struct window *window, int fd, uint64_t size)
{
	*window = (struct window){.fd = fd, .size = size};
	window->bytes = mmap(NULL, size + PIECE, PROT_READ | PROT_WRITE,
			     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return window->bytes != MAP_FAILED;
}

void window_close(struct window *window)
{
	munmap(window->bytes, window->size + PIECE);
}

static bool load(struct window *window, uint64_t end)
{
	while (window->loaded < end) {
		uint64_t left = window->size - window->loaded;
		ssize_t got = pread(window->fd, window->bytes + window->loaded,
				    left < PIECE ? left : PIECE, (off_t)window->loaded);
		if (got <= 0)
			return errno = got ? errno : ENODATA, false;
		window->loaded += (uint64_t)got;
	}
	return true;
}

const void *window_at(struct window *window, uint64_t at, uint64_t size)
{
	uint64_t whole = at / PIECE * PIECE, left = window->size - at;
	if (whole > window->forgotten) {
		madvise(window->bytes + window->forgotten, whole - window->forgotten,
			MADV_DONTNEED);
		window->forgotten = whole;
	}
	return load(window, at + (size < left ? size : left)) ? window->bytes + at : NULL;
}
