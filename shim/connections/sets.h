/* SPDX-License-Identifier: MIT
 *
 * Epoll sets that a child inherited: they are its parent's as well, and know a connection
 * by the open file, so that the child's cut copy is not in them. The first use of one
 * that has, or is to have, a connection which isolation takes from the child, replaces it
 * by a set of the child's own with the same descriptors in it. Safe anywhere.
 */
#pragma once

enum { NONE = -1 };

/* Before a child uses `set`, for descriptor `fd` or NONE. Nothing happens where it is no
 * epoll set that an ancestor made. */
void sets_use(int set, int fd);
