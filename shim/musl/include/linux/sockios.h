/* SPDX-License-Identifier: MIT
 *
 * The two of the kernel's numbers that connections/sockets.c uses (tcp(7),
 * <linux/sockios.h>).
 */
#pragma once

#include <sys/ioctl.h>

#ifndef SIOCOUTQ
#define SIOCOUTQ TIOCOUTQ
#endif
#define SIOCOUTQNSD 0x894b
