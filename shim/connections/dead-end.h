/* SPDX-License-Identifier: MIT
 *
 * Cutting a child's copy of a connection off: its descriptor becomes one end of a
 * connection whose other end is closed. The connection itself, which the parent has as
 * well, is neither shut down nor written to.
 */
#pragma once

#include <stdbool.h>

/* Reads then give end of file, writes EPIPE without a signal, poll(2) HUP; O_NONBLOCK and
 * FD_CLOEXEC stay as they were. False, and nothing has changed, where no descriptor was
 * to be had. Safe in signal handlers. */
bool cut_off(int fd);

/* Puts `with` in the place of `fd`, whose flags it gets, and closes it: false where that
 * can't be. */
bool replace(int fd, int with);
