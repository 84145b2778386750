/* SPDX-License-Identifier: MIT
 *
 * The two of the kernel's numbers that core/lock.c uses (futex(2)): musl-gcc finds no
 * headers of Linux.
 */
#pragma once

#define FUTEX_WAIT_PRIVATE 128
#define FUTEX_WAKE_PRIVATE 129
