/* SPDX-License-Identifier: MIT
 *
 * Every function that is wrapped, a line each:
 *     CALL(when, type, name, parameters, arguments)   and   VOID(when, name, ...)
 * ALWAYS: also in a process with one thread, because the call may run others' code
 * (modules of the name service, constructors) that starts threads; THREADS: with several.
 * Wrapped is whatever holds a lock of libc's, or has a data structure half changed, as
 * measured and as read in glibc's sources. A form that libc lacks is never called.
 */
#include "table-time.h"

#include "table-names.h"

#include "table-records.h"

#include "table-locale.h"

#include "table-others.h"

#include TABLE_WORD /* table-64.h or table-32.h */
