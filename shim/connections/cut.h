/* SPDX-License-Identifier: MIT
 *
 * What a child was cut off from: known by the dead end that is there now, since the
 * program may close it, and the number become another file's unseen. Safe anywhere.
 */
#pragma once

#include "descriptors.h"
#include "sockets.h"
#include "table.h"

static inline void cut_note(int fd)
{
	descriptors_is(fd, MARK_CUT);
	if (descriptors_mark(fd) == MARK_CUT)
		table_at(fd)->cookie = socket_cookie(fd);
}

static inline bool cut_is(int fd)
{
	return descriptors_mark(fd) == MARK_CUT &&
	       table_at(fd)->cookie == socket_cookie(fd);
}
