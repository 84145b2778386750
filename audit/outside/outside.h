/* SPDX-License-Identifier: MIT */
/*
 * What a script was executing in a thread of another process, which waits: read out of
 * its memory by the sources by which the shim reads its own (shim/runtimes/python,
 * shim/adapters). There the interpreter is asked whether its layout is the one that we
 * know; here nothing can be asked, so all that is met must be of the kind that it should
 * be, or nothing is told. memory.c reads; python.c, perl.c and php.c know one interpreter
 * each. The process is not touched.
 */
#ifndef FORKSEED_OUTSIDE_H
#define FORKSEED_OUTSIDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an interpreter is known by, and begun with: addresses in the process. */
#define OUTSIDE_SYMBOLS(X)                                                               \
	X(PyCode_Type)                                                                   \
	X(PyUnicode_Type)                                                                \
	X(PyBytes_Type)                                                                  \
	X(PyFrame_GetBack)                                                               \
	X(Py_Is)                                                                         \
	X(Py_Version)                                                                    \
	X(PL_thr_key)                                                                    \
	X(PL_op_name)                                                                    \
	X(PL_revision)                                                                   \
	X(PL_version)                                                                    \
	X(executor_globals)

/* Of one object; 0 where it has none of that name. */
struct outside_symbols {
#define X(name) uint64_t name;
	OUTSIDE_SYMBOLS(X)
#undef X
};

struct outside_thread {
	int pid, tid;
	uint64_t pointer; /* to what is the thread's own (fs_base, tpidr_el0) */
};

/* In the form of a script_record (shim/recorder/recording.h). */
struct outside_script {
	char *text; /* NULL: nothing is known of one */
	size_t size;
	bool is_cut;
};

struct outside_script outside_script(const struct outside_thread *thread,
				     const struct outside_symbols *symbols);

/* memory.c: of that process, from now on. */
void outside_begin(int pid);
bool outside_read(uint64_t at, void *to, size_t size);

/* A word; 0 where it can't be read. */
uint64_t outside_word(uint64_t at);

/* Whatever the thread's own memory points to, in no order: the next after `*at`, which is
 * 0 at first; 0 behind the last. */
uint64_t outside_next(const struct outside_thread *thread, uint64_t *at);

/* Each tells whether the thread is in such an interpreter, and proves that it can be
 * read; then what is executed is told by its script_source. */
struct script;
typedef void outside_source(struct script *script, bool may_ask);
outside_source *outside_python(const struct outside_thread *thread,
			       const struct outside_symbols *symbols);
outside_source *outside_perl(const struct outside_thread *thread,
			     const struct outside_symbols *symbols);
outside_source *outside_php(const struct outside_thread *thread,
			    const struct outside_symbols *symbols);

#endif
