/* SPDX-License-Identifier: MIT
 *
 * Constructors of preloaded objects run late: those of every library that the program
 * needs come first, and one may make children where no hook sees it (forkpty(3), a raw
 * system call). But before its constructors the dynamic linker runs a library's _init,
 * which calls __gmon_start__, a profiler's (glibc, sysdeps/x86_64/crti.S and its like),
 * if somebody has it: so the first library to begin starts the shim. A program that is
 * profiled has its own, which comes before ours in the search order. For the same reason
 * we hear of every object that is opened later, between its relocation and its
 * constructors. (The linker's -z initfirst would come earlier, but before libc's own
 * constructor and the initialisation of ThreadSanitizer, whose dl_iterate_phdr(3) dies
 * then.)
 */
#include "generators/libc.h"
#include "runtimes/adapters.h"
#include "start.h"

void __gmon_start__(void);

void __gmon_start__(void)
{
	start_once();
	libc_object_came();
	adapters_look_if_due();
}

__attribute__((constructor)) static void construct(void)
{
	start_once();
	adapters_begin();
}
