/* SPDX-License-Identifier: MIT
 *
 * Client connections that no hook has seen: of what was loaded with RTLD_DEEPBIND, of
 * io_uring, of raw system calls. What becomes of them is not seen either, so that a
 * warning must say so. Safe anywhere.
 */
#pragma once

/* Before a fork: tells of those that are new. */
void unseen_tell(void);
