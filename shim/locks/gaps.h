/* SPDX-License-Identifier: MIT
 *
 * What stands in `next` where no object that is loaded defines a function. Before
 * glibc 2.34 many were in objects of their own (libpthread, librt, libresolv, libanl),
 * which a plugin may bring along later: the stand-in looks again, and goes on to what
 * there is by then.
 */
#pragma once

/* A stand-in for each member of struct next, in its order. Where still nobody defines the
 * function it fails with ENOSYS. Reads the loader's list without its lock: safe wherever
 * the function is. */
internal extern void *const gaps[];
