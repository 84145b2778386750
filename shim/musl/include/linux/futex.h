/* SPDX-License-Identifier: MIT
 *
 * Of the kernel's numbers those that core/lock.c and the launcher use (futex(2)):
 * musl-gcc finds no headers of Linux.
 */
#pragma once

#define FUTEX_WAIT 0
#define FUTEX_WAIT_BITSET 9
#define FUTEX_PRIVATE_FLAG 128
#define FUTEX_CLOCK_REALTIME 256
#define FUTEX_CMD_MASK ~(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME)
#define FUTEX_WAIT_PRIVATE 128
#define FUTEX_WAKE_PRIVATE 129
