/* SPDX-License-Identifier: MIT */
/*
 * What the doctor's files offer each other. Each tells facts, one a line on stdout, as
 * "what: words"; the verdict comes last and decides the exit status.
 */
#ifndef FORKSEED_DOCTOR_H
#define FORKSEED_DOCTOR_H

#include "../launcher.h"

/* The files that a process consists of; the program is the first. */
struct objects {
	struct target *list;
	size_t count;
};
/* Opens it, in the file system that begins at `root` (""), and adds it; what can't be
 * read counts as empty. */
void objects_add(struct objects *objects, const char *root, const char *path);
const char *base_name(const char *path);
bool is_shim(const char *path);    /* by its name */
bool is_of_libc(const char *path); /* likewise: libc itself, or ld.so */

/* Each once. */
struct strings {
	const char **list;
	size_t count;
};
void strings_add(struct strings *strings, const char *string);

/* What keeps the verdict from being "yes"; NULL and false: nothing does. */
struct shortcomings {
	const char *unhealed; /* generators, with commas between */
	const char *seeded;   /* the same: the program seeds them itself */
	const char *hangs;    /* what waits for threads that a child has not */
	const char *unknown;  /* an interpreter whose generators were not recognised */
	const char *hides;    /* what runs other programs, which are not looked at */
	bool leaves;          /* connections are wanted, and left alone */
	const char *without;  /* settings that are not for musl's programs */
};

/* program.c: kind of file, architecture, libc; what concerns a start. */
void tell_program(const struct target *program, const struct elf_file *shim);
void tell_asan(const struct target *program);
void tell_rights(const char *path);
void tell_libc_file(const struct objects *objects);

/* stuck.c: does it wait for ever on a lock that it inherited? */
void tell_stuck(const char *pid);

/* imports.c: which of libc's generators are used. */
/* Names those whose state is their caller's, or NULL. */
const char *tell_imports(const struct objects *objects);
/* True for a function of libc's that the shim replaces; `length` bytes of name. */
bool is_healed_function(const char *name, size_t length);
/* Likewise for one that draws from a state of its caller's. */
bool is_unwatched_function(const char *name, size_t length);

/* runtimes.c: which generators beyond libc there are; sets what is not healed, or can't
 * be told of the interpreter that the program is by its name. */
void tell_runtimes(const struct objects *objects, struct shortcomings *lacks);

/* through.c: from a command to what it becomes. */
struct wrapped {
	char **words;        /* of the innermost command that can be told */
	bool is_cut;         /* it has words that can't be read */
	const char *hides;   /* a program that runs one which can't be told, or NULL */
	const char *against; /* that one starts without the shim, or NULL */
};
struct wrapped look_through(char **words); /* tells each */
/* wrappers.c: a shell, by its name */
bool is_shell(const char *path);
/* Adds the generators in these files that an audit does not watch, in words. */
void unwatched_in(const struct objects *objects, struct strings *list);

/* system.c: what the kernel can do; system call filters, of the launcher (which
 * the command inherits) or a process. */
void tell_kernel(void);
void tell_own_seccomp(void);
void tell_seccomp(const char *process);
/* The value in /proc/PROCESS/status, or NULL. */
const char *status_value(const char *process, const char *key);

/* connections.c: whether the kernel tells a client's connection from an accepted
 * one; true where that is so, or not known. */
bool tell_connections_kernel(void);
/* What the second shim can't see, where `mode` has nothing against that. */
void tell_bypasses(const struct objects *objects, const char *mode);
bool is_second_shim(const char *path); /* by its name */

/* locks.c: the functions that take a lock of libc's, where threads and forks meet. */
void tell_locks(const struct objects *objects, const char *mode);
/* Does any of them fork? */
bool has_forks(const struct objects *objects);
bool is_third_shim(const char *path); /* by its name */

/* trace.c: what ld.so makes of a program with this LD_PRELOAD; runs none of it. */
struct trace {
	struct objects objects;
	bool has_shim;         /* is among the objects */
	bool has_second;       /* so is the second one */
	bool has_third;        /* and the third */
	unsigned bound;        /* references to healed functions that lead to the shim */
	unsigned bound_second; /* references that lead to the second shim */
	unsigned bound_third;  /* and to the third */
	const char *elsewhere; /* one that doesn't: "FUNCTION of FILE" */
	const char *missing;   /* a library that is not found */
};
/* The loader would run it, whoever asks what (ld.so(8), rtld-audit(7)); or NULL. */
const char *auditor_of(const struct target *target);
/* False when that can't be asked: its loader is not the system's, or there is an auditor.
 */
bool trace_program(const struct target *program, const char *preload,
		   struct trace *trace);

/* musl.c: the same of a program of musl's, which `preload` is for, and all that is to be
 * seen in it; a reason against, or NULL. */
const char *examine_musl(const struct target *target, const char *preload,
			 struct shortcomings *lacks);
bool is_musl_shim(const char *path); /* by its name */

/* run.c: the output of a program that is run with `settings`, NAME=VALUE up to
 * NULL, in its environment; NULL when it can't be run. */
char *output_of(const char *const words[], const char *const settings[]);

/* probe.c: a program of our own under the shim; a reason against, or NULL. */
const char *tell_probe(const char *shim);

/* verdict.c: tells the verdict, with a reason `against` or NULL, and exits. */
_Noreturn void conclude(const char *name, const char *against,
			const struct shortcomings *shortcomings);

#endif
