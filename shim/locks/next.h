/* SPDX-License-Identifier: MIT
 *
 * The definitions that the program would reach without this module: libc's, or another
 * preloaded object's. Looked up in the parent, by the symbol tables of the objects that
 * are loaded: no dlsym(3), which is newer than 2.31 in libc, and allocates.
 */
#pragma once

#include "core/compiler.h"
#include "table-special.h"

/* clang-format off */
#include <aio.h>
#include <aliases.h>
#include <dlfcn.h>
#include <fmtmsg.h>
#include <grp.h>
#include <gshadow.h>
#include <iconv.h>
#include <libintl.h>
#include <link.h>
#include <locale.h>
#include <netdb.h>
#include <netinet/ether.h>
#include <netinet/in.h>
#include <printf.h>
#include <pthread.h>
#include <pwd.h>
#include <regex.h>
#include <resolv.h>
#include <rpc/netdb.h>
#include <semaphore.h>
#include <shadow.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <syslog.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>
#include <utmp.h>
#include <utmpx.h>
#include <wchar.h>
/* clang-format on */

/* Macros of the headers, and declarations that they lack. */
#undef gettext
#undef dgettext
#undef dcgettext
#undef ngettext
#undef dngettext
#undef dcngettext
#undef res_query
#undef res_search
#undef strftime_l
#undef getutmp
#undef getutmpx
#undef p_type

#define CALL(when, type, name, parameters, arguments) type name parameters;
#define VOID(when, name, parameters, arguments) void name parameters;
#include "table.h"
#undef CALL
#undef VOID

pid_t _Fork(void);
int clone(int (*start)(void *), void *stack, int flags, void *argument, ...);
int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void),
		      void *object);

#define BY_HAND(X)                                                                       \
	SPECIAL_FORKS(X)                                                                 \
	SPECIAL_LOCKING(X) SPECIAL_FILES(X) SPECIAL_MUTEXES(X)

struct next {
#define X(name) __typeof__(&name) name;
	BY_HAND(X)
#undef X
#define CALL(when, type, name, parameters, arguments) __typeof__(&name) name;
#define VOID(when, name, parameters, arguments) __typeof__(&name) name;
#include "table.h"
#undef CALL
#undef VOID
};
internal extern struct next next;

/* Fills what is missing. What no object has is a function that fails (gaps.h), for there
 * are programs that ask for a function weakly and call it wherever somebody defines it.
 */
void next_find(void);

/* The same later, where objects may have come since. */
void next_find_late(void);

/* False where another libc runs the program: then there is nothing to heal. */
bool next_is_glibc(void);

/* glibc's __libc_single_threaded, wherever the program has it, or a byte that is 0. */
const char *next_threads_flag(void);

/* True for code of the object that the program's malloc is in, unless that is libc:
 * such an allocator's fork handlers take its locks (jemalloc). */
bool next_is_allocators(const void *code);
